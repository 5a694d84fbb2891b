import { holdersOf } from '../directory/directory';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { isBefore } from '../time/order';
import { type Asked, addressed, checkOpen, deciderFor, isRefusal, no } from './addressed';
import {
  checkAnswer,
  checkOffered,
  checkShown,
  checkStanding,
  confirmBy,
  givenOf,
  replyEvents,
  withSettling,
} from './answer';
import type { Reply } from './commands';
import { accept, type Decision, refuse } from './decision';
import { type Capacity, officeOf } from './eligibility';
import { event, type ProposalEvent, type ReplySigned } from './events';
import { evolveAll } from './evolve';
import { enterPaper } from './paper';
import type { Refusal } from './refusals';
import { chainOf, stepOf } from './settle';
import { ballotOf, type Case, isCase, isOpen, type ProposalState, trackOf } from './state';
import { stopsOf } from './stops';

export { ballotId } from './addressed';

/**
 * One seat answers an open ballot. The latest reply of a seat stands until the ballot closes; a request for more time
 * is no reply and stands beside it. An answer on paper is entered by a registrar. Pure.
 */
export function reply(state: ProposalState, command: Reply, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  if (command.paper) return enterPaper(state, command, command.paper, world);
  const asked = addressed(state, command, world.procedure);
  if (isRefusal(asked)) return { accepted: false, refusal: asked };
  const decider = deciderFor(state, asked, command, world);
  if (isRefusal(decider)) return { accepted: false, refusal: decider };
  if (command.kind === 'requestExtension') return askForTime(state, asked, command);
  const wrong =
    checkOvertaken(state, asked, command) ??
    checkOpen(state, asked) ??
    checkReply(state, asked, command, decider, world);
  return wrong ? { accepted: false, refusal: wrong } : give(state, asked, command, decider, world);
}

/** Of a ballot that a new text has overtaken, the text is the news. */
const checkOvertaken = (state: Case, { ballot }: Asked, { shown }: Reply): Refusal | null =>
  isOpen(state) && ballot.result === 'overtaken' ? checkShown(state, shown) : null;

function checkReply(state: Case, asked: Asked, command: Reply, decider: Capacity, world: World): Refusal | null {
  const step = stepOf(state, asked.ballot);
  return (
    checkOffered(asked, step, command.kind) ??
    checkShown(state, command.shown) ??
    checkStanding(asked.seat, command.shown.standing) ??
    (step.principalPrevails ? checkPrincipal(state, asked, decider, world) : null) ??
    checkAnswer(state, asked, command, world, command.at)
  );
}

/** An alternate or delegate cannot replace what the principal said, even where somebody else is principal now. */
function checkPrincipal(state: Case, { seat }: Asked, { kind }: Capacity, { directory }: World): Refusal | null {
  const { reply: standing } = seat;
  if (!standing?.person || kind === 'principal') return null;
  const holders = holdersOf(directory, officeOf(state, seat), standing.at, state);
  const byPrincipal = holders.some((h) => h.kind === 'principal' && h.person === standing.person);
  return byPrincipal ? no('PrincipalHasAnswered') : null;
}

function give(state: Case, asked: Asked, command: Reply, { by }: Capacity, world: World): Decision {
  const { ballot, seat } = asked;
  const { at, actor, kind, inside, note, shown } = command;
  const { language, procedure, revision } = shown;
  const signed: ReplySigned = {
    person: actor.person,
    language,
    procedure,
    inside,
    afterDate: seat.due !== null && !isBefore(at, seat.due),
    ...(by === null ? {} : { onBehalfOf: by }),
    ...(note ? { note } : {}),
  };
  const until = confirmBy(stepOf(state, ballot), kind, seat.side, at, world);
  const given = givenOf(command, revision, until);
  const answered = withSettling(state, asked, replyEvents(state, asked, { given, signed }, at), at);
  return accept([...answered, ...stopsOfOthers(state, asked, answered, world, at)]);
}

/** Who answers for one seat may have been the last who could answer for another one of the step. */
function stopsOfOthers(
  state: Case,
  { ballot, seat }: Asked,
  answered: readonly ProposalEvent[],
  world: World,
  at: Instant,
): readonly ProposalEvent[] {
  if (ballot.seats.length === 1) return [];
  const after = evolveAll(state, state.id, answered) as Case;
  const still = ballotOf(after, ballot.id);
  return still.status === 'open' ? stopsOf(after, seat.side, world, at, [still]) : [];
}

/** A seat asks for more time, once in a ballot. Who may grant it is told; what it has answered stands. */
function askForTime(state: Case, asked: Asked, command: Reply): Decision {
  const wrong = checkOpen(state, asked) ?? checkExtension(state, asked, command);
  if (wrong) return { accepted: false, refusal: wrong };
  const { ballot, seat } = asked;
  const { actor, at, statement, workingDays = 0 } = command;
  const chain = chainOf(trackOf(state, ballot.track));
  const { person, organization } = actor;
  return accept([
    event('ExtensionAsked', chain, at, { ballot: ballot.id, seat: seat.key, workingDays, statement }),
    ...(chain === seat.side
      ? []
      : [event('ActedInside', seat.side, at, { act: 'extensionAsked', person, organization })]),
  ]);
}

function checkExtension(state: Case, { ballot, seat }: Asked, { workingDays, shown }: Reply): Refusal | null {
  const { extension } = stepOf(state, ballot);
  if (!extension) return no('ExtensionNotOffered', {}, '/kind');
  const stale = checkShown(state, shown);
  if (stale) return stale;
  if (!Number.isSafeInteger(workingDays) || !workingDays || workingDays < 1) {
    return no('ValidationFailed', { given: workingDays ?? null }, '/workingDays');
  }
  if (workingDays > extension.workingDays) {
    return no('ExtensionTooLong', { given: workingDays, allowed: extension.workingDays }, '/workingDays');
  }
  return seat.extension ? no('ExtensionAskedAlready') : null;
}
