/** Renewal 2027-31 of the memorandum of five border provinces: five participants of two sides, then six. */
import type { CaseJson, Overview } from './client';
import { Desk } from './desk';
import { endHolds } from './hold';
import texts from './many-sides.json';
import { type Asked, expectThat, type Offices } from './offices';
import { inEffect } from './signing';
import { fact, heading, say } from './transcript';
import {
  completeFiles,
  defenceAsked,
  enteredLate,
  lackingFile,
  ministries,
  onPaper,
  PROVINCES,
  placeName,
  provinceOf,
  tellDeadline,
  ZONE,
} from './vietnamese-houses';

export const RENEWAL_NEEDS = [
  ...['cn-guangxi', 'cn-guangxi-fao', 'cn-lmc-secretariat', 'vn-mofa', 'vn-mps', 'vn-mlc-unit', 'vn-hai-phong'],
  ...PROVINCES,
  'vn-lang-son-dfa',
] as const;
const ASKS_FOR_CHANGES = 'vn-lang-son';
const LATE = 'vn-tuyen-quang';
const BEGIN = '2027-03-01T02:00:00.000Z';
const FIRST_PAPERS = '2027-03-03T03:00:00.000Z';
/** The day after the last of seven working days. */
const AFTER_DEADLINE = '2027-03-11T02:00:00.000Z';
const RECEIVED_IN_TIME = '2027-03-09';

/** From submission to the report that falls due. */
export async function renewal(offices: Offices): Promise<void> {
  heading('Renewal 2027-31 of the memorandum of Guangxi (CN) with four provinces (VN)');
  if (offices.clock.isOurs) await offices.clock.moveTo(BEGIN, ZONE);
  else say('The clock of this instance is not moved: nothing comes late, and nothing falls due.');
  await endHolds(offices, ['cn-lmc-secretariat', 'vn-mlc-unit']);
  const found = await begun(offices);
  heading('In the Vietnamese houses');
  await completeFiles(offices, found.id, PROVINCES.length, LATE);
  await lackingFile(offices, found, LATE);
  await tellDeadline(offices, found.id);
  await firstRound(offices, found);
  await returned(offices, found);
  await secondRound(offices, found);
  await haiPhongJoins(offices, found);
  const agreed = await jointStep(offices, found);
  await inEffect(offices, agreed);
}

/** Submitted and released by Guangxi. */
export async function begun(offices: Offices): Promise<Overview> {
  const submitted = await offices.as('cn-guangxi').submit(texts.renewal);
  fact('case', `${submitted.number}, submitted by Guangxi over the API, status ${submitted.status}`);
  const outside = await offices.as('vn-cao-bang').status(`/v1/proposals/${submitted.id}`);
  fact('Cao Bang', `asks for it and gets ${outside}: it has not left its house`);
  expectThat('nobody else sees it before the release', outside === 404, outside);
  for (const what of ['gives the answer of its house', 'releases the text']) {
    await offices.answers('cn-guangxi-fao', submitted.id, { kind: 'agree' });
    say(`The foreign affairs office of Guangxi ${what} over the API.`);
  }
  return submitted;
}

/** The foreign ministry agrees; public security wishes for a change in one house. Both over HTTP. */
export async function ministriesAnswer(offices: Offices, { id }: Overview, wish: string | null): Promise<void> {
  const houses = PROVINCES.length;
  await offices.answers('vn-mofa', id, { kind: 'agree' }, houses);
  await offices.answers(
    'vn-mps',
    id,
    ({ ballot }) =>
      provinceOf(ballot.track) === wish
        ? {
            kind: 'requestChanges',
            sections: ['border-management'],
            inside: 'Border guards have to know of a patrol before.',
          }
        : { kind: 'agree' },
    houses,
  );
  const but = wish
    ? `, and the one of public security asks in the house of ${placeName(wish)} for another border section`
    : '';
  say(`The ministries of foreign affairs and of public security answer over the API in all houses${but}.`);
}

async function firstRound(offices: Offices, found: Overview): Promise<void> {
  const { clock } = offices;
  await ministriesAnswer(offices, found, ASKS_FOR_CHANGES);
  const asked = await defenceAsked(offices, found.id, PROVINCES.length);
  if (clock.isOurs) await clock.moveTo(FIRST_PAPERS, ZONE);
  const inTime = clock.isOurs ? asked.filter((a) => provinceOf(a.ballot.track) !== LATE) : asked;
  say('The ministry of defence answers on paper.');
  const entered = await onPaper(inTime, await deskOn(offices));
  expectThat(
    'what is entered in time counts at once',
    entered.every((e) => e === 'recorded'),
    entered,
  );
  const [late] = asked.filter((a) => !inTime.includes(a));
  if (!late) return;
  await offices.mailbox.further('desk@vn-mod.example', found.number, () => clock.moveTo(AFTER_DEADLINE, ZONE));
  say('The ministry of defence is reminded by mail: nobody is against, and silence is no agreement.');
  await enteredLate(offices, found.id, late, RECEIVED_IN_TIME);
}

/** The registrar's desk, for what came today. */
async function deskOn(offices: Offices) {
  const today = offices.clock.today(ZONE);
  return { desk: await Desk.open(offices, 'vn-mod-registrar'), dated: today, received: today };
}

/** The wish crosses when the department of foreign affairs lets it; the text is changed and crosses in its turn. */
export async function returned(offices: Offices, { id }: Overview): Promise<void> {
  heading('One office has asked for changes');
  const inside = await offices.sees('vn-lang-son-dfa', id, 'a wish that waits for its release', (c) =>
    c.unreleased.some((u) => u.return !== undefined),
  );
  const before = await offices.as('cn-guangxi').get(id);
  expectThat('a wish for changes stays inside until it is released', before.returns.length === 0, before.returns);
  const wish = inside.unreleased.find((u) => u.return !== undefined)?.return;
  await offices.as('vn-lang-son-dfa').act(`/v1/proposals/${id}/releases`, { return: wish });
  say('Guangxi does not see the wish, until the department of foreign affairs of Lang Son releases it over the API.');
  const seen = await offices.sees('cn-guangxi', id, 'the wish for changes', (c) => c.returns.length > 0);
  const [{ side, sections } = { side: '', sections: [] }] = seen.returns;
  fact('Guangxi', `reads that the side ${side} asks for another text of: ${sections.join(', ')}`);
  expectThat('the wish names its section', sections.join() === 'border-management', seen.returns);
}

async function secondRound(offices: Offices, found: Overview): Promise<void> {
  await revised(offices, found);
  const { id } = found;
  const houses = PROVINCES.length;
  const again = await defenceAsked(offices, id, houses);
  await offices.asked('vn-mps', id, houses);
  tellCarried(again);
  await offices.answers('vn-mps', id, { kind: 'agree' }, houses);
  say('The ministry of public security agrees over the API in all houses.');
  const two = again.filter(({ ballot }) => ['vn-cao-bang', ASKS_FOR_CHANGES].includes(provinceOf(ballot.track)));
  await onPaper(two, await deskOn(offices));
}

/** Guangxi changes the border section, and its releasing seat lets the new text cross. */
async function revised(offices: Offices, { id }: Overview): Promise<void> {
  const { title, summary, data, sections } = texts.renewal;
  const changed = sections.map((s) => (s.key === 'border-management' ? { ...s, text: texts.borderManagement } : s));
  const body = { base: 1, title, summary, data, sections: changed, drafters: ['cn-guangxi-desk'] };
  const { number } = await offices.as('cn-guangxi').act<{ number: number }>(`/v1/proposals/${id}/revisions`, body);
  say(`Guangxi writes a new border section: revision ${number}.`);
  await offices.as('cn-guangxi-fao').act(`/v1/proposals/${id}/releases`, { revision: number });
  const { round } = await offices.sees('vn-mofa', id, 'the new text', (c) => c.revision.number === number);
  say(`The foreign affairs office of Guangxi releases it. The case goes round again: round ${round}.`);
}

function tellCarried(again: readonly Asked[]): void {
  for (const { ballot } of again) {
    const carried = ballot.seats.filter((s) => s.reply?.carriedFrom !== undefined).map((s) => s.office);
    const asked = ballot.seats.filter((s) => s.reply === null).map((s) => s.office);
    const house = placeName(provinceOf(ballot.track));
    fact(house, `asked again: ${ministries(asked)}; carried: ${ministries(carried)}`);
    const isRight = asked.toSorted().join() === 'vn-mod:desk,vn-mps:desk' && carried.join() === 'vn-mofa:desk';
    expectThat('only those who answer for the border section are asked again', isRight, ballot.seats);
  }
}

async function haiPhongJoins(offices: Offices, { id, number }: Overview): Promise<void> {
  heading('Hai Phong asks to join while others have answered');
  const haiPhong = offices.as('vn-hai-phong');
  expectThat('Hai Phong does not see the case yet', (await haiPhong.status(`/v1/proposals/${id}`)) === 404);
  await haiPhong.act(`/v1/proposals/${id}/joins`, { organization: 'vn-hai-phong', number });
  say(`Hai Phong, which knows the number ${number}, joins over the API.`);
  const again = await offices.asked('vn-mofa', id, PROVINCES.length);
  const houses = again.map(({ ballot }) => placeName(provinceOf(ballot.track))).join(', ');
  fact('asked again', `the foreign ministry, which answers for who takes part, in the houses of ${houses}`);
  const carried = again.flatMap(({ ballot }) => ballot.seats.filter((s) => s.reply?.carriedFrom !== undefined));
  const kept = carried.filter((s) => s.office === 'vn-mps:desk').length;
  fact('carried', `${carried.length} answers of others, all ${kept} of public security among them`);
  expectThat('the answers of public security are carried', kept === PROVINCES.length, carried);
  await completeFiles(offices, id, 1);
  await offices.answers('vn-mofa', id, { kind: 'agree' }, PROVINCES.length + 1);
  await offices.answers('vn-mps', id, { kind: 'agree' });
  say('The ministries of foreign affairs and of public security agree over the API.');
  const rest = await defenceAsked(offices, id, 3);
  await onPaper(rest, await deskOn(offices));
}

/** The consent of each participant, by mail, and the position of each side. */
async function jointStep(offices: Offices, { id, number }: Overview): Promise<CaseJson> {
  heading('The joint step: each participant and each side');
  await offices.asked('cn-lmc-secretariat', id);
  const heads = ['cn-guangxi', ...PROVINCES, 'vn-hai-phong'].map((organization) => `${organization}-head`);
  for (const head of heads) await offices.answersByMail(head, number, { kind: 'agree' });
  const before = await offices.as('cn-guangxi').get(id);
  expectThat('six consents alone bind nobody', before.status === 'released', before.status);
  await offices.answers('cn-lmc-secretariat', id, { kind: 'agree' });
  await offices.answers('vn-mofa', id, { kind: 'agree' });
  say('The secretariat of China and the foreign ministry of Viet Nam give the positions of their sides over the API.');
  const ended = await offices.sees('cn-guangxi', id, 'an outcome', (c) => c.outcome !== null);
  heading(`Outcome: ${ended.status}`);
  for (const p of ended.outcome?.positions ?? []) fact(p.side, `${p.participant ?? 'position of the side'}: ${p.kind}`);
  const yes = ended.outcome?.positions.filter((p) => p.kind === 'agree').length;
  expectThat('six participants and two sides have agreed', ended.status === 'agreed' && yes === 8, ended.outcome);
  return ended;
}
