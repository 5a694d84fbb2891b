import type { CaseParts } from '../deps';
import { acting, type Route, reading } from '../http/route';
import { idParams } from '../proposals/schemas';
import { getAgreement, listAgreements } from './read';
import { recordAct } from './record-act';
import { act, agreement, agreementList, agreementQuery, newAct } from './schemas';

const tag = 'Agreements';

export const agreementRoutes = (parts: CaseParts): readonly Route[] => [
  reading({
    path: '/v1/agreements',
    operation: 'listAgreements',
    tag,
    summary: 'Agreements that your organization is in',
    scope: 'read',
    query: agreementQuery,
    responses: { 200: { description: 'The newest to you first', schema: agreementList } },
    handle: (input) => listAgreements(parts, input),
  }),
  reading({
    path: '/v1/agreements/{id}',
    operation: 'getAgreement',
    tag,
    summary: 'One agreement and what it obliges to',
    scope: 'read',
    params: idParams,
    responses: { 200: { description: 'The agreement', schema: agreement } },
    handle: (input) => getAgreement(parts, input),
  }),
  acting({
    path: '/v1/agreements/{id}/acts',
    operation: 'recordAct',
    tag,
    summary: 'Record that your side has signed, filed, reported or renewed',
    description: 'By a participant or the unit of that side. With the last signature the agreement is in effect.',
    scope: ['submit', 'coordinate'],
    params: idParams,
    body: newAct,
    responses: { 201: { description: 'What the act has met', schema: act } },
    handle: (input) => recordAct(parts, input),
  }),
];
