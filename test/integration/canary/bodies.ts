/** What somebody who knows a case would send to every route that acts on it. */
import { revised } from '../api/border-plan';

/** An id of the form of a case's that no case has. */
export const NOBODYS = '0e3f1a52-6c1d-4b7e-9a55-3f6f2d1c8b90';

const reason = 'Because.';

/** Routes of cases and of the agreements that they become. */
export const OF_CASE = /^\/v1\/(proposals|agreements)\/\{id\}/;

/** Bodies for every route of a case, by the path of the route. */
const bodiesFor = (id: string, number: string): Readonly<Record<string, readonly object[]>> => ({
  '/v1/proposals/{id}/withdrawal': [{}],
  '/v1/proposals/{id}/comments': [{ text: 'Hello?' }, { text: 'Hello?', audience: 'others', inReplyTo: NOBODYS }],
  '/v1/proposals/{id}/releases': [{ revision: 1 }, { return: `${id}.x` }],
  '/v1/proposals/{id}/joins': [
    { organization: 'vn-cao-bang', number: 'AC-2026-000000' },
    { organization: 'cn-yunnan-fao', number },
  ],
  '/v1/proposals/{id}/departures': [{ organization: 'vn-cao-bang' }],
  '/v1/proposals/{id}/completeness': [{ complete: true }, { complete: true, track: 'others' }],
  '/v1/proposals/{id}/completeness/supplies': [{}, { track: 'others' }],
  '/v1/proposals/{id}/interventions': [{ kind: 'suspend', track: 'home', reason }],
  '/v1/proposals/{id}/revisions': [revised('eight')],
  '/v1/proposals/{id}/revisions/{revision}/acceptances': [{}],
  '/v1/agreements/{id}/acts': [{ kind: 'sign', dated: '2026-06-10' }],
});

/** What is sent to a route that acts on a case. Throws where a route has no body here. Pure. */
export function bodiesOf(path: string, { id, number }: Readonly<{ id: string; number: string }>): readonly object[] {
  const bodies = bodiesFor(id, number)[path];
  if (!bodies) throw new Error(`No body for ${path}`);
  return bodies;
}
