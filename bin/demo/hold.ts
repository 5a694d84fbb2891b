/** One side pauses all its cases with another one: clocks stop, no mail goes out, replies are kept. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BallotJson, CaseJson, Overview } from './client';
import { inWords } from './clock';
import texts from './many-sides.json';
import { expectThat, type Offices } from './offices';
import { fact, heading, say } from './transcript';

export const HOLD_NEEDS = [
  ...['cn-guangxi', 'cn-guangxi-fao', 'cn-lmc-secretariat'],
  ...['vn-cao-bang', 'vn-mofa', 'vn-mps', 'vn-mlc-unit'],
] as const;
const ZONE = 'Asia/Ho_Chi_Minh';
const BEGIN = '2027-05-10T02:00:00.000Z';
/** After the deadline that was told first. */
const LATER = '2027-05-24T02:00:00.000Z';
/** Longer than any mail takes that somebody waits for. */
const QUIET_MS = 4_000;

type HoldCarried = Readonly<{ hold: Readonly<{ id: string }>; cases: number }>;

/** A hold from its beginning to its end. */
export async function bilateralHold(offices: Offices): Promise<void> {
  heading('A bilateral hold: China pauses its cases with Viet Nam');
  const { clock } = offices;
  if (clock.isOurs) await clock.moveTo(BEGIN, ZONE);
  await endHolds(offices, ['cn-lmc-secretariat', 'vn-mlc-unit']);
  const held = await inVietnameseHouse(offices);
  const before = await ballotOf(offices, held.id);
  fact('deadline', `the Vietnamese ministries have until ${inWords(before.due ?? '', ZONE)}`);
  await offices.mailbox.settled(held.number, ['desk@vn-mofa.example', 'desk@vn-mps.example', 'desk@vn-mod.example']);
  const mails = await offices.mailbox.count(held.number);
  const hold = await place(offices, held);
  await answerMeanwhile(offices, held);
  if (clock.isOurs) {
    await clock.moveTo(LATER, ZONE);
    say('The deadline that was told has passed, and nothing has happened.');
  } else say('The clock of this instance is not moved.');
  await pause(QUIET_MS);
  const since = (await offices.mailbox.count(held.number)) - mails;
  fact('mails', `${since} have gone out about this case since it is paused`);
  expectThat('no mail goes out about a paused case', since === 0, since);
  await lift(offices, held, { hold, before });
}

type Standing = Readonly<{ id: string; with: string; liftedAt: string | null }>;

/** Ends what units hold already in this instance, so that a case of their sides can be carried. */
export async function endHolds(offices: Offices, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    const { items } = await offices.as(unit).read<{ items: readonly Standing[] }>('/v1/holds');
    for (const hold of items.filter(({ liftedAt }) => liftedAt === null)) {
      await offices.as(unit).act(`/v1/holds/${hold.id}/lift`, {});
      say(`${unit} ends a pause with ${hold.with} that it had in this instance.`);
    }
  }
}

/** A case of both sides whose Vietnamese house has been asked. */
export async function inVietnameseHouse(offices: Offices): Promise<Overview> {
  const submitted = await offices.as('cn-guangxi').submit(texts.meeting);
  fact('case', `${submitted.number}, minutes of Guangxi and Cao Bang, submitted over the API`);
  for (const _ of ['house', 'release']) await offices.answers('cn-guangxi-fao', submitted.id, { kind: 'agree' });
  await offices.sees('vn-mofa', submitted.id, 'a file that waits', (c) => c.files.some((f) => f.status === 'awaited'));
  await offices.as('vn-mofa').act(`/v1/proposals/${submitted.id}/completeness`, { complete: true });
  say('Guangxi has released it, and the foreign ministry of Viet Nam finds the file complete.');
  await offices.asked('vn-mps', submitted.id);
  return submitted;
}

async function ballotOf(offices: Offices, id: string): Promise<BallotJson> {
  const open = (await offices.as('vn-mofa').ballots(id)).find((b) => b.status === 'open');
  if (!open) throw new Error('No ballot of the Vietnamese house is open.');
  return open;
}

/** The unit of China pauses, in one act, whatever it has open with Viet Nam. */
export async function place(offices: Offices, { id }: Overview): Promise<string> {
  const unit = offices.as('cn-lmc-secretariat');
  const asked = { with: 'VN', reason: 'Until the next meeting of both ministries.' };
  const { hold, cases } = await unit.act<HoldCarried>('/v1/holds', asked);
  say(`The secretariat of China pauses, in one act, all its cases with Viet Nam: ${cases} are open.`);
  const isPaused = (c: CaseJson) => c.paused !== null;
  const own = await offices.sees('cn-guangxi', id, 'a paused case', isPaused);
  const other = await offices.sees('vn-cao-bang', id, 'a paused case', isPaused);
  fact('Guangxi', `sees ${own.status}`);
  fact('Cao Bang', `sees ${other.status}, and not by whom`);
  expectThat('both sides see that the case is paused', own.status === 'paused' && other.status === 'paused');
  const told = JSON.stringify(other);
  expectThat(
    'the other side does not learn who holds the case',
    !told.includes(hold.id) && !told.includes('Until the'),
  );
  return hold.id;
}

async function answerMeanwhile(offices: Offices, { id, number }: Overview): Promise<void> {
  await offices.answers('vn-mofa', id, { kind: 'agree' });
  await offices.answers('vn-mps', id, { kind: 'agree' });
  say('Two ministries of Viet Nam answer all the same, over the API.');
  await offices.answersByMail('vn-mod-desk', number, { kind: 'agree' });
  const ballot = await ballotOf(offices, id);
  const kept = ballot.seats.filter((s) => s.reply !== null).length;
  fact('replies', `${kept} of ${ballot.seats.length} are in and kept; the step stays open`);
  expectThat('all replies are kept and nothing settles', kept === 3 && ballot.status === 'open', ballot);
}

type Held = Readonly<{ hold: string; before: BallotJson }>;

async function lift(offices: Offices, { id, number }: Overview, { hold, before }: Held): Promise<void> {
  const unit = offices.as('cn-lmc-secretariat');
  const { cases } = await unit.act<HoldCarried>(`/v1/holds/${hold}/lift`, {});
  say(`The secretariat of China ends the pause: ${cases} cases go on.`);
  const found = await offices.sees('vn-mofa', id, 'a case that goes on', (c) => c.paused === null);
  fact('Viet Nam', `sees ${found.status}`);
  const after = (await offices.as('vn-mofa').ballots(id)).find((b) => b.id === before.id);
  for (const seat of before.seats) {
    const now = after?.seats.find((s) => s.key === seat.key);
    fact('deadline', `${seat.key}: ${inWords(seat.due ?? '', ZONE)}, now ${inWords(now?.due ?? '', ZONE)}`);
    expectThat('no deadline is earlier than it was told', (now?.due ?? '') >= (seat.due ?? ''), now);
  }
  await offices.sees('cn-guangxi', id, 'the joint step', (c) => c.waitingFor.some((w) => w.side === 'CN'));
  say('What was answered meanwhile counts now, and the joint step begins.');
  await offices.answersByMail('cn-guangxi-head', number, { kind: 'agree' });
  await offices.mailbox.further('head@vn-cao-bang.example', number, async () => {
    await offices.as('cn-guangxi').act(`/v1/proposals/${id}/withdrawal`, {});
  });
  say('This demonstration goes no further with it: Guangxi takes it back, and who was asked is told by mail.');
}
