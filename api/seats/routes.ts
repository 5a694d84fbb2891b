/** Seats of the own side, and who holds them. No other country’s are ever told. */
import { z } from 'zod';
import type { SeatOfDirectory } from '../../domain/directory/directory';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Texts } from '../../locales/texts';
import type { Catalogue, Snapshot } from '../../store/catalogue';
import { isOfUnit, type Made } from '../../store/catalogue-changes';
import { type PeopleAndSeats, sideOf } from '../../store/people-and-seats';
import { answerFrom, catalogueAttemptOf } from '../http/attempt';
import { entityTagOf, isMatch } from '../http/entity-tag';
import { line, name } from '../http/fields';
import { acting, notFound, putting, Refused, type Route, reading } from '../http/route';
import { newSeat, seat, seatChange, seatChanged, seatList } from './schemas';

export type DirectoryParts = Readonly<{
  catalogue: Pick<Catalogue, 'current'>;
  peopleAndSeats: PeopleAndSeats;
  texts: Texts;
}>;

/** The catalogue, for a person of the own unit: names and addresses are nobody else's to list. Throws `Refused`. */
export async function ownUnits({ catalogue }: Pick<DirectoryParts, 'catalogue'>, viewer: Viewer): Promise<Snapshot> {
  const snapshot = await catalogue.current();
  if (!isOfUnit(viewer, snapshot)) throw new Refused({ code: 'NotTheUnit' });
  return snapshot;
}

const tag = 'Directory';
const params = z.strictObject({ id: name });
const query = z.strictObject({ organization: line(100).optional() });

export const seatRoutes = (parts: DirectoryParts): readonly Route[] => [
  reading({
    path: '/v1/seats',
    operation: 'listSeats',
    tag,
    summary: 'Seats of your own side’s offices, and who holds them',
    scope: 'coordinate',
    query,
    responses: { 200: { description: 'By id', schema: seatList } },
    handle: async ({ caller, query: { organization } }) => {
      const all = seatsOf(await ownUnits(parts, caller.viewer), caller.viewer);
      const items = all.filter((s) => organization === undefined || s.organization === organization);
      return { status: 200, body: { items: items.map(shown), next: null } };
    },
  }),
  reading({
    path: '/v1/seats/{id}',
    operation: 'getSeat',
    tag,
    summary: 'One seat of your own side',
    scope: 'coordinate',
    params,
    responses: { 200: { description: 'The seat', schema: seat } },
    handle: async ({ caller, params: { id } }) => {
      const found = seatsOf(await ownUnits(parts, caller.viewer), caller.viewer).find((s) => s.id === id);
      if (!found) throw notFound();
      return { status: 200, body: shown(found) };
    },
  }),
  ...changingSeats(parts),
];

const changingSeats = ({ peopleAndSeats, texts }: DirectoryParts): readonly Route[] => [
  acting({
    path: '/v1/seats',
    operation: 'addSeat',
    tag,
    summary: 'Add a seat to an office of your own side',
    scope: 'coordinate',
    body: newSeat,
    responses: { 201: { description: 'The seat', schema: seatChanged } },
    handle: async (input) =>
      answerFrom(
        await peopleAndSeats.addSeat(catalogueAttemptOf({ texts }, input), {
          ...input.body,
          respond: (done) => ({
            status: 201,
            headers: { Location: `/v1/seats/${encodeURIComponent(done.thing.id)}` },
            body: changed(done),
          }),
        }),
      ),
  }),
  putting({
    path: '/v1/seats/{id}',
    operation: 'putSeat',
    tag,
    summary: 'Change who holds a seat and by which ways it answers',
    description: 'Replies that were given stand; links of those who hold it no more lead nowhere.',
    scope: 'coordinate',
    params,
    body: seatChange,
    responses: { 200: { description: 'The seat as it stands now', schema: seatChanged } },
    handle: async (input) => {
      const { id } = input.params;
      const { viewer } = input.caller;
      return answerFrom(
        await peopleAndSeats.changeSeat(catalogueAttemptOf({ texts }, input), {
          ...input.body,
          id,
          isCurrent: (snapshot) =>
            isRead(
              input.ifMatch,
              seatsOf(snapshot, viewer).find((s) => s.id === id),
            ),
          respond: (done) => ({ status: 200, headers: {}, body: changed(done) }),
        }),
      );
    },
  }),
];

const changed = ({ change, cases, thing }: Made & Readonly<{ thing: SeatOfDirectory }>) => ({
  change,
  cases,
  seat: shown(thing),
});

const isRead = (ifMatch: string, found: SeatOfDirectory | undefined): boolean =>
  found !== undefined && isMatch(ifMatch, entityTagOf(JSON.stringify(shown(found))));

const seatsOf = ({ directory }: Snapshot, { side }: Viewer): readonly SeatOfDirectory[] =>
  Object.values(directory.seats).filter((s) => sideOf(directory, s) === side);

const shown = ({ id, organization, function: func, channels, holders }: SeatOfDirectory) => ({
  id,
  organization,
  function: func,
  channels,
  holders: holders.map(({ person, kind, from, until, by, limits }) => ({
    ...{ person, kind, from, until },
    ...(by == null ? {} : { by, limits: limits ?? null }),
  })),
});
