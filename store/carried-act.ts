/** What is carried to cases: a command, as it is kept until each of them takes it. */
import type { Command, Hold, Lift, Recount, Reseat } from '../domain/proposal/commands';
import type { ProposalState } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';

type AsKept<C> = C extends Command ? Readonly<Omit<C, 'at'>> : never;
/** The command that each case takes, without its instant. */
export type CarriedAct = AsKept<Hold | Lift | Recount | Reseat>;

/** The command of an act for one case. Pure. */
export const commandOf = (act: CarriedAct, { now }: Readonly<{ now: Instant; state: ProposalState }>): Command =>
  ({ ...act, at: now }) as Command;
