/** A case as a person reads it on the board: all of it through the viewer's eyes. */
import type { Case } from '../../domain/proposal/state';
import { type CaseDetails, caseDetails } from '../../domain/visibility/case-details';
import { type BallotView, ballotViews, type CaseView } from '../../domain/visibility/case-view';
import type { Language } from '../../locales/languages';
import type { Content } from '../../store/cases';
import type { Snapshot } from '../../store/catalogue';
import { notFound } from '../http/route';
import { readCase, type TextsByHash, textsOfDetails } from '../proposals/representation';
import { contentOr } from '../review/content';
import type { SignedIn } from '../sign-in/session';
import { commentsOf } from './comments';
import { type Names, namesIn } from './names';
import type { BoardParts } from './parts';
import type { CommentLine } from './views';

export type Reading = Readonly<{
  user: SignedIn;
  language: Language;
  snapshot: Snapshot;
  names: Names;
  state: Case;
  view: CaseView;
  details: CaseDetails;
  ballots: readonly BallotView[];
  content: Content;
  /** The offered texts that the viewer may read, by their hash. */
  offered: ReadonlyMap<string, Content>;
  /** Texts that the viewer's own view refers to, and no others. */
  texts: TextsByHash;
  comments: readonly CommentLine[];
}>;

/** Reads a case. Throws one and the same NotFound for all that is not the reader's to see. */
export async function readingOf(
  parts: BoardParts,
  id: string,
  { user, language }: Readonly<{ user: SignedIn; language: Language }>,
): Promise<Reading> {
  const { state, view, snapshot } = await readCase(parts, id, user.viewer);
  const details = caseDetails(state, user.viewer);
  if (!details) throw notFound();
  const ballots = ballotViews(state, user.viewer);
  const names = namesIn(snapshot, { texts: parts.texts, language });
  const [content, offered, texts, comments] = await Promise.all([
    parts.cases.content(state.id, view.revision.hash),
    offeredIn(parts, state.id, details),
    parts.cases.texts(state.id, [...textsOfBallots(ballots), ...textsOfDetails(details)]),
    commentsOf(parts, { id: state.id, user, language, names }),
  ]);
  return {
    user,
    language,
    snapshot,
    names,
    state,
    view,
    details,
    ballots,
    content: contentOr(content),
    offered,
    texts,
    comments,
  };
}

const textsOfBallots = (ballots: readonly BallotView[]): readonly string[] =>
  ballots
    .flatMap((b) => b.seats)
    .flatMap(({ reply }) => [reply?.statement, reply?.inside].flatMap((ref) => ref?.hash ?? []));

async function offeredIn({ cases }: BoardParts, id: string, { offers }: CaseDetails): Promise<Reading['offered']> {
  const hashes = offers.map((offer) => offer.revision.hash);
  const contents = await Promise.all(hashes.map((hash) => cases.content(id, hash)));
  return new Map(hashes.map((hash, i) => [hash, contentOr(contents[i] ?? null)]));
}
