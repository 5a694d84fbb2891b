/**
 * Answers that came on paper, entered by a registrar of the seat's own side.
 *
 * 1. The date of receipt by the incoming register decides whether an answer was in time. It is a day without an hour,
 *    so the whole local day on which the seat's last instant lies is in time.
 * 2. dated ≤ received ≤ the day of entering, by the calendar of the side; nothing was received before the ballot opened.
 * 3. What is entered before the seat is due counts at once. What is entered later waits for a second registrar.
 * 4. Received in time, but entered after the deadline's effect had closed the ballot: it is entered all the same, and
 *    its confirmation opens the ballot again, as long as the case has not gone on from that step.
 */

import { holdersOf } from '../directory/directory';
import { type Procedure, stepsOf } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import type { Calendar } from '../time/calendar';
import { addMilliseconds, type Instant, type LocalDate } from '../time/instant';
import { isBefore, localDateAt } from '../time/order';
import { type Asked, addressedBallot, checkOpen, isRefusal, no } from './addressed';
import {
  checkAnswer,
  checkOffered,
  checkShown,
  checkStanding,
  confirmBy,
  givenOf,
  replyEvents,
  type Signed,
  withSettling,
} from './answer';
import type { Actor, GivenPaper, Reply } from './commands';
import { accept, type Decision } from './decision';
import { barredAsAuthor } from './eligibility';
import { event, type Paper, type PaperReply } from './events';
import { replyId } from './evolve';
import type { Refusal } from './refusals';
import { stepOf } from './settle';
import { type Ballot, type Case, isOpen } from './state';

/** The function of the seats whose holders may enter what came on paper. */
export const REGISTRAR = 'registrar';

/** A registrar enters an answer. It counts at once, or waits for a second registrar (contract 3). Pure. */
export function enterPaper(state: Case, command: Reply, given: GivenPaper, world: World): Decision {
  const asked = addressedOnPaper(state, command, world);
  if (isRefusal(asked)) return { accepted: false, refusal: asked };
  const entry = entryOf(asked, command, given);
  const wrong =
    checkRegistrar(state, asked.seat.side, command, world) ??
    checkPaper(asked, given, command.at, world) ??
    checkReopening(state, asked, given.received, world) ??
    checkEntry(state, asked, entry, world, command.at);
  if (wrong) return { accepted: false, refusal: wrong };
  const { ballot, seat } = asked;
  const waits = ballot.status !== 'open' || (seat.due !== null && !isBefore(command.at, seat.due));
  if (waits) {
    if (ballot.papers.some((p) => p.seat === seat.key)) return { accepted: false, refusal: no('PaperWaits') };
    return accept([event('PaperEntered', seat.side, command.at, entry)]);
  }
  return accept(withSettling(state, asked, paperEvents(state, asked, entry, world, command.at), command.at));
}

/** The seat that was named; of another side in a joint step too, so that its registrar is told why not. */
function addressedOnPaper(state: Case, command: Reply, { procedure }: World): Asked | Refusal {
  const ballot = addressedBallot(state, command, procedure);
  if (isRefusal(ballot)) return ballot;
  const seat = ballot.seats.find((s) => s.key === command.seat);
  return seat ? { ballot, seat } : no('NotYourSeat', { given: command.seat }, '/seat');
}

function entryOf({ ballot, seat }: Asked, command: Reply, given: GivenPaper): PaperReply {
  const { kind, inside, statement, sections, except, note, shown, actor } = command;
  const { language, procedure, revision, standing } = shown;
  return {
    ballot: ballot.id,
    seat: seat.key,
    entry: command.entry ?? replyId(ballot.id, seat.key, seat.replies + 1),
    kind,
    language,
    procedure,
    revision,
    standing,
    statement,
    inside,
    ...(sections ? { sections } : {}),
    ...(except ? { except } : {}),
    ...(note ? { note } : {}),
    paper: { ...given, number: given.number.trim(), enteredBy: actor.person, confirmedBy: null },
  };
}

/** Whether the actor may enter and confirm papers of a side. Whoever wrote the text attests no answer to it. Pure. */
export function checkRegistrar(
  state: Case,
  side: string,
  { actor, at }: Readonly<{ actor: Actor; at: Instant }>,
  { directory }: World,
): Refusal | null {
  if (actor.channel === 'mail') return no('NotYourChannel', { given: actor.channel, allowed: ['desk', 'api'] });
  const held = Object.values(directory.seats)
    .filter((s) => s.function === REGISTRAR && s.holders.some((h) => h.person === actor.person))
    .filter((s) => holdersOf(directory, s.id, at, state).some((h) => h.person === actor.person));
  if (held.length === 0) return no('NotARegistrar');
  const own = held.some((s) => directory.organizations[s.organization]?.country === side);
  if (!own || actor.side !== side) return no('RegistrarOfAnotherSide');
  const bar = barredAsAuthor(state, actor.person);
  return bar ? no('Barred', { reason: bar }) : null;
}

function checkPaper({ ballot, seat }: Asked, { number, dated, received }: GivenPaper, at: Instant, world: World) {
  const { calendar } = countryOf(world, seat.side);
  const today = localDateAt(calendar, at);
  const opened = localDateAt(calendar, ballot.openedAt);
  if (number.trim() === '') return no('PaperNumberMissing', {}, '/paper/number');
  if (dated > today) return no('PaperDateInFuture', { given: dated }, '/paper/dated');
  if (received > today) return no('PaperDateInFuture', { given: received }, '/paper/received');
  if (dated > received) return no('PaperDatesOutOfOrder', { dated, received }, '/paper/received');
  if (received < opened) return no('PaperBeforeOpening', { given: received, opened }, '/paper/received');
  return null;
}

/** What is asked of every answer, at its entry and again at its confirmation. Pure. */
export function checkEntry(state: Case, asked: Asked, entry: PaperReply, world: World, at: Instant): Refusal | null {
  return (
    checkOffered(asked, stepOf(state, asked.ballot), entry.kind) ??
    // More time is asked for by those who may, and granted on their behalf by the side's unit; paper is for answers.
    (entry.kind === 'requestExtension' ? no('KindNotOffered', { given: entry.kind }, '/kind') : null) ??
    checkShown(state, entry) ??
    checkStanding(asked.seat, entry.standing ?? null) ??
    checkAnswer(state, asked, entry, world, at)
  );
}

/** Contract 1. Pure. */
export const isInTime = (received: LocalDate, due: Instant | null, calendar: Calendar): boolean =>
  due === null || received <= localDateAt(calendar, addMilliseconds(due, -1));

/** The reply that an entry becomes. Pure. */
export function paperEvents(state: Case, asked: Asked, entry: PaperReply, world: World, at: Instant) {
  const { seat, ballot } = asked;
  const { kind, language, procedure, revision, inside, note, paper } = entry;
  const { calendar } = countryOf(world, seat.side);
  const until = confirmBy(stepOf(state, ballot), kind, seat.side, { receivedOn: paper.received }, world);
  const afterDate = !isInTime(paper.received, seat.due, calendar);
  const signed: Signed['signed'] = {
    person: null,
    language,
    procedure,
    inside,
    afterDate,
    paper: paper satisfies Paper,
    ...(note ? { note } : {}),
  };
  return replyEvents(state, asked, { given: givenOf(entry, revision, until), signed }, at);
}

/** Whether an answer on paper can still be taken: its ballot is open, or can be opened again (contract 4). Pure. */
export function checkReopening(state: Case, asked: Asked, received: LocalDate, world: World): Refusal | null {
  const { ballot, seat } = asked;
  if (!isOpen(state) || ballot.status === 'open') return checkOpen(state, asked);
  const { calendar } = countryOf(world, seat.side);
  const wasMissed = seat.reply === null && seat.due !== null && isInTime(received, seat.due, calendar);
  if (!wasMissed || !isClosedByDeadline(ballot)) return checkOpen(state, asked);
  return hasGoneOn(state, ballot, world.procedure) ? no('StepWentOn') : null;
}

/** What the last reply closed stays closed; so does what ended with its track or its round. */
function isClosedByDeadline({ result, closedAt, lapseAt, closeAt }: Ballot): boolean {
  if (closedAt === null || result === 'overtaken') return false;
  return [lapseAt, closeAt].some((effect) => effect !== null && !isBefore(closedAt, effect));
}

/** Whether later steps, the next stage or a new text have been taken up since. */
function hasGoneOn(state: Case, ballot: Ballot, procedure: Procedure): boolean {
  const track = state.tracks[ballot.track];
  if (!track || track.round !== ballot.round || procedure.stages[state.stage]?.key !== track.stage) return true;
  const place = (key: string) => track.steps.findIndex((group) => stepsOf(group).some((s) => s.key === key));
  const later = Object.values(state.ballots).some(
    (b) => b.track === track.id && b.round === ballot.round && place(b.step) > place(ballot.step),
  );
  const isOfTrack = (side: string) => track.side === null || side === track.side;
  const crossed = state.returns.some((r) => isOfTrack(r.side) && r.at >= (ballot.closedAt ?? ''));
  return later || crossed;
}
