/** What is new for a seat that was asked in an earlier round: the rounds since, and the text against that of then. */
import { ATTACHMENTS, changedSince, FRAME, PARTICIPANTS } from '../../domain/proposal/rounds';
import type { Ballot } from '../../domain/proposal/state';
import { changesSince, earlierText, textOfRound } from './earlier-text';
import type { Parts } from './parts';
import type { Reading } from './situation';
import type { Section, Since } from './view';

export type SinceThen = Readonly<{ since: Since | null; sections: readonly Section[] }>;

/** The sections of the present text; in a later round, beside those of the text that the seat saw last. */
export async function sinceThen(reading: Reading, parts: Pick<Parts, 'events' | 'cases'>): Promise<SinceThen> {
  const { state, ballotView } = reading;
  const then = lastAsked(reading);
  if (!then) return { since: null, sections: changesSince(null, reading) };
  const hash = await textOfRound(reading, then.round, parts);
  const before = hash === null ? null : await earlierText(reading, hash, parts);
  const changed = changedSince(state, then.round);
  return {
    since: {
      round: ballotView.round,
      before: before && { number: before.number, hash: before.hash },
      participants: changed.includes(PARTICIPANTS),
      frame: changed.includes(FRAME),
      attachments: changed.includes(ATTACHMENTS),
    },
    sections: changesSince(before?.content ?? null, reading),
  };
}

/** The last ballot of an earlier round in which this seat was a voice. Pure. */
function lastAsked({ state, ballot, seat }: Reading): Ballot | undefined {
  return Object.values(state.ballots)
    .filter((b) => b.track === ballot.track && b.step === ballot.step && b.round < ballot.round)
    .filter((b) => b.seats.some((s) => s.key === seat.key && s.side === seat.side))
    .toSorted((a, b) => b.round - a.round)[0];
}
