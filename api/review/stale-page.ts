/** Not recorded: what changed while somebody was reading, with the answer kept and asked again. */
import type { RefusalCode } from '../../domain/proposal/refusals';
import type { Draft } from './draft';
import { changesSince, earlierText } from './earlier-text';
import { headOf, readingFrame } from './head';
import type { Parts } from './parts';
import { formOf } from './reply-form';
import type { Reading } from './situation';
import type { StalePage } from './view';
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
  const before = why === 'StaleRevision' ? await earlierText(reading, draft.shown.revision, parts) : null;
  const { reply } = reading.seat;
  return {
    ...readingFrame(visit, parts.texts, reading, `/review/${visit.ref}`),
    ...headOf(reading),
    why,
    before: before && { number: before.number, hash: before.hash },
    sections: why === 'StaleRevision' ? changesSince(before?.content ?? null, reading) : [],
    answered: why === 'SeatAnsweredMeanwhile' && reply ? { kind: reply.kind, at: reply.at } : null,
    form: formOf(reading, draft.answer),
  };
}
