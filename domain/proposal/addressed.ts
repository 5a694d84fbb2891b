/** The seat of a ballot that an act of a person is about, and whether that person may speak for it. */
import { type Procedure, stepsOf } from '../procedure/schema';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Actor } from './commands';
import { type Capacity, capacityOf, officeOf } from './eligibility';
import type { Refusal } from './refusals';
import { type Ballot, type Case, isOpen, type Seat, trackOf } from './state';

export const no = (code: Refusal['code'], facts: Refusal['facts'] = {}, pointer?: string): Refusal => ({
  code,
  facts,
  ...(pointer === undefined ? {} : { pointer }),
});

export const isRefusal = <T extends object>(found: T | Refusal): found is Refusal => 'code' in found;

export const ballotId = (proposal: string, track: string, step: string, round: number): string =>
  `${proposal}.${track}.${step}.${round}`;

export type Asked = Readonly<{ ballot: Ballot; seat: Seat }>;
type Address = Readonly<{ ballot: string; seat: string; actor: Actor; at: Instant }>;

/** The ballot, or why there is none for this actor: not open yet, or nothing that they may see. Pure. */
export function addressedBallot(
  state: Case,
  { ballot: id, actor }: Pick<Address, 'ballot' | 'actor'>,
  procedure: Procedure,
): Ballot | Refusal {
  const ballot = state.ballots[id];
  // A joint track is made anew with every round: of an older one only its ballots are left.
  const side = ballot && (state.tracks[ballot.track]?.side ?? null);
  // Another side's house answers like nothing at all, so that its steps cannot be found by guessing.
  if (ballot && (side === null || side === actor.side)) return ballot;
  return no(isPlanned(state, id, actor.side, procedure) ? 'NotOpenYet' : 'NotFound', {}, '/ballot');
}

/** Ballot ids are made of case, track, step and round, so that one still to come can be told from a wrong one. */
function isPlanned(state: Case, ballot: string, side: string, procedure: Procedure): boolean {
  const inHouse = Object.values(state.tracks).filter((t) => t.side === side);
  const joint = procedure.stages.flatMap((s) =>
    s.tracks.per === 'case' && s.steps !== 'profile' ? [{ id: s.key, steps: s.steps, round: state.round }] : [],
  );
  return [...inHouse, ...joint].some((track) =>
    track.steps
      .flatMap(stepsOf)
      .some((step) =>
        [track.round, state.round].some((round) => ballot === ballotId(state.id, track.id, step.key, round)),
      ),
  );
}

/** The actor's own seat in a ballot. Pure. */
export function addressed(state: Case, act: Address, procedure: Procedure): Asked | Refusal {
  const ballot = addressedBallot(state, act, procedure);
  if (isRefusal(ballot)) return ballot;
  const seat = ballot.seats.find((s) => s.key === act.seat && s.side === act.actor.side);
  return seat ? { ballot, seat } : no('NotYourSeat', { given: act.seat }, '/seat');
}

/** In which capacity the actor speaks for a seat, barred or not, or why they do not at all. Pure. */
export function speakerOf(
  state: Case,
  asked: Asked,
  { actor, at, seat }: Address,
  { directory }: World,
): NonNullable<ReturnType<typeof capacityOf>> | Refusal {
  const capacity = capacityOf(state, asked, actor.person, directory, at);
  if (!capacity) return no('NotYourSeat', { given: seat }, '/seat');
  const channels = directory.seats[officeOf(state, asked.seat)]?.channels ?? [];
  // Our own pages are another way to what came by mail.
  const channel = actor.channel === 'desk' ? 'mail' : actor.channel;
  return channels.includes(channel) ? capacity : no('NotYourChannel', { given: actor.channel, allowed: channels });
}

/** The same for an act that decides: whoever is barred is refused. Pure. */
export function deciderFor(state: Case, asked: Asked, act: Address, world: World): Capacity | Refusal {
  const found = speakerOf(state, asked, act, world);
  if (isRefusal(found)) return found;
  return found.bar ? no('Barred', { reason: found.bar }) : found;
}

/** Whether a seat may still answer its ballot. Pure. */
export function checkOpen(state: Case, { ballot, seat }: Asked): Refusal | null {
  if (!isOpen(state)) return no('CaseClosed', { status: state.status });
  if (ballot.status !== 'open') return no('BallotClosed', { result: ballot.result, closedAt: ballot.closedAt });
  // A new round has begun and this house has yet to take it up: it asks again in a moment.
  if (trackOf(state, ballot.track).round < state.round) return no('NotOpenYet');
  // In a joint step only the side that lacks somebody knows of it; what the others answer is kept.
  const own = state.stops.some((s) => s.track === ballot.track && s.side === seat.side);
  return own ? no('CaseStopped') : null;
}
