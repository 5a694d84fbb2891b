/** Folds of the clocks. */

import type { Suspension } from '../../time/ledger';
import type { ClockEvents, MovedSeat } from '../events/clock';
import { type Case, type File, trackOf } from '../state';
import { changeBallot, changeSeat, changeTrack, type Folds, involve, withSeats } from './parts';

export const clockFolds: Folds<keyof ClockEvents> = {
  FileAwaited: (state, { chain, at, data }) => {
    const { track, step, office, organization } = data;
    const file: File = { step, office, organization, status: 'awaited', since: at, round: state.round, lacking: null };
    return involve(changeTrack(state, track, { file }), chain, [organization]);
  },
  FileCompleted: (state, { at, data }) => fileIs(state, data.track, { status: 'complete', since: at, lacking: null }),
  FileFoundLacking: (state, { at, data }) =>
    fileIs(state, data.track, { status: 'lacking', since: at, lacking: data.lacking }),
  FileLacks: (state) => state,
  FileSupplied: (state, { at, data }) => fileIs(state, data.track, { status: 'awaited', since: at, lacking: null }),

  ExtensionAsked: (state, { at, data }) =>
    changeSeat(state, data.ballot, data.seat, () => ({
      extension: { state: 'asked', workingDays: data.workingDays, at },
    })),
  ExtensionGranted: (state, { at, data }) =>
    changeSeat(state, data.ballot, data.seat, () => ({
      extension: { state: 'granted', workingDays: data.workingDays, at },
    })),
  ExtensionDeclined: (state, { at, data }) =>
    changeSeat(state, data.ballot, data.seat, ({ extension }) => ({
      extension: { state: 'declined', workingDays: extension?.workingDays ?? 0, at },
    })),

  ClockSuspended: (state, { at, data }) =>
    changeTrack(state, data.track, { suspended: begun(trackOf(state, data.track).suspended, at) }),
  ClockResumed: (state, { at, data }) =>
    changeTrack(state, data.track, { suspended: ended(trackOf(state, data.track).suspended, at) }),

  Paused: (state, { at }) => ({ ...state, paused: at, pauses: begun(state.pauses, at) }),
  Unpaused: (state, { at }) => ({ ...state, paused: null, pauses: ended(state.pauses, at) }),
  HoldPlaced: (state, { chain, data }) => ({ ...state, holds: [...state.holds, { by: chain, with: data.with }] }),
  HoldLifted: (state, { chain, data }) => ({
    ...state,
    holds: state.holds.filter((hold) => hold.by !== chain || hold.with !== data.with),
  }),

  DeadlineMoved: (state, { data }) => {
    const { ballot, due, lapseAt, referAt, closeAt, seats } = data;
    return moveSeats(changeBallot(state, ballot, { due, lapseAt, referAt, closeAt: closeAt ?? null }), ballot, seats);
  },
  SeatDeadlinesMoved: (state, { data }) => moveSeats(state, data.ballot, data.seats),

  ReplyExpired: (state, { data }) => changeSeat(state, data.ballot, data.seat, () => ({ reply: null })),
};

/** A track that was dropped with its round has no file any more. */
const fileIs = (state: Case, track: string, change: Partial<File>): Case => {
  const { file } = trackOf(state, track);
  return file ? changeTrack(state, track, { file: { ...file, ...change } }) : state;
};

const begun = (ledger: readonly Suspension[], at: string): readonly Suspension[] => [
  ...ledger,
  { from: at, until: null },
];

const ended = (ledger: readonly Suspension[], at: string): readonly Suspension[] =>
  ledger.map((s) => (s.until === null ? { ...s, until: at } : s));

function moveSeats(state: Case, ballot: string, seats: readonly MovedSeat[] | undefined): Case {
  const moved = new Map((seats ?? []).map((s) => [s.key, s]));
  return withSeats(state, ballot, (seat) => {
    const to = moved.get(seat.key);
    return to ? { ...seat, due: to.due, nextReminder: to.nextReminder } : seat;
  });
}
