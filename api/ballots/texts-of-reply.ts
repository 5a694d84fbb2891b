/**
 * The texts of a reply, by whichever way it comes.
 *
 * 1. What is said inside belongs to the side of its seat.
 * 2. A statement is for all sides, so no side owns it; only a joint step takes one. In the step of a house there is
 *    nobody to state anything to: it is refused instead of kept where its writer does not expect it.
 * 3. A request for more time has one text, for whoever may grant it: in a house its own side, in a joint step all. So
 *    the one stands for the other in a house, and in a joint step nothing said inside is taken.
 */
import type { TextRef } from '../../domain/proposal/events';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Case } from '../../domain/proposal/state';
import type { TextToKeep } from '../../store/commit';
import { keptText, refTo } from '../proposals/act';

type Typed = Readonly<{ inside: string | null; statement: string | null }>;
export type TextsOfReply = Readonly<{
  inside: TextToKeep | null;
  statement: TextToKeep | null;
  all: readonly TextToKeep[];
}>;

export function textsOfReply(
  typed: Typed,
  { side, language }: Readonly<{ side: string; language: string }>,
): TextsOfReply {
  const inside = typed.inside === null ? null : keptText(typed.inside, { ownerSide: side, kind: 'inside', language });
  const statement =
    typed.statement === null ? null : keptText(typed.statement, { ownerSide: null, kind: 'statement', language });
  return { inside, statement, all: [inside, statement].filter((text) => text !== null) };
}

/** Who signed a paper and with which title, each on a line of its own: a text of the seat's side. */
export const signatoryText = (
  { name, title }: Readonly<{ name: string; title: string }>,
  { side, language }: Readonly<{ side: string; language: string }>,
): TextToKeep => keptText(`${name}\n${title}`, { ownerSide: side, kind: 'signatory', language });

type Place = Readonly<{ ballot: string; side: string; kind: string }>;
type Refs = Readonly<{ inside: TextRef | null; statement: TextRef | null }>;

/** The texts as a command names them, or why they are not taken. Pure. */
export function textsTaken(
  state: Case,
  { inside, statement }: TextsOfReply,
  { ballot, side, kind }: Place,
): Refs | Readonly<{ refusal: Refusal }> {
  const track = state.tracks[state.ballots[ballot]?.track ?? ''];
  // A ballot of another house is none of this side's business: the domain answers that it does not exist.
  const isOwnHouse = track?.side === side;
  const asksForTime = kind === 'requestExtension';
  if (statement && isOwnHouse) {
    return notTaken('/statement', 'A statement is for the other sides: only a joint step takes one. Use `inside`.');
  }
  if (inside && asksForTime && track?.side === null) {
    return notTaken('/inside', 'Whoever grants more time is not of your side: use `statement`.');
  }
  if (asksForTime && isOwnHouse) return { inside: null, statement: refTo(inside) };
  return { inside: refTo(inside), statement: refTo(statement) };
}

const notTaken = (pointer: string, reason: string): Readonly<{ refusal: Refusal }> => ({
  refusal: { code: 'ValidationFailed', pointer, facts: { reason } },
});
