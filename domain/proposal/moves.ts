/**
 * What the engine has to do next, and when.
 *
 * 1. `pendingMoves` looks at the state alone; a move without `due` can be made at once, one with a `due`
 *    from that instant on.
 * 2. A commit goes on by itself along one track: it opens the next step and, where the stage has one track,
 *    enters the next stage or concludes. Fan-out, merge, the joint step after them and all that time brings
 *    belong to the workflows.
 * 3. A track of a stage of several is driven by its own workflow, everything else by the proposal's.
 */
import type { Procedure } from '../procedure/schema';
import type { Instant } from '../time/instant';
import { earliest, isBefore } from '../time/order';
import { ballotMoves } from './ballot-moves';
import type { Move } from './commands';
import { unopenedSteps } from './open';
import { type Case, isOpen, isStopped, type Track } from './state';

/** Who drives a move: the proposal's workflow, or the workflow of one track. */
export type Driver = 'proposal' | Readonly<{ track: string }>;

/** What a driver is told after its moves. */
export type Advanced = Readonly<{
  /** When this driver has to act next, by the record's clock; null for not before a nudge. */
  wakeAt: Instant | null;
  /** From now until `wakeAt` by that clock, so that a workflow sleeps by it. */
  sleepMs: number | null;
  /** The tracks that run by workflows of their own and are not settled; only for the proposal's driver. */
  fanOut: readonly Readonly<{ track: string; queue: string }>[];
  /** Whether this driver has nothing to do any more, ever. */
  done: boolean;
}>;

export type PendingMove = Readonly<{
  move: Move;
  /** The track whose own workflow makes the move; null for the proposal's. */
  track: string | null;
  /** Whether a person's commit makes it along with the command. */
  inCommit: boolean;
  due: Instant | null;
}>;

const stageTracks = (state: Case, procedure: Procedure): readonly Track[] => {
  const key = procedure.stages[state.stage]?.key;
  return Object.values(state.tracks).filter((t) => t.stage === key);
};

/** All moves of a case in the order in which they are made: at once first, then by their instants. Pure. */
export function pendingMoves(state: Case, procedure: Procedure): readonly PendingMove[] {
  if (!isOpen(state)) return afterMoves(state);
  // While a side holds the case nothing moves: replies are kept, and deadlines are counted anew when it is lifted.
  if (state.paused !== null) return [];
  const tracks = stageTracks(state, procedure);
  // A stage that is settled is left behind by the round: nothing of it is asked again.
  const stale = state.stageSettled ? [] : tracks.filter((t) => t.round < state.round && t.result !== 'left');
  if (stale.length > 0) return stale.map((t) => renewal(t, tracks.length > 1));
  return [...stageMoves(state, procedure, tracks), ...tracks.flatMap((t) => trackMoves(state, t, tracks.length > 1))];
}

/** The proposal's own workflow takes tracks into a new round: those that were settled have none any more. */
const renewal = (track: Track, several: boolean): PendingMove => ({
  move: { type: 'renew', track: track.id },
  track: null,
  inCommit: !several,
  due: null,
});

/** What falls due after the agreement. */
const afterMoves = (state: Case): readonly PendingMove[] =>
  state.obligations
    .filter((o) => o.metOn === null && !o.fellDue && o.due !== null)
    .map(
      (o): PendingMove => ({ move: { type: 'fallDue', obligation: o.id }, track: null, inCommit: false, due: o.due }),
    )
    .toSorted((a, b) => (isBefore(a.due ?? '', b.due ?? '') ? -1 : 1));

function stageMoves(state: Case, procedure: Procedure, tracks: readonly Track[]): readonly PendingMove[] {
  const at = (move: Move, inCommit: boolean): PendingMove[] => [{ move, track: null, inCommit, due: null }];
  const single = tracks.length <= 1;
  const ended = endOf(state, tracks);
  if (ended) return at({ type: 'conclude', outcome: ended }, single);
  if (state.stageSettled) return nextStage(state, procedure, single);
  const allSettled = tracks.every((t) => t.result !== null);
  return allSettled ? at({ type: 'merge', stage: tracks[0]?.stage ?? '' }, false) : [];
}

function nextStage(state: Case, procedure: Procedure, single: boolean): readonly PendingMove[] {
  const index = state.stage + 1;
  const stage = procedure.stages[index];
  if (!stage) return [{ move: { type: 'conclude', outcome: 'agreed' }, track: null, inCommit: single, due: null }];
  return [
    { move: { type: 'enter', stage: index }, track: null, inCommit: single && isSingle(state, stage), due: null },
  ];
}

/** Whether a stage that is still to come will run as one track. */
function isSingle(state: Case, stage: Procedure['stages'][number]): boolean {
  const { per, of } = stage.tracks;
  if (per === 'case') return true;
  const sides = {
    proposing: [state.proposing],
    others: state.sides.filter((s) => s !== state.proposing),
    all: state.sides,
  };
  const asked = sides[of ?? 'all'];
  return (per === 'side' ? asked : state.participants.filter((p) => asked.includes(p.side))).length === 1;
}

/** Fewer than two sides cannot agree with each other. A lost track ends the case in the proposing side's house and in the joint step; in another house nothing crosses. */
function endOf(state: Case, tracks: readonly Track[]): 'notAgreed' | 'lapsed' | null {
  if (state.left.length > 0 && state.sides.length < 2) return 'notAgreed';
  const binding = tracks.filter((t) => t.side === null || t.side === state.proposing);
  const lost = binding.find((t) => t.result === 'negative' || t.result === 'lapsed');
  if (!lost) return null;
  return lost.result === 'negative' ? 'notAgreed' : 'lapsed';
}

function trackMoves(state: Case, track: Track, several: boolean): readonly PendingMove[] {
  if (track.result !== null || track.returnedBy !== null || isStopped(state, track.id)) return [];
  const driver = several ? track.id : null;
  const atOnce = (move: Move): PendingMove => ({ move, track: driver, inCommit: true, due: null });
  if (unopenedSteps(state, track).length > 0) return [atOnce({ type: 'open', track: track.id })];
  return Object.values(state.ballots)
    .filter((b) => b.track === track.id)
    .flatMap((ballot) => ballotMoves(state, ballot))
    .map(({ move, due }): PendingMove => ({ move, track: driver, inCommit: due === null, due }))
    .toSorted((a, b) => (isBefore(a.due ?? '', b.due ?? '') ? -1 : Number(isBefore(b.due ?? '', a.due ?? ''))));
}

const drivenBy = (pending: PendingMove, driver: Driver): boolean =>
  driver === 'proposal' ? pending.track === null : pending.track === driver.track;

/** The first move that a workflow may make now, or null. Pure. */
export const nextMove = (state: Case, procedure: Procedure, driver: Driver, now: Instant): Move | null =>
  pendingMoves(state, procedure).find((p) => drivenBy(p, driver) && (p.due === null || !isBefore(now, p.due)))?.move ??
  null;

/**
 * The first move that a person's commit makes along with the command, or null. Of tracks with workflows of their own
 * it goes on along those that the command is about, and leaves the others to theirs. Pure.
 */
export const nextMoveInCommit = (state: Case, procedure: Procedure, along: ReadonlySet<string>): Move | null =>
  pendingMoves(state, procedure).find((p) => p.inCommit && p.due === null && (p.track === null || along.has(p.track)))
    ?.move ?? null;

/** When a driver has to act next: `now` for what can be done at once, null for never. Pure. */
export function nextDue(state: Case, procedure: Procedure, driver: Driver, now: Instant): Instant | null {
  const mine = pendingMoves(state, procedure).filter((p) => drivenBy(p, driver));
  return earliest(mine.map((p) => p.due ?? now));
}
