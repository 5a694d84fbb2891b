import { event } from '../../../domain/proposal/events';
import { scansOf } from '../../../store/projections';
import { directory, personOf, T0 } from '../proposal/fixtures';

const paper = (scan: string | null) => ({
  number: '7',
  dated: '2026-06-08',
  received: '2026-06-08',
  signatory: { hash: 'signatory' },
  scan,
  enteredBy: personOf('bb-unit'),
  confirmedBy: null,
});
const signed = (scan: string | null) => ({
  person: null,
  language: 'en',
  procedure: 'p',
  inside: null,
  afterDate: false,
  paper: paper(scan),
});

describe('the scan of an answer on paper', () => {
  it('is a file of the case from then on, inside the side whose registrar entered it', () => {
    const given = event('ReplySigned', 'BB', T0, { ballot: 'b', seat: 's', n: 1, signed: signed('f'.repeat(64)) });
    expect(scansOf([given], directory)).toEqual([
      { owner_side: 'BB', organization_id: 'bb-unit', sha256: 'f'.repeat(64), audience: 'inside' },
    ]);
  });

  it('is no row where there is none', () => {
    const given = event('ReplySigned', 'BB', T0, { ballot: 'b', seat: 's', n: 1, signed: signed(null) });
    expect(scansOf([given], directory)).toEqual([]);
  });
});
