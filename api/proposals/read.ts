/** Reading one case and many: every read takes a viewer and shows what `domain/visibility` lets through. */
import type { z } from 'zod';
import { caseDetails } from '../../domain/visibility/case-details';
import { caseView } from '../../domain/visibility/case-view';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { StoredEvent } from '../../store/chain';
import type { CaseParts, ProposalParts } from '../deps';
import { type Answer, type KnownInput, notFound } from '../http/route';
import { overviewOf, proposalOf, readCase, statementsOf, textsOfDetails } from './representation';
import type { idParams, listQuery, pageQuery, recordedEvent } from './schemas';

type OfCase<Q = undefined> = KnownInput<z.output<typeof idParams>, Q, undefined>;
type Page = z.output<typeof pageQuery>;

/** GET /v1/proposals/{id}. */
export async function getProposal(parts: ProposalParts, { params, caller }: OfCase): Promise<Answer> {
  const { viewer } = caller;
  const { view, state } = await readCase(parts, params.id, viewer);
  const details = caseDetails(state, viewer);
  if (!details) throw notFound();
  const [content, texts, attachments] = await Promise.all([
    parts.cases.content(view.id, view.revision.hash),
    parts.cases.texts(view.id, [...statementsOf(view), ...textsOfDetails(details)]),
    parts.attachments.ofCase(viewer, view.id),
  ]);
  return { status: 200, body: proposalOf({ view, details, content, texts, attachments }) };
}

/** GET /v1/proposals: the cases that the caller's organization is in, the newest to it first. */
export async function listProposals(
  parts: CaseParts,
  { caller, query }: KnownInput<undefined, z.output<typeof listQuery>, undefined>,
): Promise<Answer> {
  const { viewer } = caller;
  const { cursor = null, limit, status } = query;
  const [page, snapshot] = await Promise.all([
    parts.cases.list(viewer.organization, { cursor, limit, ...(status ? { status } : {}) }),
    parts.catalogue.current(),
  ]);
  const seen = page.items.flatMap(({ state, title }) => {
    const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
    return view ? [{ view, title }] : [];
  });
  const items = await Promise.all(
    seen.map(async ({ view, title }) => overviewOf(view, title, await parts.cases.texts(view.id, statementsOf(view)))),
  );
  return { status: 200, body: { items, next: page.next } };
}

/** GET …/events: the chains that the caller reads, as the record keeps them. */
export async function listEvents(parts: CaseParts, { params, caller, query }: OfCase<Page>): Promise<Answer> {
  const { state } = await readCase(parts, params.id, caller.viewer);
  const chains = chainsOf(caller.viewer, state);
  const page = await parts.events.list(state.id, chains, { cursor: query.cursor ?? null, limit: query.limit });
  return { status: 200, body: { items: page.items.map(recorded), next: page.next } };
}

function recorded(event: StoredEvent): z.infer<typeof recordedEvent> {
  const { chain, seq, type, schemaVersion, at, prev, hash, payloadHash, salt, payload } = event;
  const data: unknown = payload === null ? null : JSON.parse(payload);
  return { chain, seq, type, schemaVersion, at, prev, hash, payloadHash, salt, payload: data };
}
