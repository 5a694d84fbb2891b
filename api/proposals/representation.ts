/** A case as one viewer reads it: what `domain/visibility` lets through, with its texts put in. */
import type { z } from 'zod';
import type { TextRef } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import { type CaseView, caseView } from '../../domain/visibility/case-view';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Content, KeptText } from '../../store/cases';
import type { Snapshot } from '../../store/catalogue';
import type { CaseParts } from '../deps';
import { notFound } from '../http/route';
import type { proposal, proposalOverview, textOfCase } from './schemas';

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
      positions: outcome.positions.map((p) => ({ ...p, statement: written(texts, p.statement) })),
    },
    title: title && { ...title },
  };
}

/** The whole case with its content. Pure. */
export function proposalOf(view: CaseView, content: Content | null, texts: TextsByHash): z.infer<typeof proposal> {
  return {
    ...overviewOf(view, content?.title ?? null, texts),
    summary: content && { ...content.summary },
    data: content && { ...content.data },
    sections: content?.sections.map(({ key, text }) => ({ key, text: { ...text } })) ?? null,
    attachments: [],
  };
}

/** Drops `readonly`, which schemas do not know. Pure. */
const copied = <T>(value: T): Mutable<T> => structuredClone(value) as Mutable<T>;
type Mutable<T> = T extends readonly (infer I)[]
  ? Mutable<I>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
