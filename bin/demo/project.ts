/** A project of Yunnan for the List of Areas and Projects: whoever wants to takes part, and nobody is outvoted. */
import type { BallotJson, CaseJson, Overview } from './client';
import { inWords } from './clock';
import { endHolds } from './hold';
import texts from './many-sides.json';
import { expectThat, type Offices } from './offices';
import { fact, heading, say } from './transcript';

const UNITS = ['kh-nsc-mlc', 'la-lmc-unit', 'mm-mlc-ncu', 'th-mlc-unit', 'vn-mlc-unit'] as const;
export const PROJECT_NEEDS = ['cn-yunnan', 'cn-yunnan-fao', 'cn-lmc-secretariat', ...UNITS] as const;
const MM_ASKS = 5;
/** The Thursday before Thingyan, and the day after the period that was set first. */
const BEGIN = '2027-04-08T02:00:00.000Z';
const LATER = '2027-04-29T03:00:00.000Z';

/** From submission to three prepared proposals. */
export async function listProject(offices: Offices): Promise<void> {
  heading('A project of Yunnan (CN) for the List of Areas and Projects: who takes part?');
  const { clock } = offices;
  if (clock.isOurs) await clock.moveTo(BEGIN, 'Asia/Shanghai');
  else say('The clock of this instance is not moved: the days before Thingyan are those of today.');
  await endHolds(offices, ['cn-lmc-secretariat', ...UNITS]);
  const asked = await askedForInterest(offices);
  await answerButMyanmar(offices, asked);
  await moreTime(offices, asked);
  const ended = await outcome(offices, asked);
  await prepared(offices, ended);
}

/** Submitted, released, and before all six sides. */
export async function askedForInterest(
  offices: Offices,
  sides: readonly string[] = texts.project.sides,
): Promise<Overview> {
  const submitted = await offices.as('cn-yunnan').submit({ ...texts.project, sides });
  fact('case', `${submitted.number}, submitted by Yunnan over the API, status ${submitted.status}`);
  for (const what of ['gives the answer of its house', 'releases the text']) {
    await offices.answers('cn-yunnan-fao', submitted.id, { kind: 'agree' });
    say(`The foreign affairs office of Yunnan ${what} over the API.`);
  }
  const released = await offices.sees('th-mlc-unit', submitted.id, 'a released case', (c) => c.status === 'released');
  const awaited = released.waitingFor.map((w) => w.side);
  say(`All sides can read it now. The unit of Thailand sees that the case waits for ${awaited.join(', ')}.`);
  const ballot = await joint(offices, submitted.id);
  if (ballot.due) fact('deadline', `seven working days for every side: ${inWords(ballot.due, 'Asia/Yangon')}`);
  return submitted;
}

async function joint(offices: Offices, id: string): Promise<BallotJson> {
  await offices.asked('mm-mlc-ncu', id).catch(() => []);
  const found = (await offices.as('cn-yunnan').ballots(id)).find((b) => b.joint);
  if (!found) throw new Error('The joint step has not begun.');
  return found;
}

/** Everybody answers who is asked, but Myanmar. */
export async function answerButMyanmar(
  offices: Offices,
  { id, number }: Overview,
  sides: readonly string[] = texts.project.sides,
): Promise<void> {
  await offices.answersByMail('cn-yunnan-head', number, { kind: 'agree' });
  await offices.answers('cn-lmc-secretariat', id, { kind: 'agree' });
  say('The secretariat of China gives the position of its side over the API: agree.');
  if (sides.includes('KH')) await offices.answersByMail('kh-nsc-mlc-desk', number, { kind: 'agree' });
  await offices.answers('la-lmc-unit', id, { kind: 'agree' });
  say('The unit of Lao PDR takes part, over the API.');
  const statement = 'Thailand takes part within the means of its yearly plan.';
  await offices.answersByMail('th-mlc-unit-desk', number, { kind: 'agreeWithStatement', statement });
  await offices.answers('vn-mlc-unit', id, { kind: 'takeNote' });
  say('The unit of Viet Nam takes note, over the API: it neither takes part nor stands in the way.');
}

/** Myanmar asks for more time over its new year. */
export async function askForTime(offices: Offices, { id }: Overview): Promise<void> {
  const statement = 'Our offices are closed over Thingyan.';
  await offices.answers('mm-mlc-ncu', id, { kind: 'requestExtension', workingDays: MM_ASKS, statement });
  say(`The unit of Myanmar asks for ${MM_ASKS} more working days: "${statement}"`);
}

async function moreTime(offices: Offices, asked: Overview): Promise<void> {
  const { id } = asked;
  const before = await joint(offices, id);
  await askForTime(offices, asked);
  const seat = before.seats.find((s) => s.side === 'MM');
  if (!seat) throw new Error('Myanmar has no seat in the joint step.');
  const replies = `/v1/ballots/${before.id}/replies`;
  const { revision, procedure } = await offices.as('mm-mlc-ncu').get(id);
  const shown = { revision: revision.hash, language: 'en', procedure: procedure.hash };
  const again = { seat: seat.key, kind: 'requestExtension', workingDays: 1, shown };
  const code = await offices.as('mm-mlc-ncu').refused(replies, again);
  fact('refused', `asking a second time: ${code}`);
  expectThat('a second request is refused', code === 'ExtensionAskedAlready', code);
  const granted = { kind: 'extend', ballot: before.id, seat: seat.key, workingDays: MM_ASKS };
  const reason = 'Thingyan falls into the period.';
  await offices.as('cn-yunnan').act(`/v1/proposals/${id}/interventions`, { ...granted, reason });
  const after = await joint(offices, id);
  say(`Yunnan, which submitted the project, grants them.`);
  fact('deadline', `from ${inWords(before.due ?? '', 'Asia/Yangon')} to ${inWords(after.due ?? '', 'Asia/Yangon')}`);
  expectThat('the deadline is later', (after.due ?? '') > (before.due ?? ''), [before.due, after.due]);
  if (!offices.clock.isOurs) return;
  await offices.clock.moveTo(LATER, 'Asia/Yangon');
  const found = await offices.as('mm-mlc-ncu').get(id);
  fact('Myanmar', `sees ${found.status}: the first deadline has passed, and nobody has decided without it`);
  expectThat('the case is open after the first deadline', found.status === 'released', found.status);
}

async function outcome(offices: Offices, { id }: Overview): Promise<CaseJson> {
  await offices.answers('mm-mlc-ncu', id, { kind: 'doesNotTakePart' });
  say('The unit of Myanmar answers over the API: it does not take part this time.');
  const ended = await offices.sees('cn-yunnan', id, 'an outcome', (c) => c.outcome !== null);
  const partners = ended.outcome?.takesPart?.filter((side) => side !== 'CN') ?? [];
  heading(`Outcome: ${ended.status}, with ${partners.length} partners (${partners.join(', ')})`);
  for (const p of ended.outcome?.positions ?? []) {
    const statement = p.statement?.text ? `: "${p.statement.text}"` : '';
    fact(p.side, `${p.participant ?? 'position of the side'}: ${p.kind}${statement}`);
  }
  expectThat('agreed with Cambodia, Lao PDR and Thailand', partners.toSorted().join() === 'KH,LA,TH', partners);
  const unit = await offices.as('vn-mlc-unit').get(id);
  expectThat('Viet Nam reads the same outcome', unit.outcome?.result === 'agreed', unit.outcome);
  return ended;
}

type Prepared = Readonly<{
  partner: string;
  submission: Readonly<{ instrument: string; participants: readonly object[] }> | null;
}>;

/** What is prepared is submitted like any other proposal, once it is complete. */
async function prepared(offices: Offices, { id }: CaseJson): Promise<void> {
  const yunnan = offices.as('cn-yunnan');
  const { items } = await yunnan.read<{ items: readonly Prepared[] }>(`/v1/proposals/${id}/prepared`);
  for (const { partner, submission } of items) {
    fact('prepared', `a ${submission?.instrument} between Yunnan and a partner of ${partner}, with the same text`);
  }
  expectThat('a proposal is prepared for each partner', items.map((i) => i.partner).join() === 'KH,LA,TH', items);
  const submission = items.find((i) => i.partner === 'LA')?.submission;
  if (!submission) throw new Error('The proposal for Lao PDR holds no text.');
  const participants = [...submission.participants, { organization: 'la-luang-prabang' }];
  const next = await yunnan.submit({ ...submission, participants, drafters: ['cn-yunnan-desk'] });
  say(`Yunnan adds Luang Prabang as its counterpart and submits the one with Lao PDR: case ${next.number}.`);
  expectThat('the new case begins in its own house', next.status === 'inside', next.status);
  await offices.asked('cn-lmc-secretariat', next.id);
  const { status } = await yunnan.act<{ status: string }>(`/v1/proposals/${next.id}/withdrawal`, {});
  say(`This demonstration goes no further with it: Yunnan takes it back, status ${status}.`);
}
