/** Routes of the texts of a case: written, offered, accepted, read and compared. */
import type { ProposalParts } from '../deps';
import { acting, type Route, reading } from '../http/route';
import { acceptRevision } from './accept-revision';
import { reviseProposal } from './revise';
import {
  acceptance,
  newRevision,
  noBody,
  revision,
  revisionList,
  revisionOverview,
  revisionParams,
  sinceQuery,
} from './revision-schemas';
import { getRevision, listRevisions } from './revisions';
import { idParams } from './schemas';

const tag = 'Revisions';

export const revisionRoutes = (parts: ProposalParts): readonly Route[] => [
  acting({
    path: '/v1/proposals/{id}/revisions',
    operation: 'reviseProposal',
    tag,
    summary: 'Write a new text of your proposal, or offer one for another’s',
    description:
      'Before the release of the case the proposer’s is current at once. Afterwards it crosses when its releasing ' +
      'seat lets it; another participant’s is current when every other one has accepted it. Areas stay as submitted.',
    scope: 'submit',
    params: idParams,
    body: newRevision,
    responses: { 201: { description: 'The text, inside its house', schema: revisionOverview } },
    handle: (input) => reviseProposal(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/revisions/{revision}/acceptances',
    operation: 'acceptRevision',
    tag,
    summary: 'Accept another participant’s text for your own',
    scope: 'submit',
    params: revisionParams,
    body: noBody,
    responses: { 201: { description: 'Your acceptance', schema: acceptance } },
    handle: (input) => acceptRevision(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/revisions',
    operation: 'listRevisions',
    tag,
    summary: 'The texts of a case: current, offered and earlier ones',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'The oldest first', schema: revisionList } },
    handle: (input) => listRevisions(parts, input),
  }),
  reading({
    path: '/v1/proposals/{id}/revisions/{revision}',
    operation: 'getRevision',
    tag,
    summary: 'One text, and what differs from an earlier one',
    scope: 'read',
    params: revisionParams,
    query: sinceQuery,
    responses: { 200: { description: 'The text with its content', schema: revision } },
    handle: (input) => getRevision(parts, input),
  }),
];
