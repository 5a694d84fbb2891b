/** An earlier text of the case, and what differs from it in the present one. */
import type { LocalizedText } from '../../domain/directory/directory';
import type { EventData } from '../../domain/proposal/events';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { Content } from '../../store/cases';
import { difference } from '../look/difference';
import { contentOr, quote } from './content';
import { shownNow } from './head';
import type { Parts } from './parts';
import type { Reading } from './situation';
import type { Section } from './view';

export type EarlierText = Readonly<{ number: number; hash: string; content: Content }>;
type Sources = Pick<Parts, 'events' | 'cases'>;

/** The earlier text of a hash; null where it names none that this reader was ever shown (a forged one). */
export async function earlierText(reading: Reading, hash: string, parts: Sources): Promise<EarlierText | null> {
  const { state } = reading;
  // An offered text has its final number only where it was released.
  const number = (await told(reading, parts)).findLast((t) => t.revision.hash === hash)?.revision.number;
  if (number === undefined || number >= state.revision.number) return null;
  return { number, hash, content: contentOr(await parts.cases.content(state.id, hash)) };
}

/**
 * The hash of the text that was current in a round; for another side, whose first one is that of the release, null
 * where the record tells it none.
 */
export async function textOfRound(reading: Reading, round: number, parts: Sources): Promise<string | null> {
  const { state, viewer } = reading;
  const query = { cursor: null, limit: 200, types: ['RoundStarted'] as const };
  const { items } = await parts.events.list(state.id, chainsOf(viewer, state), query);
  const rounds = items.flatMap(({ payload }) =>
    payload === null ? [] : [JSON.parse(payload) as EventData<'RoundStarted'>],
  );
  const begun = rounds.filter((r) => r.round <= round).toSorted((a, b) => b.round - a.round)[0];
  if (begun) return begun.revision;
  const first = await told(reading, parts, viewer.side === state.proposing ? ['Submitted'] : ['Released']);
  return first[0]?.revision.hash ?? null;
}

const WITH_A_REVISION = ['Submitted', 'Released', 'RevisionOffered', 'RevisionReleased'] as const;
type WithRevision = (typeof WITH_A_REVISION)[number];
type Told = Pick<EventData<WithRevision>, 'revision'>;

async function told(
  { state, viewer }: Reading,
  { events }: Sources,
  types: readonly WithRevision[] = WITH_A_REVISION,
): Promise<readonly Told[]> {
  const { items } = await events.list(state.id, chainsOf(viewer, state), { cursor: null, limit: 100, types });
  return items.flatMap(({ payload }) => (payload === null ? [] : [JSON.parse(payload) as Told]));
}

/** Each section against an earlier text: what changed shows the difference, what fell away is struck out. Pure. */
export function changesSince(before: Content | null, reading: Reading): readonly Section[] {
  const { language } = shownNow(reading);
  const { sections } = reading.content;
  const present = sections.map(({ key, text }): Section => {
    const now = quote(text, language);
    const then = before?.sections.find((s) => s.key === key)?.text;
    const base = { key, title: null, text: now };
    if (before === null) return { ...base, state: null, runs: null };
    if (!then) return { ...base, state: 'new', runs: null };
    if (isSame(then, text)) return { ...base, state: 'same', runs: null };
    return { ...base, state: 'changed', runs: difference(then[now.lang] ?? '', now.text, now.lang) };
  });
  const gone = (before?.sections ?? []).filter((s) => sections.every(({ key }) => key !== s.key));
  return [...present, ...gone.map(({ key, text }) => removed(key, quote(text, language)))];
}

const removed = (key: string, text: Section['text']): Section => ({
  key,
  title: null,
  text,
  state: 'removed',
  runs: [{ kind: 'del', text: text.text }],
});

const isSame = (a: LocalizedText, b: LocalizedText): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((language) => a[language] === b[language]);
