import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkoutRoot } from '../../../bin/parts/checkout';
import { canonicalize, sha256 } from '../../../store/canonical';
import { REVISION } from '../../unit/proposal/fixtures';
import { accepted, Bench, commenting, submitting } from './fixture';

let bench: Bench;
let proposal: string;
beforeAll(async () => {
  bench = await Bench.open();
  const record = bench.record();
  const content = { title: { en: 'Sister cities' }, summary: { en: '' }, sections: [], data: {} };
  const revision = { hash: sha256(canonicalize(content)), ownerSide: 'AA', content };
  const made = submitting({ content: revision }, { revision: { ...REVISION, hash: revision.hash } });
  await accepted(record.apply(made));
  proposal = made.proposal;
  await accepted(record.apply(commenting(proposal)));
});
afterAll(async () => bench.close());

/** Runs an operator's command as `npm run accord --` does. */
function accord(...args: string[]) {
  const program = join(checkoutRoot(), 'dist/bin/accord.js');
  const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: bench.database.ownerUrl, ACCORD_STATE: '/nonexistent' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the operator', () => {
  it('is told that the record stands, and how much of it there is', () => {
    const told =
      'The record stands: 4 events in 1 chains, 1 texts and 1 revisions were checked, of which 0 are destroyed.';
    expect(accord('verify')).toEqual({ status: 0, stdout: `${told}\n`, stderr: '' });
  });

  it('is told which row was edited', async () => {
    await bench.rows(`UPDATE events SET payload = replace(payload, 'aa-unit', 'bb-unit') WHERE type = 'Commented'`);
    const told = `Broken: event 4 (Commented) of chain AA of case ${proposal}: its payload is not the one that was recorded.`;
    expect(accord('verify')).toEqual({ status: 1, stdout: '', stderr: `${told}\n` });
    await bench.rows(`UPDATE events SET payload = replace(payload, 'bb-unit', 'aa-unit') WHERE type = 'Commented'`);
  });

  it.each([[[]], [['constructor']], [['destroy']]])('is told the commands where %j is none', (args) => {
    expect(accord(...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Usage: npm run accord/) });
  });
});
