/**
 * From effects to rows: one delivery for each person, in the commit that calls for it. Addresses and names are looked
 * up when the delivery is claimed; who holds a seat is checked again then.
 */
import { randomBytes } from 'node:crypto';
import { type Directory, holdersOf } from '../domain/directory/directory';
import type { Effect, NoticeName } from '../domain/proposal/effects';
import { eligibleForSeat } from '../domain/proposal/eligibility';
import { ballotOf, type Case } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import { uuidv7 } from './identifiers';

export type DeliveryKind = Exclude<Effect['kind'], 'notice'> | NoticeName;

/** Named as the columns are. */
export type DeliveryRow = Readonly<{
  id: string;
  /** For a notice, what it tells. */
  kind: DeliveryKind;
  side: string;
  ballot_id: string | null;
  seat_key: string | null;
  office: string | null;
  reply_id: string | null;
  person_id: string;
  ref: string | null;
  thing: string | null;
}>;
export type RefRow = Readonly<{
  ref: string;
  ballot_id: string;
  seat_key: string;
  office: string;
  person_id: string;
  side: string;
}>;

/** Names the locator of a person's links for one seat of one ballot. */
export type RefFor = (ballot: string, seat: string, person: string) => string;

/** Where no secret derives it: a ref only has to be new, and one that stands already is kept. */
export const randomRef: RefFor = () => randomBytes(16).toString('base64url');

type Recipient = Readonly<{ person: string; office: string | null }>;
type Expansion = Readonly<{ state: Case; directory: Directory; at: Instant; refFor: RefFor }>;

/** The rows that some effects of one commit call for, each person once for each thing. */
export function deliveriesFor(
  effects: readonly Effect[],
  expansion: Expansion,
): { deliveries: readonly DeliveryRow[]; refs: readonly RefRow[] } {
  const told = new Set<string>();
  const deliveries = effects
    .flatMap((effect) => recipientsOf(effect, expansion).map((to) => deliveryRow(effect, to, expansion.refFor)))
    .filter(({ id: _, ref: __, office: ___, ...thing }) => {
      const name = JSON.stringify(thing);
      return !told.has(name) && told.add(name);
    });
  return { deliveries, refs: deliveries.flatMap(refRow) };
}

function recipientsOf(effect: Effect, { state, directory, at }: Expansion): readonly Recipient[] {
  const atOffice = (office: string, people: readonly string[]) => people.map((person) => ({ person, office }));
  const holders = (office: string) => holdersOf(directory, office, at).map((h) => h.person);
  const ofOrganization = (organization: string) =>
    Object.values(directory.seats)
      .filter((seat) => seat.organization === organization)
      .flatMap((seat) => atOffice(seat.id, holders(seat.id)));
  switch (effect.kind) {
    case 'request':
    case 'reminder': {
      // A seat that does not answer by mail gets no link; whoever may not decide is not asked to.
      const byMail = directory.seats[effect.office]?.channels.includes('mail') ?? false;
      if (!byMail && effect.person === undefined) return [];
      const people = askedPeople(effect, { state, directory, at });
      return atOffice(effect.office, effect.person === undefined ? people : people.filter((p) => p === effect.person));
    }
    case 'receipt':
      return [{ person: effect.person, office: null }];
    case 'stopped':
      return ofOrganization(effect.unit);
    case 'outcome':
    case 'notice':
      if ('person' in effect.to) return [{ person: effect.to.person, office: null }];
      if ('office' in effect.to) return atOffice(effect.to.office, holders(effect.to.office));
      return ofOrganization(effect.to.organization);
  }
}

/** Whoever may answer for the seat now, delegates of the ballot among them. */
function askedPeople(
  { ballot, seat }: Readonly<{ ballot: string; seat: string }>,
  { state, directory, at }: Pick<Expansion, 'state' | 'directory' | 'at'>,
): readonly string[] {
  const asked = ballotOf(state, ballot);
  const found = asked.seats.find((s) => s.key === seat);
  return found ? eligibleForSeat(state, { ballot: asked, seat: found }, directory, at) : [];
}

function deliveryRow(effect: Effect, { person, office }: Recipient, refFor: RefFor): DeliveryRow {
  const ballot = 'ballot' in effect ? effect.ballot : null;
  const seat = 'seat' in effect ? effect.seat : null;
  const asks = effect.kind === 'request' || effect.kind === 'reminder';
  return {
    id: uuidv7(),
    kind: effect.kind === 'notice' ? effect.about : effect.kind,
    side: effect.side,
    ballot_id: ballot,
    seat_key: seat,
    office,
    reply_id: effect.kind === 'receipt' ? effect.reply : null,
    person_id: person,
    ref: asks && ballot !== null && seat !== null ? refFor(ballot, seat, person) : null,
    thing: effect.kind === 'notice' ? (effect.thing ?? null) : null,
  };
}

function refRow({ ref, ballot_id, seat_key, office, person_id, side }: DeliveryRow): readonly RefRow[] {
  if (ref === null || ballot_id === null || seat_key === null || office === null) return [];
  return [{ ref, ballot_id, seat_key, office, person_id, side }];
}
