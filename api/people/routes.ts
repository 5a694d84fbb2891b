/** People of the own side. Names and addresses of another country’s people are never told. */
import { z } from 'zod';
import type { Person } from '../../domain/directory/directory';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Snapshot } from '../../store/catalogue';
import type { Made } from '../../store/catalogue-changes';
import { sideOf } from '../../store/people-and-seats';
import { answerFrom, catalogueAttemptOf } from '../http/attempt';
import { entityTagOf, isMatch } from '../http/entity-tag';
import { languageCode, line, listOf, name, reason } from '../http/fields';
import { acting, notFound, putting, type Route, reading } from '../http/route';
import { type DirectoryParts, ownUnits } from '../seats/routes';

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
};

const facts = {
  name: line(300),
  email: z.email().max(254),
  language: languageCode,
  zone: line(60).refine(isZone, 'an IANA time zone, as Asia/Vientiane').meta({ example: 'Asia/Vientiane' }),
};
const id = line(100)
  .regex(/^[a-z]{2}(-[a-z0-9]+)+$/, 'the country in small letters, then lower-case letters, digits and single hyphens')
  .meta({ example: 'la-lmc-unit-second-secretary' });

const person = z
  .strictObject({
    id: z.string(),
    organization: z.string(),
    name: z.string(),
    email: z.string(),
    language: z.string(),
    zone: z.string(),
  })
  .meta({ id: 'Person' });
const newPerson = z.strictObject({ id, organization: name, ...facts, reason }).meta({ id: 'NewPerson' });
const personChange = z.strictObject({ ...facts, reason }).meta({ id: 'PersonChange' });
const personChanged = z.strictObject({ change: z.int(), person }).meta({ id: 'PersonChanged' });

const tag = 'Directory';
const params = z.strictObject({ id: name });
const query = z.strictObject({ organization: line(100).optional() });

export const peopleRoutes = (parts: DirectoryParts): readonly Route[] => [
  reading({
    path: '/v1/people',
    operation: 'listPeople',
    tag,
    summary: 'People of your own side’s offices',
    scope: 'coordinate',
    query,
    responses: { 200: { description: 'By id', schema: listOf('PersonList', person) } },
    handle: async ({ caller, query: { organization } }) => {
      const all = peopleOf(await ownUnits(parts, caller.viewer), caller.viewer);
      const items = all.filter((p) => organization === undefined || p.organization === organization);
      return { status: 200, body: { items: items.map(shown), next: null } };
    },
  }),
  reading({
    path: '/v1/people/{id}',
    operation: 'getPerson',
    tag,
    summary: 'One person of your own side',
    scope: 'coordinate',
    params,
    responses: { 200: { description: 'The person', schema: person } },
    handle: async ({ caller, params: asked }) => {
      const found = peopleOf(await ownUnits(parts, caller.viewer), caller.viewer).find((p) => p.id === asked.id);
      if (!found) throw notFound();
      return { status: 200, body: shown(found) };
    },
  }),
  ...changingPeople(parts),
];

const changingPeople = ({ peopleAndSeats, texts }: DirectoryParts): readonly Route[] => [
  acting({
    path: '/v1/people',
    operation: 'addPerson',
    tag,
    summary: 'Add a person to an office of your own side',
    scope: 'coordinate',
    body: newPerson,
    responses: { 201: { description: 'The person', schema: personChanged } },
    handle: async (input) => {
      const { reason: why, ...given } = input.body;
      return answerFrom(
        await peopleAndSeats.addPerson(catalogueAttemptOf({ texts }, input), {
          person: given,
          reason: why,
          respond: (done) => ({
            status: 201,
            headers: { Location: `/v1/people/${done.thing.id}` },
            body: changed(done),
          }),
        }),
      );
    },
  }),
  putting({
    path: '/v1/people/{id}',
    operation: 'putPerson',
    tag,
    summary: 'Change a person’s name, address, language or time zone',
    scope: 'coordinate',
    params,
    body: personChange,
    responses: { 200: { description: 'The person as they stand now', schema: personChanged } },
    handle: async (input) => {
      const { viewer } = input.caller;
      const own = input.params;
      return answerFrom(
        await peopleAndSeats.changePerson(catalogueAttemptOf({ texts }, input), {
          ...input.body,
          id: own.id,
          isCurrent: (snapshot) =>
            isRead(
              input.ifMatch,
              peopleOf(snapshot, viewer).find((p) => p.id === own.id),
            ),
          respond: (done) => ({ status: 200, headers: {}, body: changed(done) }),
        }),
      );
    },
  }),
];

const changed = ({ change, thing }: Made & Readonly<{ thing: Person }>) => ({ change, person: shown(thing) });

const isRead = (ifMatch: string, found: Person | undefined): boolean =>
  found !== undefined && isMatch(ifMatch, entityTagOf(JSON.stringify(shown(found))));

const peopleOf = ({ directory }: Snapshot, { side }: Viewer): readonly Person[] =>
  Object.values(directory.people).filter((p) => sideOf(directory, p) === side);

const shown = ({ id: key, organization, name: called, email, language, zone }: Person) => ({
  id: key,
  organization,
  name: called,
  email,
  language,
  zone,
});
