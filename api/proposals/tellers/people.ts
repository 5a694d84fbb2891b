/** The case between people: who answers for whom, who may not, and what came on paper. */
import type { PeopleEvents } from '../../../domain/proposal/events/people';
import { type Names, ofSeat, plain, type Teller, type Tellers, type Told } from './teller';

export const peopleTellers: Tellers<keyof PeopleEvents> = {
  Delegated: ({ data }, teller) => delegated('Delegated', data, teller),
  DelegationEnded: ({ data }, teller) => delegated('DelegationEnded', data, teller),
  ConflictDeclared: ({ data }, { names }) => ({
    key: 'ConflictDeclared',
    values: { person: names.person(data.person) },
  }),
  ReplyVoided: ({ data }, teller) => ofSeat('ReplyVoided', data, teller),
  HoldersChanged: ({ data }, { names }) => ({ key: 'HoldersChanged', values: { office: names.office(data.office) } }),
  PaperEntered: ({ data }, teller) => onPaper('PaperEntered', data, teller),
  PaperRefused: ({ data }, teller) => onPaper('PaperRefused', data, teller),
  BallotReopened: plain('BallotReopened'),
};

type OfSeat = Readonly<{ ballot: string; seat: string }>;

/** Told in the own house alone, where the office may be named. */
const officeOf = ({ ballot, seat }: OfSeat, state: Teller['state'], names: Names): string =>
  names.office(state.ballots[ballot]?.seats.find((s) => s.key === seat)?.office ?? seat);

const onPaper = (key: string, data: OfSeat, { state, names }: Teller): Told => ({
  key,
  values: { office: officeOf(data, state, names) },
});

const delegated = (
  key: string,
  data: OfSeat & Readonly<{ from: string; to: string }>,
  { state, names }: Teller,
): Told => ({
  key,
  values: { office: officeOf(data, state, names), from: names.person(data.from), to: names.person(data.to) },
});
