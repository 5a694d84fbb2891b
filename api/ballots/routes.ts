import type { CaseParts } from '../deps';
import { acting, type Route, reading } from '../http/route';
import { idParams } from '../proposals/schemas';
import { listBallots } from './read';
import { replyToBallot } from './reply';
import { ballotList, ballotParams, receipt, reply } from './schemas';

export const ballotRoutes = (parts: CaseParts): readonly Route[] => [
  reading({
    path: '/v1/proposals/{id}/ballots',
    operation: 'listBallots',
    tag: 'Ballots',
    summary: 'Requests for opinion of a case, with their tally',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'Those of the own house and the joint ones', schema: ballotList } },
    handle: (input) => listBallots(parts, input),
  }),
  acting({
    path: '/v1/ballots/{id}/replies',
    operation: 'replyToBallot',
    tag: 'Ballots',
    summary: 'Answer for a seat',
    description: 'The latest reply of a seat stands until the ballot closes. What was shown must be what stands now.',
    scope: 'reply',
    params: ballotParams,
    body: reply,
    responses: { 201: { description: 'Where the answer stands in the record', schema: receipt } },
    handle: (input) => replyToBallot(parts, input),
  }),
];
