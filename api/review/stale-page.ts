/** Not recorded: what changed while somebody was reading, with the answer kept and asked again. */
import type { LocalizedText } from '../../domain/directory/directory';
import type { EventData } from '../../domain/proposal/events';
import type { RefusalCode } from '../../domain/proposal/refusals';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { Content } from '../../store/cases';
import { difference } from '../look/difference';
import { formOf } from './case-page';
import { contentOr, quote } from './content';
import type { Draft } from './draft';
import { headOf, readingFrame, shownNow } from './head';
import type { Parts } from './parts';
import type { Reading } from './situation';
import type { Section, StalePage } from './view';
import type { Visit } from './visit';

export type StaleCode = StalePage['why'];

/** Whether a refusal means that the page was stale, so that the reader has to be asked again. Pure. */
export const isStale = (code: RefusalCode | string): code is StaleCode =>
  code === 'StaleRevision' || code === 'StaleProcedure' || code === 'SeatAnsweredMeanwhile';

export async function stalePage(
  visit: Visit,
  reading: Reading,
  { why, draft }: { why: StaleCode; draft: Draft },
  parts: Parts,
): Promise<StalePage> {
  const before = why === 'StaleRevision' ? await revisionBefore(reading, draft.shown.revision, parts) : null;
  const { reply } = reading.seat;
  return {
    ...readingFrame(visit, parts.texts, reading, `/review/${visit.ref}`),
    ...headOf(reading),
    why,
    before: before && { number: before.number, hash: draft.shown.revision },
    sections: why === 'StaleRevision' ? changesSince(before?.content ?? null, reading) : [],
    answered: why === 'SeatAnsweredMeanwhile' && reply ? { kind: reply.kind, at: reply.at } : null,
    form: formOf(reading, draft.answer),
  };
}

type Before = Readonly<{ number: number; content: Content }>;

/** The revision that the reader had before; null where the hash names none that was ever shown (a forged one). */
async function revisionBefore({ state, viewer }: Reading, hash: string, parts: Parts): Promise<Before | null> {
  const chains = chainsOf(viewer, state);
  const { items } = await parts.events.list(state.id, chains, { cursor: null, limit: 100, types: WITH_A_REVISION });
  const told = items.flatMap(({ payload }) => (payload === null ? [] : [JSON.parse(payload) as Told]));
  const number = told.find((t) => t.revision.hash === hash)?.revision.number;
  if (number === undefined || number >= state.revision.number) return null;
  return { number, content: contentOr(await parts.cases.content(state.id, hash)) };
}

const WITH_A_REVISION = ['Submitted', 'Released', 'RevisionOffered', 'RevisionReleased'] as const;
type Told = Pick<EventData<(typeof WITH_A_REVISION)[number]>, 'revision'>;

/** Each section against the text that was shown; sections that changed show the difference. Pure. */
function changesSince(before: Content | null, reading: Reading): readonly Section[] {
  const { language } = shownNow(reading);
  return reading.content.sections.map(({ key, text }) => {
    const now = quote(text, language);
    const then = before?.sections.find((s) => s.key === key)?.text;
    const base = { key, title: null, text: now };
    if (before === null) return { ...base, state: null, runs: null };
    if (!then) return { ...base, state: 'new', runs: null };
    if (isSame(then, text)) return { ...base, state: 'same', runs: null };
    return { ...base, state: 'changed', runs: difference(then[now.lang] ?? '', now.text, now.lang) };
  });
}

const isSame = (a: LocalizedText, b: LocalizedText): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((language) => a[language] === b[language]);
