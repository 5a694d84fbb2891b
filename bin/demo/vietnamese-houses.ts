/** What happens in the houses of the Vietnamese provinces: files, three ministries, and answers on paper. */
import type { Overview } from './client';
import { inWords } from './clock';
import { Desk, type Entered } from './desk';
import { type Asked, expectThat, type Offices } from './offices';
import { fact, say } from './transcript';

export const PROVINCES = ['vn-cao-bang', 'vn-lang-son', 'vn-quang-ninh', 'vn-tuyen-quang'] as const;
/** They and whoever joins them. */
const HOUSES: readonly string[] = [...PROVINCES, 'vn-hai-phong'];
export const ZONE = 'Asia/Ho_Chi_Minh';
export const MOD = 'vn-mod:desk';

/** The province whose house a ballot or a file belongs to. Pure. */
export const provinceOf = (track: string): string => track.replace(/^others\./, '');

/** A province in words: `vn-cao-bang` is Cao Bang. Pure. */
export const placeName = (id: string): string =>
  id
    .split('-')
    .slice(1)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

const MINISTRIES: Readonly<Record<string, string>> = {
  'vn-mofa:desk': 'foreign affairs',
  'vn-mps:desk': 'public security',
  'vn-mod:desk': 'defence',
};

/** Ministries by their seats, in words and always in the same order. Pure. */
export const ministries = (offices: readonly (string | null | undefined)[]): string =>
  Object.entries(MINISTRIES)
    .flatMap(([seat, name]) => (offices.includes(seat) ? [name] : []))
    .join(' and ');

/** The foreign ministry declares files complete, once so many wait for it: all of them, or all but one. */
export async function completeFiles(offices: Offices, id: string, waits: number, but?: string): Promise<void> {
  const mofa = offices.as('vn-mofa');
  const { files } = await offices.sees(
    'vn-mofa',
    id,
    'files that wait',
    (c) => c.files.filter((f) => f.status === 'awaited').length >= waits,
  );
  const waiting = files.filter((f) => f.status === 'awaited' && provinceOf(f.track) !== but);
  for (const { track } of waiting) await mofa.act(`/v1/proposals/${id}/completeness`, { track, complete: true });
  const names = waiting.map((f) => placeName(provinceOf(f.track)));
  say(`The foreign ministry of Viet Nam, over the API, finds the file of ${names.toSorted().join(', ')} complete.`);
}

/** One file lacks something, which Guangxi supplies. */
export async function lackingFile(offices: Offices, { id }: Overview, province: string): Promise<void> {
  const mofa = offices.as('vn-mofa');
  const track = `others.${province}`;
  const lacking = { text: 'The list of crossings of the former Ha Giang is missing.', language: 'en' };
  await mofa.act(`/v1/proposals/${id}/completeness`, { track, complete: false, lacking });
  const waiting = await offices.sees('cn-guangxi', id, 'what lacks', (c) => c.lacking.length > 0);
  const said = waiting.lacking.find((l) => l.participant === province)?.text?.text;
  fact('Guangxi', `sees that the file of ${placeName(province)} lacks something: "${said}" The clock has not started.`);
  expectThat('Guangxi reads what lacks', said === lacking.text, waiting.lacking);
  await offices.as('cn-guangxi').act(`/v1/proposals/${id}/completeness/supplies`, {
    track,
    text: { text: 'The list is in the file now.', language: 'en' },
  });
  say('Guangxi supplies it over the API.');
  await completeFiles(offices, id, 1);
}

/** Until when the three ministries may answer, as their own side reads it. */
export async function tellDeadline(offices: Offices, id: string): Promise<void> {
  const [first] = await offices.asked('vn-mofa', id, PROVINCES.length);
  const due = first?.seat.due ?? '';
  fact('deadline', `seven working days from the complete file: ${inWords(due, ZONE)}`);
  const { waitingFor } = await offices.as('cn-guangxi').get(id);
  for (const { side, since } of waitingFor) {
    fact('Guangxi', `sees that the side ${side} is awaited since ${inWords(since, ZONE)}, and nothing of its house`);
  }
  expectThat('of another house one sees its side alone', !JSON.stringify(waitingFor).includes('vn-'), waitingFor);
}

export type OnPaper = Readonly<{ desk: Desk; dated: string; received: string }>;

/** The ministry of defence has answered on paper; a registrar enters it at the desk. */
export async function onPaper(
  asked: readonly Asked[],
  { desk, dated, received }: OnPaper,
): Promise<readonly Entered[]> {
  const entered: Entered[] = [];
  for (const one of asked) {
    const at = HOUSES.indexOf(provinceOf(one.ballot.track)) + 1;
    const number = `${100 * one.ballot.round + at}/BQP`;
    entered.push(await desk.enter(one, { kind: 'agree', number, dated, received }));
    const house = placeName(provinceOf(one.ballot.track));
    say(
      `At the desk ${desk.registrar} enters the answer ${number} of the ministry of defence for ${house}, with a scan.`,
    );
  }
  return entered;
}

/** What the ministry of defence is asked now, in all houses. */
export const defenceAsked = (offices: Offices, id: string, atLeast: number): Promise<readonly Asked[]> =>
  offices.asked('vn-mofa', id, atLeast, MOD);

/** Received in time and entered late: it counts once a second registrar has confirmed it. */
export async function enteredLate(offices: Offices, id: string, late: Asked, received: string): Promise<void> {
  const first = await Desk.open(offices, 'vn-mod-registrar');
  const [entered] = await onPaper([late], { desk: first, dated: received, received });
  expectThat('what is entered after the deadline waits for a second registrar', entered === 'waits', entered);
  const before = (await offices.as('vn-mofa').ballots(id)).find((b) => b.id === late.ballot.id);
  const entry = before?.papers[0]?.entry;
  expectThat('the answer does not count yet', entry !== undefined && before?.status === 'open', before);
  say(`It had come in time, on ${received}, but is entered after the deadline: it does not count yet.`);
  const second = await Desk.open(offices, 'vn-mod-second-registrar');
  await second.confirm(late.ballot.id, late.seat.key, entry ?? '');
  say(`${second.registrar} signs in too, compares it with the paper, and confirms it: now it counts.`);
}
