/** The page of a link that leads nowhere (any more). Facts of the case only for a session that has proven itself. */
import type { Texts } from '../../locales/texts';
import { givenOf } from './case-page';
import { quote } from './content';
import { readingFrame } from './head';
import type { Reading } from './situation';
import type { ClosedPage } from './view';
import { frameOf, type Visit } from './visit';

/** Says nothing of the case, whoever asks. Pure. */
export const closedToAll = (
  visit: Visit,
  texts: Texts,
  why: Exclude<ClosedPage['why'], 'caseClosed' | 'textChanged' | 'returned'>,
): ClosedPage => ({
  ...frameOf(visit, texts, { path: `/review/${visit.ref}` }),
  ref: visit.ref,
  why,
  known: null,
  // A closed question takes no answer, and a new holder of the seat has a link of their own.
  fresh: why === 'sessionEnded' || why === 'superseded' || why === 'locked',
});

/** The closed question as its own reader may know it. Pure. */
export function closedToReader(visit: Visit, texts: Texts, reading: Reading): ClosedPage {
  const { state, view, ballotView, content, person, language } = reading;
  return {
    ...readingFrame(visit, texts, reading, `/review/${visit.ref}`),
    ref: visit.ref,
    why: whyClosed(reading),
    known: {
      zone: person.zone,
      number: view.number,
      title: quote(content.title, language),
      closedAt: ballotView.closedAt ?? state.outcome?.at ?? null,
      given: givenOf(reading),
      outcome: state.outcome?.result ?? null,
    },
    fresh: false,
  };
}

/** Why a question takes no answer, as far as its reader can do something about it. Pure. */
function whyClosed({ state, ballot }: Reading): ClosedPage['why'] {
  if (state.outcome) return 'caseClosed';
  if (ballot.result === 'returned') return 'returned';
  return ballot.result === 'overtaken' ? 'textChanged' : 'ballotClosed';
}
