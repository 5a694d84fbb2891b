/** The register of agreements, as each organization that is in one may read it. */
import type { z } from 'zod';
import { type CaseDetails, caseDetails } from '../../domain/visibility/case-details';
import { type CaseView, caseView } from '../../domain/visibility/case-view';
import type { ListedCase } from '../../store/cases';
import type { CaseParts } from '../deps';
import { type Answer, type KnownInput, notFound } from '../http/route';
import { overviewOf, readCase } from '../proposals/representation';
import type { idParams } from '../proposals/schemas';
import { AGREED, type agreement, type agreementQuery } from './schemas';

type Agreement = z.infer<typeof agreement>;
type Title = Readonly<Record<string, string>> | null;

/** GET /v1/agreements: the newest to the reader first. */
export async function listAgreements(
  parts: CaseParts,
  { caller, query }: KnownInput<undefined, z.output<typeof agreementQuery>, undefined>,
): Promise<Answer> {
  const { viewer } = caller;
  const [page, snapshot] = await Promise.all([
    agreedCases(parts, viewer.organization, query),
    parts.catalogue.current(),
  ]);
  const items = page.items.flatMap(({ state, title }) => {
    const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
    const details = caseDetails(state, viewer);
    const made = view && details && agreementOf(view, details, title);
    return made ? [made] : [];
  });
  return { status: 200, body: { items, next: page.next } };
}

/** One request reads at most so many pages of cases; whoever has more of them follows `next`. */
const PAGES_AT_MOST = 20;

/** Agreements among all cases of an organization, with the cursor of the list of cases. */
async function agreedCases({ cases }: CaseParts, organization: string, query: z.output<typeof agreementQuery>) {
  const { limit, status } = query;
  const items: ListedCase[] = [];
  let next = query.cursor ?? null;
  for (let pages = 0; pages < PAGES_AT_MOST && items.length < limit; pages += 1) {
    const asked = { cursor: next, limit: limit - items.length, ...(status ? { status } : {}) };
    const page = await cases.list(organization, asked);
    items.push(...page.items.filter(({ state }) => isAgreed(state.status)));
    next = page.next;
    if (next === null) break;
  }
  return { items, next };
}

/** GET /v1/agreements/{id}. */
export async function getAgreement(
  parts: CaseParts,
  { params, caller }: KnownInput<z.output<typeof idParams>, undefined, undefined>,
): Promise<Answer> {
  const { state, view } = await readCase(parts, params.id, caller.viewer);
  const details = caseDetails(state, caller.viewer);
  const content = isAgreed(view.status) ? await parts.cases.content(view.id, view.revision.hash) : null;
  const body = details && agreementOf(view, details, content?.title ?? null);
  if (!body) throw notFound();
  return { status: 200, body };
}

/** Whether a case is an agreement. Pure. */
export const isAgreed = (status: string): status is Agreement['status'] =>
  (AGREED as readonly string[]).includes(status);

/** A case as an agreement; null where it is none. Pure. */
function agreementOf(view: CaseView, details: CaseDetails, title: Title): Agreement | null {
  const { id, number, status, instrument, calls, sides, participants, revision, outcome } = overviewOf(
    view,
    null,
    new Map(),
  );
  if (!isAgreed(status) || outcome === null) return null;
  return {
    ...{ id, number, status, instrument, calls, sides, participants },
    title: title && { ...title },
    takesPart: outcome.takesPart,
    revision: { number: revision.number, hash: revision.hash },
    agreedAt: outcome.at,
    signedOn: details.signedOn,
    obligations: details.obligations.map((one) => ({ ...one })),
  };
}
