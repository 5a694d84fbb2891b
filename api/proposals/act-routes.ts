/** Routes of what people do with a case that is running. */
import type { ProposalParts } from '../deps';
import { acting, type Route } from '../http/route';
import { departure, newParticipant, newRelease, release } from './act-schemas';
import { comment, newComment } from './comment-schemas';
import { commentOnProposal } from './comments';
import { joinCase, leaveCase } from './join';
import { releaseFromCase } from './release';
import { idParams, proposalOverview, withdrawal, withdrawn } from './schemas';
import { withdrawProposal } from './withdraw';

const tag = 'Proposals';
const params = idParams;

export const actRoutes = (parts: ProposalParts): readonly Route[] => [
  acting({
    path: '/v1/proposals/{id}/withdrawal',
    operation: 'withdrawProposal',
    tag,
    summary: 'Take your own proposal back, until its outcome',
    scope: 'withdraw',
    params,
    body: withdrawal,
    responses: { 200: { description: 'The end of the case', schema: withdrawn } },
    handle: (input) => withdrawProposal(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/comments',
    operation: 'commentOnProposal',
    tag,
    summary: 'Comment, ask or answer, inside your own side or to the others',
    scope: 'comment',
    params,
    body: newComment,
    responses: { 201: { description: 'The comment', schema: comment } },
    handle: (input) => commentOnProposal(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/releases',
    operation: 'releaseFromCase',
    tag,
    summary: 'Let a text, a comment, a file or a wish for changes cross to the other sides',
    description:
      'By a holder of the seat that your country names for the release. The case itself is released by reply.',
    scope: 'reply',
    params,
    body: newRelease,
    responses: { 201: { description: 'What all sides can read now', schema: release } },
    handle: (input) => releaseFromCase(parts, input),
  }),
  ...whoTakesPart(parts),
];

const whoTakesPart = (parts: ProposalParts): readonly Route[] => [
  acting({
    path: '/v1/proposals/{id}/joins',
    operation: 'joinCase',
    tag,
    summary: 'Come to a running case as a participant',
    description: 'Who is not in the case has to know its number.',
    scope: ['submit', 'coordinate'],
    params,
    body: newParticipant,
    responses: { 201: { description: 'The case with its new participant', schema: proposalOverview } },
    handle: (input) => joinCase(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/departures',
    operation: 'leaveCase',
    tag,
    summary: 'Leave a running case; the others go on',
    scope: 'submit',
    params,
    body: departure,
    responses: { 201: { description: 'The case without its participant', schema: proposalOverview } },
    handle: (input) => leaveCase(parts, input),
  }),
];
