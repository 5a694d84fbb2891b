import type { z } from 'zod';
import { type Ballot, ballotOf, type Case } from '../../domain/proposal/state';
import { type BallotView, ballotViews, type SeatView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import type { CaseParts } from '../deps';
import type { Answer, KnownInput } from '../http/route';
import { readCase, type TextsByHash, written } from '../proposals/representation';
import type { idParams } from '../proposals/schemas';

/** GET /v1/proposals/{id}/ballots: those of the caller's own house and the joint ones, the oldest first. */
export async function listBallots(
  parts: CaseParts,
  { params, caller }: KnownInput<z.output<typeof idParams>, undefined, undefined>,
): Promise<Answer> {
  const { viewer } = caller;
  const { state } = await readCase(parts, params.id, viewer);
  const views = ballotViews(state, viewer);
  const texts = await parts.cases.texts(state.id, views.flatMap(textsOf));
  const items = views.map((view) => ballotOfViewer({ state, viewer, texts }, view));
  return { status: 200, body: { items, next: null } };
}

const textsOf = ({ seats }: BallotView): readonly string[] =>
  seats.flatMap(({ reply }) => [reply?.statement, reply?.inside].flatMap((ref) => ref?.hash ?? []));

type Known = Readonly<{ state: Case; viewer: Viewer; texts: TextsByHash }>;

function ballotOfViewer(known: Known, view: BallotView) {
  const ballot = ballotOf(known.state, view.id);
  return {
    ...view,
    seats: view.seats.map((seat) => ({
      ...seat,
      ...(isOwn(known, seat.side) ? { delegates: delegatesOf(ballot, seat) } : {}),
      reply: replyWithTexts(seat, known.texts),
    })),
    papers: papersFor(known, ballot),
  };
}

/** Who stands in for whom, and what came on paper, is told on the chain of the seat's own side alone. */
const isOwn = ({ state, viewer }: Known, side: string): boolean =>
  visibleTo(viewer, { kind: 'ofChain', state, chain: side });

const delegatesOf = ({ seats }: Ballot, { key, side }: SeatView) =>
  seats.find((s) => s.key === key && s.side === side)?.delegates.map(({ from, to }) => ({ from, to })) ?? [];

const papersFor = (known: Known, { papers, seats }: Ballot) =>
  papers
    .filter(({ seat }) => seats.some((s) => s.key === seat && isOwn(known, s.side)))
    .map(({ entry, seat, kind, paper: { number, dated, received, enteredBy } }) => {
      return { entry, seat, kind, number, dated, received, enteredBy };
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
