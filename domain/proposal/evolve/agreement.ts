/** Folds of what comes after the agreement. */
import type { AgreementEvents } from '../events/agreement';
import type { Case, Obligation } from '../state';
import type { Folds } from './parts';

export const agreementFolds: Folds<keyof AgreementEvents> = {
  ObligationsBegun: (state, { data }) => ({
    ...state,
    obligations: [
      ...state.obligations,
      ...data.obligations.map((o) => ({ ...o, metOn: null, number: null, fellDue: false })),
    ],
  }),
  ObligationsDated: (state, { data }) => {
    const dues = new Map(data.obligations.map((o) => [o.id, o.due]));
    return changeObligations(state, (o) => ({ due: dues.get(o.id) ?? o.due }));
  },
  ActRecorded: (state, { data }) =>
    changeObligations(state, (o) => (o.id === data.obligation ? { metOn: data.dated, number: data.number } : {})),
  TookEffect: (state, { data }) => ({ ...state, status: 'inEffect', signedOn: data.signedOn }) as Case,
  FellDue: (state, { data }) => changeObligations(state, (o) => (o.id === data.obligation ? { fellDue: true } : {})),
};

const changeObligations = (state: Case, change: (obligation: Obligation) => Partial<Obligation>): Case => ({
  ...state,
  obligations: state.obligations.map((o) => ({ ...o, ...change(o) })),
});
