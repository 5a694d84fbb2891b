/** The ledger of the clocks. */
import type { ClockEvents } from '../../../domain/proposal/events/clock';
import { latest } from '../../../domain/time/order';
import { ofSeat, plain, type Tellers } from './teller';

export const clockTellers: Tellers<keyof ClockEvents> = {
  FileAwaited: ({ data }, { names }) => ({ key: 'FileAwaited', values: { office: names.office(data.office) } }),
  FileCompleted: plain('FileCompleted'),
  FileFoundLacking: plain('FileFoundLacking'),
  FileLacks: ({ data }, { names }) => ({ key: 'FileLacks', values: { side: names.side(data.side) } }),
  FileSupplied: (_, { state, names }) => ({
    key: 'FileSupplied',
    values: { office: names.organization(state.submitter.organization) },
  }),
  ExtensionAsked: ({ data }, teller) => ofSeat('ExtensionAsked', data, teller),
  ExtensionGranted: ({ data }, teller) => ofSeat('ExtensionGranted', data, teller),
  ExtensionDeclined: ({ data }, teller) => ofSeat('ExtensionDeclined', data, teller),
  ClockSuspended: plain('ClockSuspended'),
  ClockResumed: plain('ClockResumed'),
  Paused: plain('Paused'),
  Unpaused: plain('Unpaused'),
  HoldPlaced: ({ data }, { names }) => ({ key: 'HoldPlaced', values: { side: names.side(data.with) } }),
  HoldLifted: ({ data }, { names }) => ({ key: 'HoldLifted', values: { side: names.side(data.with) } }),
  // Without a date only reminders have moved.
  DeadlineMoved: ({ data }, { names }) =>
    data.due === null ? null : { key: `DeadlineMoved.${data.reason}`, values: { due: names.instant(data.due) } },
  SeatDeadlinesMoved: ({ data }, { names }) => {
    const dues = data.seats.flatMap((seat) => seat.due ?? []);
    if (dues.length === 0) return null;
    return { key: `SeatDeadlinesMoved.${data.reason}`, values: { due: names.instant(latest(dues)) } };
  },
  ReplyExpired: ({ data }, teller) => ofSeat('ReplyExpired', data, teller),
};
