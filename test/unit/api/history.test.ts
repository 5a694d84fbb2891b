/** The texts of a case as a viewer knows them, from the events of that viewer's chains alone. */
import { differencesOf } from '../../../api/proposals/differences';
import { namedIn, revisionsIn } from '../../../api/proposals/history';

type Told = Parameters<typeof revisionsIn>[0][number];

const AT = '2026-06-10T03:00:00.000Z';
const text = (number: number, hash: string, attachments?: { sha256: string; audience: 'inside' | 'released' }[]) => ({
  ...{ number, hash, languages: ['en'], sections: [] },
  ...(attachments ? { attachments } : {}),
});
const event = (type: Told['type'], chain: string, data: object): Told =>
  ({ type, chain, at: AT, data }) as unknown as Told;
const offered = (chain: string, number: number, hash: string) =>
  event('RevisionOffered', chain, {
    ...{ revision: text(number, hash), base: 1, organization: `${chain}-city`, person: 'p' },
    ...{ drafters: [], changed: ['aim'], dispositions: [], releaser: null },
  });
const released = (side: string, number: number, hash: string, acceptedBy: string[] = []) =>
  event('RevisionReleased', 'case', {
    ...{ revision: text(number, hash), base: 1, organization: `${side}-city`, side, changed: ['aim'], acceptedBy },
  });
const round = (hash: string, reason = 'revision') => event('RoundStarted', 'case', { reason, revision: hash });
const SUBMITTED = event('Submitted', 'AA', { revision: text(1, 'one') });
const RELEASED = event('Released', 'case', { revision: text(1, 'one'), proposing: 'AA' });

const told = (...events: Told[]) =>
  revisionsIn(events, 'AA-city').map(({ revision, status, side }) => [revision.number, revision.hash, status, side]);

describe('a proposer', () => {
  it('reads its own drafts, and a draft that crosses is not a second text', () => {
    expect(told(SUBMITTED, RELEASED, offered('AA', 2, 'two'), released('AA', 2, 'two'), round('two'))).toEqual([
      [1, 'one', 'superseded', 'AA'],
      [2, 'two', 'current', 'AA'],
    ]);
  });

  it('is told the number under which all know a text, whatever its draft was called', () => {
    const events = [
      SUBMITTED,
      RELEASED,
      offered('AA', 2, 'draft'),
      offered('AA', 3, 'better'),
      released('AA', 2, 'better'),
    ];
    expect(told(...events)).toEqual([
      [1, 'one', 'current', 'AA'],
      [2, 'draft', 'offered', 'AA'],
      [2, 'better', 'released', 'AA'],
    ]);
    const known = revisionsIn(events, 'AA-city');
    expect(namedIn(known, '2')?.revision.hash).toBe('better');
    expect(namedIn(known, 'draft')?.status).toBe('offered');
    expect(namedIn(known, '3')).toBeNull();
  });

  it('may come back to an earlier text, which is a text of its own then', () => {
    const back = [offered('AA', 2, 'two'), round('two'), offered('AA', 3, 'one'), round('one')];
    expect(told(SUBMITTED, ...back)).toEqual([
      [1, 'one', 'superseded', 'AA'],
      [2, 'two', 'superseded', 'AA'],
      [3, 'one', 'current', 'AA'],
    ]);
  });
});

describe('another side', () => {
  it('begins with the text that was released', () => {
    expect(told(RELEASED, released('BB', 2, 'two', ['AA-city']), round('joined', 'joined'))).toEqual([
      [1, 'one', 'current', 'AA'],
      [2, 'two', 'released', 'BB'],
    ]);
  });

  it('reads who has accepted a text', () => {
    const accepting = event('RevisionAccepted', 'case', { revision: 2, organization: 'AA-city' });
    const [, offer] = revisionsIn([RELEASED, released('BB', 2, 'two', ['AA-city', 'BB-town']), accepting], 'AA-city');
    expect([offer?.mustAccept, offer?.acceptedBy]).toEqual([['AA-city', 'BB-town'], ['AA-city']]);
  });
});

describe('files', () => {
  const inside = { sha256: 'kept', audience: 'inside' as const };
  const drafted = event('Submitted', 'AA', { revision: text(1, 'one', [inside]) });
  const attachmentsIn = (...events: Told[]) => revisionsIn(events, 'AA-city')[0]?.revision.attachments;

  it('that stay inside are read by their own side after the release, and by no other', () => {
    expect(attachmentsIn(drafted, RELEASED)).toEqual([inside]);
    expect(attachmentsIn(RELEASED)).toBeUndefined();
  });

  it('that cross later stand with the text for all', () => {
    const crossing = event('AttachmentReleased', 'case', { sha256: 'kept', side: 'AA' });
    const seen = [{ sha256: 'kept', audience: 'released' }];
    expect(attachmentsIn(drafted, RELEASED, crossing)).toEqual(seen);
    expect(attachmentsIn(RELEASED, crossing)).toEqual(seen);
  });
});

describe('what differs', () => {
  const content = (sections: Record<string, Record<string, string>>, title = 'Plan') => ({
    ...{ title: { en: title }, summary: { en: 'Sum' }, data: {} },
    sections: Object.entries(sections).map(([key, of]) => ({ key, text: of })),
  });

  it('is told per section and language, and nothing of what stayed', () => {
    const before = content({ aim: { en: 'Open at seven', zh: '七点开放' }, money: { en: 'Half each' } });
    const now = content({ aim: { en: 'Open at eight', zh: '七点开放' }, people: { en: 'Everybody' } }, 'Plan');
    const { title, summary, sections } = differencesOf(before, now, 1);
    expect([title, summary]).toEqual([{}, {}]);
    expect(sections.map((s) => [s.key, s.change, Object.keys(s.text)])).toEqual([
      ['aim', 'changed', ['en']],
      ['money', 'removed', ['en']],
      ['people', 'added', ['en']],
    ]);
  });

  it('of texts that are too long together is a whole that went and a whole that came', () => {
    const long = (word: string) => `${word} `.repeat(6_000);
    const before = content({ a: { en: long('seven') }, b: { en: 'One' } });
    const now = content({ a: { en: long('eight') }, b: { en: 'Two' } });
    const [a, b] = differencesOf(before, now, 1).sections;
    expect(a?.text.en?.map((run) => run.kind)).toEqual(['del', 'ins']);
    expect(b?.text.en?.map((run) => run.text)).toEqual(['One', 'Two']);
  });
});
