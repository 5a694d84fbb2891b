/** What comes after the agreement. */
import type { AgreementEvents } from '../../../domain/proposal/events/agreement';
import { plain, type Tellers } from './teller';

export const agreementTellers: Tellers<keyof AgreementEvents> = {
  ObligationsBegun: ({ data }, { names }) => {
    const kinds = [...new Set(data.obligations.map((one) => one.kind))];
    return { key: 'ObligationsBegun', values: { kinds: kinds.map(names.obligation) } };
  },
  ObligationsDated: plain('ObligationsDated'),
  ActRecorded: ({ data }, { names }) => ({
    key: `ActRecorded.${data.kind}`,
    values: { side: names.side(data.side), date: names.day(data.dated) },
  }),
  TookEffect: ({ data }, { names }) => ({ key: 'TookEffect', values: { date: names.day(data.signedOn) } }),
  FellDue: ({ data }, { state, names }) => {
    const due = state.obligations.find((one) => one.id === data.obligation);
    return due ? { key: `FellDue.${due.kind}`, values: { side: names.side(due.side) } } : null;
  },
};
