/** The log of deliveries asks who may see a case and does not trust its tables for it; mails ask the same. */

import { createDeliveryLog } from '../../../store/delivery-log';
import { uuidv7 } from '../../../store/identifiers';
import { overtakenBy } from '../../../worker/mail/wanted';
import { world } from '../../unit/proposal/fixtures';
import { accepted, Bench, replying, snapshotOf, submitted, T0, WHOLE_CASE } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

const PRESENT = { now: T0, snapshot: snapshotOf(world) };
const outcome = (office: string, side: string) => ({
  kind: 'outcome' as const,
  side,
  office,
  ballot: null,
  seat: null,
  person: 'somebody',
});
const of = (side: string, organization: string) =>
  createDeliveryLog({ pool: bench.pool })
    .list({ organization, side, person: '' }, { cursor: null, limit: 2, proposal: null })
    .then(({ items }) => items);

test('a row too many in the tables tells another side nothing before the release', async () => {
  const proposal = await submitted(bench.record());
  expect(new Set((await of('AA', 'aa-city-fao')).map((d) => d.proposal))).toEqual(new Set([proposal]));
  await bench.rows(
    `INSERT INTO case_readers (proposal_id, organization_id, side, since) VALUES ($1, 'bb-interior', 'BB', accord_now())`,
    [proposal],
  );
  for (let n = 0; n < 5; n += 1) {
    await bench.rows(
      `INSERT INTO deliveries (id, proposal_id, kind, side, person_id, next_try, created_at)
       VALUES ($1, $2, 'outcome', 'BB', 'somebody', accord_now(), accord_now())`,
      [uuidv7(), proposal],
    );
  }
  expect(await of('BB', 'bb-interior')).toEqual([]);
});

test('no mail tells of a case before it is released, to whomever it was queued', async () => {
  const record = bench.record();
  const proposal = await submitted(record);
  const foreign = outcome('bb-interior:desk', 'BB');
  const inside = await bench.state(proposal);
  expect(overtakenBy(foreign, { ...PRESENT, state: inside })).toBe('the case is not the office’s to see');
  expect(overtakenBy(outcome('aa-city-fao:desk', 'AA'), { ...PRESENT, state: inside })).toBeNull();
  for (const office of WHOLE_CASE) await accepted(record.apply(replying(proposal, office)));
  expect(overtakenBy(foreign, { ...PRESENT, state: await bench.state(proposal) })).toBeNull();
});
