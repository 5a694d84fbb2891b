/** Reading the texts of a case: all that a viewer knows of, and one of them with what it changed. */
import type { z } from 'zod';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { CaseParts } from '../deps';
import { type Answer, type KnownInput, notFound } from '../http/route';
import { differencesOf } from './differences';
import { type KnownRevision, namedIn, revisionsFor } from './history';
import { readCase } from './representation';
import type { revision, revisionOverview, revisionParams, sinceQuery } from './revision-schemas';
import type { idParams } from './schemas';

type Reading<P extends z.ZodType, Q = undefined> = KnownInput<z.output<P>, Q, undefined>;

/** GET …/revisions. */
export async function listRevisions(parts: CaseParts, { params, caller }: Reading<typeof idParams>): Promise<Answer> {
  const { state } = await readCase(parts, params.id, caller.viewer);
  const known = await revisionsFor(parts, state, caller.viewer);
  return { status: 200, body: { items: known.map(revisionOverviewOf), next: null } };
}

/** GET …/revisions/{revision}. */
export async function getRevision(
  parts: CaseParts,
  { params, query, caller }: Reading<typeof revisionParams, z.output<typeof sinceQuery>>,
): Promise<Answer> {
  const { state } = await readCase(parts, params.id, caller.viewer);
  const known = await revisionsFor(parts, state, caller.viewer);
  const named = namedIn(known, params.revision);
  const since = query.since === undefined ? null : namedIn(known, String(query.since));
  if (!named || (query.since !== undefined && !since)) throw notFound();
  const [content, before] = await Promise.all([
    parts.cases.content(state.id, named.revision.hash),
    since && parts.cases.content(state.id, since.revision.hash),
  ]);
  const body: z.infer<typeof revision> = {
    ...revisionOverviewOf(named),
    title: content && { ...content.title },
    summary: content && { ...content.summary },
    data: content && { ...content.data },
    sections: content?.sections.map(({ key, text }) => ({ key, text: { ...text } })) ?? null,
    attachments: attachmentsOf(named, caller.viewer),
    differences: content && before && since ? differencesOf(before, content, since.revision.number) : null,
  };
  return { status: 200, body };
}

/** Another side sees the files that have crossed, and no others. */
const attachmentsOf = ({ revision: { attachments = [] }, side, releasedAt }: KnownRevision, viewer: Viewer) =>
  attachments
    .filter(({ audience }) => viewer.side === side || (releasedAt !== null && audience === 'released'))
    .map((file) => ({ ...file }));

/** What lists say of a text. Pure. */
export function revisionOverviewOf(known: KnownRevision): z.infer<typeof revisionOverview> {
  const { revision: text, drafters, changed, mustAccept, acceptedBy, ...facts } = known;
  return {
    ...facts,
    number: text.number,
    hash: text.hash,
    languages: [...text.languages],
    drafters: drafters && [...drafters],
    changed: [...changed],
    mustAccept: [...mustAccept],
    acceptedBy: [...acceptedBy],
  };
}
