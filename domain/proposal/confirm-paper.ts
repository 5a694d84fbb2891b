import { stepsOf } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import { workingDaysAfter } from '../time/deadline';
import { addMilliseconds, type Instant } from '../time/instant';
import { isBefore, latest } from '../time/order';
import { type Asked, addressedBallot, isRefusal, no } from './addressed';
import { withSettling } from './answer';
import { GRACE_MS } from './clock';
import type { ConfirmPaper } from './commands';
import { accept, type Decision, refuse } from './decision';
import { type BallotClock, event, type PaperReply, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { checkEntry, checkRegistrar, checkReopening, paperEvents } from './paper';
import { chainOf, stepOf } from './settle';
import { type Ballot, type Case, isCase, isOpen, type ProposalState, trackOf } from './state';

/**
 * A second registrar confirms what was entered on paper after the deadline, or refuses it. Confirmed, it counts by the
 * date of its receipt; a ballot that the deadline had closed is opened again for it. Pure.
 */
export function confirmPaper(state: ProposalState, command: ConfirmPaper, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const found = entered(state, command, world);
  if (isRefusal(found)) return { accepted: false, refusal: found };
  const { asked, entry } = found;
  const { actor, at } = command;
  const wrong = checkRegistrar(state, asked.seat.side, command, world);
  if (wrong) return { accepted: false, refusal: wrong };
  if (entry.paper.enteredBy === actor.person) return refuse('SameRegistrar');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const { ballot, seat } = entry;
  if (!command.confirmed) {
    return accept([
      event('PaperRefused', asked.seat.side, at, { ballot, seat, entry: entry.entry, person: actor.person }),
    ]);
  }
  const untaken =
    checkReopening(state, asked, entry.paper.received, world) ?? checkEntry(state, asked, entry, world, at);
  if (untaken) return { accepted: false, refusal: untaken };
  return accept(confirmed(state, asked, { ...entry, paper: { ...entry.paper, confirmedBy: actor.person } }, world, at));
}

function entered(state: Case, { actor, ballot: id, entry: name }: ConfirmPaper, { procedure }: World) {
  const ballot = addressedBallot(state, { ballot: id, actor }, procedure);
  if (isRefusal(ballot)) return ballot;
  const entry = ballot.papers.find((p) => p.entry === name);
  const seat = ballot.seats.find((s) => s.key === entry?.seat && s.side === actor.side);
  return entry && seat ? { asked: { ballot, seat }, entry } : no('NotFound', {}, '/entry');
}

function confirmed(state: Case, asked: Asked, entry: PaperReply, world: World, at: Instant): readonly ProposalEvent[] {
  const reopened = asked.ballot.status === 'open' ? [] : reopen(state, asked, world, at);
  const after = evolveAll(state, state.id, reopened) as Case;
  return [...reopened, ...withSettling(after, asked, paperEvents(after, asked, entry, world, at), at)];
}

/** The ballot is opened again, and with it what ended in its step at the same instant because of it. */
function reopen(state: Case, { ballot, seat }: Asked, world: World, at: Instant): readonly ProposalEvent[] {
  const track = trackOf(state, ballot.track);
  const group = track.steps.find((g) => stepsOf(g).some((s) => s.key === ballot.step));
  const beside = Object.values(state.ballots).filter(
    (b) =>
      b.track === track.id &&
      b.round === ballot.round &&
      b.result === 'overtaken' &&
      b.closedAt === ballot.closedAt &&
      group !== undefined &&
      stepsOf(group).some((s) => s.key === b.step),
  );
  return [ballot, ...beside].map((b) =>
    event('BallotReopened', chainOf(track), at, { ballot: b.id, seat: seat.key, ...clockAgain(state, b, world, at) }),
  );
}

/**
 * What the deadline brings comes again for those who have not answered, never earlier than told: a lapse after its
 * full number of working days from now, a closing as soon as what was received in time can be in.
 */
function clockAgain(state: Case, ballot: Ballot, world: World, at: Instant): BallotClock {
  const { due, lapseAt, closeAt } = ballot;
  const { workingDays = 0 } = stepOf(state, ballot).atDeadline?.lapseAfter ?? {};
  const sides = [...new Set(ballot.seats.map((s) => s.side))];
  const after = sides.map((side) => workingDaysAfter(countryOf(world, side).calendar, at, workingDays));
  const later = (told: Instant | null, again: Instant) =>
    told === null || isBefore(at, told) ? told : addMilliseconds(again, GRACE_MS);
  return { due, lapseAt: later(lapseAt, latest(after)), referAt: null, closeAt: later(closeAt, at) };
}
