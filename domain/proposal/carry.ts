/**
 * Carries a case on: a person's command with what the commit does along one track, or the moves of a
 * workflow that woke up. The one place where `decide`, `perform` and `evolve` meet. Pure.
 */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { atRelease } from './at-release';
import type { Command, Move } from './commands';
import { decide, perform } from './decide';
import type { ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { heldBy } from './hold';
import { type Driver, nextMove, nextMoveInCommit } from './moves';
import { type Effect, react } from './react';
import type { Refusal } from './refusals';
import { type Case, isCase, type ProposalState } from './state';

export type Carried = Readonly<{ state: Case; events: readonly ProposalEvent[]; effects: readonly Effect[] }>;
export type Answer = Readonly<{ accepted: true; carried: Carried } | { accepted: false; refusal: Refusal }>;

/** `commit`: commits go on along one track by themselves. `workflow`: the workflows alone drive. */
export type Moves = 'commit' | 'workflow';

/** More moves than any case needs in one go: reaching it means two moves undo each other. */
const MOVES_AT_MOST = 200;

/** A command and, with `commit`, the moves it brings along. Pure. */
export function carryCommand(state: ProposalState, id: string, command: Command, world: World, moves: Moves): Answer {
  const decision = decide(state, command, world);
  if (!decision.accepted) return decision;
  const along = tracksOf(state, decision.events);
  const next = moves === 'commit' ? (s: Case) => nextMoveInCommit(s, world.procedure, along) : () => null;
  return { accepted: true, carried: carryOn(state, id, decision.events, { world, at: command.at, next }) };
}

/** The tracks that some events are about. */
function tracksOf(state: ProposalState, events: readonly ProposalEvent[]): ReadonlySet<string> {
  const ballots = isCase(state) ? state.ballots : {};
  const about = ({ data }: ProposalEvent) => {
    const { track, ballot } = data as Readonly<{ track?: string; ballot?: string }>;
    return [track, ballot === undefined ? undefined : ballots[ballot]?.track].flatMap((t) => t ?? []);
  };
  return new Set(events.flatMap(about));
}

/** All moves that a workflow may make now. Pure. */
export function carryMoves(state: Case, driver: Driver, world: World, now: Instant): Carried {
  const next = (s: Case) => nextMove(s, world.procedure, driver, now);
  return carryOn(state, state.id, [], { world, at: now, next });
}

type Way = Readonly<{ world: World; at: Instant; next: (state: Case) => Move | null }>;

function carryOn(start: ProposalState, id: string, first: readonly ProposalEvent[], { world, at, next }: Way): Carried {
  let state = start;
  const events: ProposalEvent[] = [];
  const take = (made: readonly ProposalEvent[]): Case => {
    state = evolveAll(state, id, made);
    events.push(...made);
    if (!isCase(state)) throw new Error(`Case ${id} does not exist after its first event`);
    if (made.some((e) => e.type === 'Released')) return take(atRelease(state, world, at));
    // A hold also binds a side that joins.
    return made.some((e) => e.type === 'Joined') ? take(heldBy(state, world, at)) : state;
  };
  let reached = take(first);
  for (let i = 0; i < MOVES_AT_MOST; i += 1) {
    const move = next(reached);
    if (!move) return { state: reached, events, effects: effectsOf(start, id, events, world) };
    reached = take(perform(reached, move, world, at));
  }
  throw new Error(`Case ${id} makes moves without end`);
}

function effectsOf(
  start: ProposalState,
  id: string,
  events: readonly ProposalEvent[],
  world: World,
): readonly Effect[] {
  let state = start;
  return events.flatMap((event) => {
    state = evolveAll(state, id, [event]);
    return isCase(state) ? react(state, event, world) : [];
  });
}
