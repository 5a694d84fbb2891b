/** Routes of what people do with a case that is running. */
import type { ProposalParts } from '../deps';
import { acting, type Route } from '../http/route';
import {
  departure,
  fileDeclared,
  fileSupplied,
  intervention,
  newIntervention,
  newParticipant,
  newRelease,
  ofFile,
  release,
} from './act-schemas';
import { comment, newComment } from './comment-schemas';
import { commentOnProposal } from './comments';
import { declareFile, supplyFile } from './completeness';
import { interveneInCase } from './intervene';
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
  ...inHouses(parts),
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

const inHouses = (parts: ProposalParts): readonly Route[] => [
  acting({
    path: '/v1/proposals/{id}/completeness',
    operation: 'declareFile',
    tag,
    summary: 'Say, for the office that receives a file, that it is complete or what lacks',
    description: 'Seats are asked, and clocks count, from the instant at which it is complete.',
    scope: 'reply',
    params,
    body: fileDeclared,
    responses: { 201: { description: 'Where it stands in the record', schema: ofFile } },
    handle: (input) => declareFile(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/completeness/supplies',
    operation: 'supplyFile',
    tag,
    summary: 'Say that what a file lacked has been supplied',
    scope: 'submit',
    params,
    body: fileSupplied,
    responses: { 201: { description: 'Where it stands in the record', schema: ofFile } },
    handle: (input) => supplyFile(parts, input),
  }),
  acting({
    path: '/v1/proposals/{id}/interventions',
    operation: 'interveneInCase',
    tag,
    summary: 'Intervene in your own house, or answer who asks for more time',
    description:
      'In a house its unit; in a joint step the organization that submitted the case answers a request for more time. ' +
      'The reason is told to everyone concerned of your side and to nobody else.',
    scope: ['submit', 'coordinate'],
    params,
    body: newIntervention,
    responses: { 201: { description: 'Where it stands in the record', schema: intervention } },
    handle: (input) => interveneInCase(parts, input),
  }),
];
