import type { ProposalParts } from '../deps';
import { acting, type Route, reading } from '../http/route';
import { actRoutes } from './act-routes';
import { proposal } from './case-schemas';
import { commentList } from './comment-schemas';
import { listComments } from './comments';
import { listPrepared } from './prepare';
import { preparedList } from './prepared-schemas';
import { getProposal, listEvents, listProposals } from './read';
import { revisionRoutes } from './revision-routes';
import { eventList, idParams, listQuery, pageQuery, proposalList, proposalOverview, timeline } from './schemas';
import { submitProposal } from './submit';
import { submission } from './text-schemas';
import { listTimeline } from './timeline';

const tag = 'Proposals';

export const proposalRoutes = (parts: ProposalParts): readonly Route[] => [
  acting({
    path: '/v1/proposals',
    operation: 'submitProposal',
    tag,
    summary: 'Submit a proposal',
    description: 'Nothing crosses to another side before the proposing side’s own house has released it.',
    scope: 'submit',
    body: submission,
    responses: { 201: { description: 'The case that now runs', schema: proposalOverview } },
    handle: (input) => submitProposal(parts, input),
  }),
  reading({
    path: '/v1/proposals',
    operation: 'listProposals',
    tag,
    summary: 'Cases that your organization is in',
    scope: 'read',
    query: listQuery,
    responses: { 200: { description: 'The newest to you first', schema: proposalList } },
    handle: (input) => listProposals(parts, input),
  }),
  ...readingOne(parts),
  ...actRoutes(parts),
  ...revisionRoutes(parts),
];

const readingOne = (parts: ProposalParts): readonly Route[] => [
  reading({
    path: '/v1/proposals/{id}',
    operation: 'getProposal',
    tag,
    summary: 'One case',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'The case with its content', schema: proposal } },
    handle: (input) => getProposal(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/comments',
    operation: 'listComments',
    tag,
    summary: 'Comments of your own side, and those that others have released',
    scope: 'read',
    params: idParams,
    query: pageQuery,
    responses: { 200: { description: 'The oldest first', schema: commentList } },
    handle: (input) => listComments(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/prepared',
    operation: 'listPrepared',
    tag,
    summary: 'Proposals that an agreement on who takes part has prepared, for the proposing side',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'One for each partner', schema: preparedList } },
    handle: (input) => listPrepared(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/events',
    operation: 'listEvents',
    tag,
    summary: 'The record of a case, as far as you may read it',
    description: 'Each chain can be checked: see `hash`, `prev` and `payloadHash`.',
    scope: 'read',
    params: idParams,
    query: pageQuery,
    responses: { 200: { description: 'The oldest first', schema: eventList } },
    handle: (input) => listEvents(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/timeline',
    operation: 'getTimeline',
    tag,
    summary: 'What happened, in sentences',
    scope: 'read',
    params: idParams,
    query: pageQuery,
    responses: { 200: { description: 'The oldest first, in the reader’s language', schema: timeline } },
    handle: (input) => listTimeline(parts, input),
  }),
];
