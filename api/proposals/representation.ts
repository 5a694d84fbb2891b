/** A case as one viewer reads it: what `domain/visibility` lets through, with its texts put in. */
import type { z } from 'zod';
import type { Releasable } from '../../domain/proposal/commands';
import type { Position, TextRef } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import type { CaseDetails } from '../../domain/visibility/case-details';
import { type CaseView, caseView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import type { CaseAttachment } from '../../store/attachments';
import type { Content, KeptText } from '../../store/cases';
import type { Snapshot } from '../../store/catalogue';
import type { CaseParts } from '../deps';
import { notFound } from '../http/route';
import type { proposal } from './case-schemas';
import type { proposalOverview, textOfCase } from './schemas';

export type TextsByHash = ReadonlyMap<string, KeptText>;
type Written = z.infer<typeof textOfCase>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type Read = Readonly<{ state: Case; view: CaseView; snapshot: Snapshot }>;

/** A case that the viewer may read. Throws `Refused` with one and the same NotFound for all others. */
export async function readCase(parts: CaseParts, id: string, viewer: Viewer): Promise<Read> {
  const [found, snapshot] = await Promise.all([UUID.test(id) ? parts.cases.find(id) : null, parts.catalogue.current()]);
  const view = found && caseView(found.state, snapshot.worldFor(found.state.procedure).procedure, viewer);
  if (!found || !view) throw notFound();
  return { state: found.state, view, snapshot };
}

/** The state of a case that is there for a viewer, or null. */
export async function findFor(parts: Pick<CaseParts, 'cases'>, id: string, viewer: Viewer): Promise<Case | null> {
  const found = UUID.test(id) ? await parts.cases.find(id) : null;
  return found && visibleTo(viewer, { kind: 'case', state: found.state }) ? found.state : null;
}

/** Whether an id can be one of a case; every other is answered like an unknown one. Pure. */
export const isCaseId = (id: string): boolean => UUID.test(id);

/** A text with its language. One that was destroyed is still said to have stood there. Pure. */
export const written = (texts: TextsByHash, ref: TextRef | null): Written | null =>
  ref && { text: texts.get(ref.hash)?.body ?? null, language: texts.get(ref.hash)?.language ?? null };

/** The hashes of the statements in an outcome. Pure. */
export const statementsOf = ({ outcome }: CaseView): readonly string[] =>
  outcome?.positions.flatMap((p) => p.statement?.hash ?? []) ?? [];

/** What lists and answers to commands show of a case. Pure. */
export function overviewOf(
  view: CaseView,
  title: Readonly<Record<string, string>> | null,
  texts: TextsByHash,
): z.infer<typeof proposalOverview> {
  const { outcome, revision, ...facts } = view;
  return {
    ...copied(facts),
    revision: copied(revision),
    outcome: outcome && {
      result: outcome.result as 'agreed',
      at: outcome.at,
      positions: outcome.positions.map((p) => positionOf(p, texts)),
      takesPart: outcome.takesPart && [...outcome.takesPart],
      reason: outcome.reason,
    },
    title: title && { ...title },
  };
}

const positionOf = ({ side, participant, kind, statement, except }: Position, texts: TextsByHash) => ({
  side,
  participant,
  kind,
  statement: written(texts, statement),
  ...(except === undefined ? {} : { except: [...except] }),
});

/** The hashes of the texts that the details of a case refer to. Pure. */
export const textsOfDetails = ({ returns, lacking }: CaseDetails): readonly string[] => [
  ...returns.flatMap((r) => r.statements.map((s) => s.hash)),
  ...lacking.flatMap((l) => l.text?.hash ?? []),
];

type Whole = Readonly<{
  view: CaseView;
  details: CaseDetails;
  content: Content | null;
  texts: TextsByHash;
  attachments: readonly CaseAttachment[];
}>;

/** The whole case with its content. Pure. */
export function proposalOf({ view, details, content, texts, attachments }: Whole): z.infer<typeof proposal> {
  return {
    ...overviewOf(view, content?.title ?? null, texts),
    summary: content && { ...content.summary },
    data: content && { ...content.data },
    sections: content?.sections.map(({ key, text }) => ({ key, text: { ...text } })) ?? null,
    attachments: attachments.map((file) => ({ ...file })),
    ...detailsOf(details, texts),
  };
}

function detailsOf({ offers, returns, lacking, unreleased, ...facts }: CaseDetails, texts: TextsByHash) {
  return {
    ...copied(facts),
    offers: offers.map(({ revision, changed, acceptedBy, accepted, ...offer }) => ({
      ...offer,
      revision: revision.number,
      hash: revision.hash,
      changed: [...changed],
      mustAccept: [...acceptedBy],
      acceptedBy: [...accepted],
    })),
    returns: returns.map(({ side, participant, at, sections, statements }) => {
      const said = statements.flatMap((ref) => written(texts, ref) ?? []);
      return { side, participant, at, sections: [...sections], statements: said };
    }),
    lacking: lacking.map((file) => ({ ...file, text: written(texts, file.text) })),
    unreleased: unreleased.map(namedForRelease),
  };
}

/** What may cross, as the body of a release names it. */
function namedForRelease(what: Releasable) {
  switch (what.kind) {
    case 'revision':
      return { revision: what.number };
    case 'comment':
      return { comment: what.comment };
    case 'attachment':
      return { attachment: what.sha256 };
    case 'return':
      return { return: what.ballot };
  }
}

/** Drops `readonly`, which schemas do not know. Pure. */
const copied = <T>(value: T): Mutable<T> => structuredClone(value) as Mutable<T>;
type Mutable<T> = T extends readonly (infer I)[]
  ? Mutable<I>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
