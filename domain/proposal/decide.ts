/** `decide(state, command, world) → events | refusal`, and the same for the engine's moves. Pure. */
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Command, Move } from './commands';
import { comment } from './comment';
import { conclude } from './conclude';
import { confirmPaper } from './confirm-paper';
import type { Decision } from './decision';
import { declareConflict } from './declare-conflict';
import { declareFile } from './declare-file';
import { delegate, endDelegation } from './delegate';
import { enter } from './enter';
import type { ProposalEvent } from './events';
import { expire } from './expire';
import { fallDue } from './fall-due';
import { hold, lift } from './hold';
import { intervene } from './intervene';
import { join, leave } from './join';
import { lapse } from './lapse';
import { merge } from './merge';
import { open } from './open';
import { recordAct } from './record-act';
import { recount } from './recount';
import { referUp } from './refer-up';
import { release } from './release';
import { remind } from './remind';
import { renew } from './renew';
import { reply } from './reply';
import { reseat } from './reseat';
import { acceptRevision, revise } from './revise';
import { closeAtDeadline } from './settle';
import type { Case, ProposalState } from './state';
import { submit } from './submit';
import { supplyFile } from './supply-file';
import { withdraw } from './withdraw';

/** Judges one act of a person. Pure. */
export function decide(state: ProposalState, command: Command, world: World): Decision {
  switch (command.type) {
    case 'submit':
      return submit(state, command, world);
    case 'reply':
      return reply(state, command, world);
    case 'confirmPaper':
      return confirmPaper(state, command, world);
    case 'delegate':
      return delegate(state, command, world);
    case 'endDelegation':
      return endDelegation(state, command, world);
    case 'declareConflict':
      return declareConflict(state, command, world);
    case 'reseat':
      return reseat(state, command, world);
    case 'declareFile':
      return declareFile(state, command, world);
    case 'supplyFile':
      return supplyFile(state, command);
    case 'intervene':
      return intervene(state, command, world);
    case 'hold':
      return hold(state, command);
    case 'lift':
      return lift(state, command, world);
    case 'recount':
      return recount(state, command, world);
    case 'comment':
      return comment(state, command, world);
    case 'withdraw':
      return withdraw(state, command);
    case 'release':
      return release(state, command, world);
    case 'recordAct':
      return recordAct(state, command, world);
    case 'revise':
      return revise(state, command, world);
    case 'acceptRevision':
      return acceptRevision(state, command, world);
    case 'join':
      return join(state, command, world);
    case 'leave':
      return leave(state, command, world);
  }
}

/** Makes one move that `nextMove` has named for this very state. Pure. */
export function perform(state: Case, move: Move, world: World, at: Instant): readonly ProposalEvent[] {
  switch (move.type) {
    case 'enter':
      return enter(state, move.stage, world, at);
    case 'open':
      return open(state, move.track, world, at);
    case 'renew':
      return renew(state, move.track, at);
    case 'remind':
      return remind(state, move.ballot, move.seats, world, at);
    case 'referUp':
      return referUp(state, move.ballot, world, at);
    case 'expire':
      return expire(state, move.ballot, move.seat, at);
    case 'close':
      return closeAtDeadline(state, move.ballot, at);
    case 'lapse':
      return lapse(state, move.ballot, at);
    case 'merge':
      return merge(state, move.stage, at);
    case 'conclude':
      return conclude(state, move.outcome, world, at);
    case 'fallDue':
      return fallDue(state, move.obligation, at);
  }
}
