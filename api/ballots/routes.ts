import type { CaseParts, ProposalParts } from '../deps';
import { acting, type Route, reading } from '../http/route';
import { idParams } from '../proposals/schemas';
import { confirmPaper } from './confirm-paper';
import { declareConflict, delegate, endDelegation } from './people';
import { listBallots } from './read';
import { replyToBallot } from './reply';
import {
  confirmation,
  confirmationDone,
  conflict,
  conflictDone,
  delegation,
  delegationDone,
  paperParams,
  receipt,
  reply,
} from './reply-schemas';
import { ballotList, ballotParams } from './schemas';

const tag = 'Ballots';
const params = ballotParams;

export const ballotRoutes = (parts: ProposalParts): readonly Route[] => [
  reading({
    path: '/v1/proposals/{id}/ballots',
    operation: 'listBallots',
    tag,
    summary: 'Requests for opinion of a case, with their tally',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'Those of the own house and the joint ones', schema: ballotList } },
    handle: (input) => listBallots(parts, input),
  }),
  acting({
    path: '/v1/ballots/{id}/replies',
    operation: 'replyToBallot',
    tag,
    summary: 'Answer for a seat, or ask for more time',
    description:
      'The latest reply of a seat stands until the ballot closes. What was shown must be what stands now. An answer ' +
      'on paper is entered by a registrar of the seat’s side; after the deadline it waits for a second one.',
    scope: 'reply',
    params,
    body: reply,
    responses: { 201: { description: 'Where it stands in the record', schema: receipt } },
    handle: (input) => replyToBallot(parts, input),
  }),
  acting({
    path: '/v1/ballots/{id}/papers/{entry}/confirmation',
    operation: 'confirmPaper',
    tag,
    summary: 'Confirm, as a second registrar, what was entered on paper after the deadline, or refuse it',
    scope: 'reply',
    params: paperParams,
    body: confirmation,
    responses: { 201: { description: 'Where it stands in the record', schema: confirmationDone } },
    handle: (input) => confirmPaper(parts, input),
  }),
  ...betweenPeople(parts),
];

const betweenPeople = (parts: CaseParts): readonly Route[] => [
  acting({
    path: '/v1/ballots/{id}/delegations',
    operation: 'delegate',
    tag,
    summary: 'Let another person of your side answer for your seat in this ballot',
    scope: 'reply',
    params,
    body: delegation,
    responses: { 201: { description: 'Where it stands in the record', schema: delegationDone } },
    handle: (input) => delegate(parts, input),
  }),
  acting({
    path: '/v1/ballots/{id}/delegations/end',
    operation: 'endDelegation',
    tag,
    summary: 'End a delegation; what was answered by it stands',
    scope: 'reply',
    params,
    body: delegation,
    responses: { 201: { description: 'Where it stands in the record', schema: delegationDone } },
    handle: (input) => endDelegation(parts, input),
  }),
  acting({
    path: '/v1/ballots/{id}/conflicts',
    operation: 'declareConflict',
    tag,
    summary: 'Declare a conflict of interest: you decide nothing in this case from then on',
    scope: 'reply',
    params,
    body: conflict,
    responses: { 201: { description: 'Where it stands in the record', schema: conflictDone } },
    handle: (input) => declareConflict(parts, input),
  }),
];
