import type { z } from 'zod';
import { type BallotView, ballotViews, type SeatView } from '../../domain/visibility/case-view';
import type { CaseParts } from '../deps';
import type { Answer, KnownInput } from '../http/route';
import { readCase, type TextsByHash, written } from '../proposals/representation';
import type { idParams } from '../proposals/schemas';

/** GET /v1/proposals/{id}/ballots: those of the caller's own house and the joint ones, the oldest first. */
export async function listBallots(
  parts: CaseParts,
  { params, caller }: KnownInput<z.output<typeof idParams>, undefined, undefined>,
): Promise<Answer> {
  const { state } = await readCase(parts, params.id, caller.viewer);
  const views = ballotViews(state, caller.viewer);
  const texts = await parts.cases.texts(state.id, views.flatMap(textsOf));
  return { status: 200, body: { items: views.map((view) => withTexts(view, texts)), next: null } };
}

const textsOf = ({ seats }: BallotView): readonly string[] =>
  seats.flatMap(({ reply }) => [reply?.statement, reply?.inside].flatMap((ref) => ref?.hash ?? []));

const withTexts = (view: BallotView, texts: TextsByHash) => ({
  ...view,
  seats: view.seats.map((seat) => ({ ...seat, reply: replyWithTexts(seat, texts) })),
});

function replyWithTexts({ reply }: SeatView, texts: TextsByHash) {
  if (reply === null) return null;
  const { statement, inside, ...facts } = reply;
  return {
    ...facts,
    statement: written(texts, statement),
    ...(inside === undefined ? {} : { inside: written(texts, inside) }),
  };
}
