import { InvalidCursor } from '../../../store/cases';
import { createEvents, type Events } from '../../../store/events';
import { createPrisma } from '../../../store/prisma';
import { accepted, Bench, replying, submitted, WHOLE_CASE } from './fixture';

let bench: Bench;
let events: Events;
let proposal: string;
beforeAll(async () => {
  bench = await Bench.open();
  events = createEvents(createPrisma(bench.pool));
  const record = bench.record();
  proposal = await submitted(record);
  for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
});
afterAll(async () => bench.close());

const pages = async (chains: string[], limit: number) => {
  const read = [];
  for (let cursor: string | null = null; ; ) {
    const page = await events.list(proposal, chains, { cursor, limit });
    read.push(page.items);
    cursor = page.next;
    if (cursor === null) return read;
  }
};

describe('the events of a case', () => {
  it('are read in the order in which they happened, whatever the size of a page', async () => {
    const [whole = []] = await pages(['case', 'AA'], 200);
    expect(whole[0]?.type).toBe('Submitted');
    expect(whole.at(-1)?.type).toBe('Concluded');
    const inPages = await pages(['case', 'AA'], 3);
    expect(inPages.length).toBeGreaterThan(3);
    expect(inPages.flat()).toEqual(whole);
  });

  it('give each chain whole and nothing of another', async () => {
    for (const chain of ['case', 'AA', 'BB']) {
      const read = (await pages([chain], 4)).flat();
      expect(read.map((e) => e.seq)).toEqual(read.map((_, i) => i + 1));
      expect(new Set(read.map((e) => e.chain))).toEqual(new Set([chain]));
      expect(new Set(read.map((e) => e.ownerSide))).toEqual(new Set([chain === 'case' ? null : chain]));
    }
  });

  it('tell nobody how often another house has moved the case', async () => {
    const page = await events.list(proposal, ['case', 'BB'], { cursor: null, limit: 2 });
    expect(Object.keys(page.items[0] ?? {})).not.toContain('proposalVersion');
    const cursor = Buffer.from(page.next ?? '', 'base64url').toString();
    expect(JSON.parse(cursor)).toEqual(Object.fromEntries(page.items.map((e) => [e.chain, e.seq])));
  });

  it('can be narrowed to some types', async () => {
    const page = await events.list(proposal, ['case', 'AA'], { cursor: null, limit: 50, types: ['BallotClosed'] });
    expect(page.items.map((e) => e.type)).toEqual(['BallotClosed', 'BallotClosed', 'BallotClosed', 'BallotClosed']);
  });

  it.each(['', 'x', Buffer.from('{"case":-1}').toString('base64url'), Buffer.from('[1]').toString('base64url')])(
    'refuse the cursor %j that they have not given',
    async (cursor) => {
      await expect(events.list(proposal, ['case'], { cursor, limit: 1 })).rejects.toThrow(InvalidCursor);
    },
  );
});
