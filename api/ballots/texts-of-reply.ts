/**
 * The two texts of a reply, by whichever way it comes.
 *
 * 1. What is said inside belongs to the side of its seat.
 * 2. A statement is for all sides, so no side owns it; only a joint step takes one. In the step of a house there is
 *    nobody to state anything to: it is refused instead of kept where its writer does not expect it.
 */
import type { Refusal } from '../../domain/proposal/refusals';
import type { Case } from '../../domain/proposal/state';
import type { TextToKeep } from '../../store/commit';
import { keptText } from '../proposals/act';

type Typed = Readonly<{ inside: string | null; statement: string | null }>;
type TextsOfReply = Readonly<{ inside: TextToKeep | null; statement: TextToKeep | null; all: readonly TextToKeep[] }>;

export function textsOfReply(
  typed: Typed,
  { side, language }: Readonly<{ side: string; language: string }>,
): TextsOfReply {
  const inside = typed.inside === null ? null : keptText(typed.inside, { ownerSide: side, kind: 'inside', language });
  const statement =
    typed.statement === null ? null : keptText(typed.statement, { ownerSide: null, kind: 'statement', language });
  return { inside, statement, all: [inside, statement].filter((text) => text !== null) };
}

/** Why a statement is not taken in a ballot of the side's own house, or null. Pure. */
export function statementRefused(
  state: Case,
  { ballot, side }: Readonly<{ ballot: string; side: string }>,
): Refusal | null {
  const track = state.tracks[state.ballots[ballot]?.track ?? ''];
  // A ballot of another house is none of this side's business: the domain answers that it does not exist.
  if (!track || track.side !== side) return null;
  const facts = { reason: 'A statement is for the other sides: only a joint step takes one. Use `inside`.' };
  return { code: 'ValidationFailed', pointer: '/statement', facts };
}
