/** What an answer must be like, whether it comes by link, by key or on paper, and the events that it becomes. */
import { classOf, type ReplyKind } from '../ballot/replies';
import type { Step } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import { dueFor, type Start } from '../time/deadline';
import type { Instant } from '../time/instant';
import { localDateAt } from '../time/order';
import { type Asked, no } from './addressed';
import type { Reply, Shown } from './commands';
import { event, type GivenReply, type ProposalEvent, type ReplySigned } from './events';
import { evolveAll } from './evolve';
import type { Refusal } from './refusals';
import { chainOf, settle, stepOf } from './settle';
import { type Case, type Seat, trackOf } from './state';

export type Answer = Pick<Reply, 'kind' | 'inside' | 'statement'> &
  Readonly<{
    sections?: Reply['sections'] | undefined;
    except?: Reply['except'] | undefined;
    note?: Reply['note'] | undefined;
  }>;

/** What was seen is what is decided on: a stale page is shown the difference and asked again. Pure. */
export function checkShown({ revision, procedure }: Case, shown: Omit<Shown, 'standing'>): Refusal | null {
  if (shown.revision !== revision.hash) {
    return no('StaleRevision', { given: shown.revision, current: revision.hash }, '/shown/revision');
  }
  if (shown.procedure !== procedure.hash) {
    return no('StaleProcedure', { given: shown.procedure, current: procedure.hash }, '/shown/procedure');
  }
  if (revision.languages.includes(shown.language)) return null;
  return no('LanguageNotShown', { given: shown.language, allowed: revision.languages }, '/shown/language');
}

/** If another holder answered meanwhile, that is shown first. Pure. */
export function checkStanding(seat: Seat, shown: string | null): Refusal | null {
  const standing = seat.reply?.id ?? null;
  if (shown === standing) return null;
  return no('SeatAnsweredMeanwhile', { given: shown, current: standing }, '/shown/standing');
}

/** Whether the step offers a kind to its seats. Pure. */
export function checkOffered({ ballot }: Asked, step: Step, kind: ReplyKind): Refusal | null {
  const allowed = ballot.offers.filter((k) => k !== 'agreeAdReferendum' || step.adReferendum !== undefined);
  return allowed.includes(kind) ? null : no('KindNotOffered', { given: kind, allowed }, '/kind');
}

/** Everything that an answer of a kind that is offered must have, and must not. Pure. */
export function checkAnswer(state: Case, asked: Asked, answer: Answer, world: World, at: Instant): Refusal | null {
  const step = stepOf(state, asked.ballot);
  return (
    checkHigher(asked) ??
    checkSections(state, answer) ??
    checkNote(step, answer, countryOf(world, asked.seat.side), at) ??
    checkReason(state, asked, step, answer)
  );
}

/** Referred up, the first office may still answer until the higher one has. */
function checkHigher({ ballot, seat }: Asked): Refusal | null {
  const higher = ballot.seats.some((s) => s.referredFrom.includes(seat.key) && s.reply !== null);
  return higher ? no('HigherOfficeAnswered') : null;
}

const IN_FAVOUR: readonly ReplyKind[] = ['agree', 'agreeWithComments', 'agreeWithStatement', 'agreeAdReferendum'];

function checkSections({ revision }: Case, { kind, sections = [], except = [] }: Answer): Refusal | null {
  const known = revision.sections.map((s) => s.key);
  const check = (named: readonly string[], pointer: string): Refusal | null => {
    const wrong = named.findIndex((key) => !known.includes(key));
    return wrong < 0
      ? null
      : no('UnknownSection', { given: named[wrong] ?? '', allowed: known }, `${pointer}/${wrong}`);
  };
  // What a kind cannot carry is refused and not dropped: it would be missed by whoever wrote it.
  if (sections.length > 0 && kind !== 'requestChanges') return no('ValidationFailed', { given: kind }, '/sections');
  if (except.length > 0 && !IN_FAVOUR.includes(kind)) return no('ValidationFailed', { given: kind }, '/except');
  const wrong = check(sections, '/sections') ?? check(except, '/except');
  if (wrong || except.length === 0) return wrong;
  return known.every((key) => except.includes(key)) ? no('ExceptEverything', {}, '/except') : null;
}

/** Where the matter goes on by a note, an answer in favour gives its number and date. */
function checkNote(step: Step, { kind, note }: Answer, { calendar }: ReturnType<typeof countryOf>, at: Instant) {
  if (step.note && classOf(kind) === 'for' && !note?.number.trim()) return no('NoteMissing', {}, '/note');
  if (note && note.dated > localDateAt(calendar, at))
    return no('NoteDateInFuture', { given: note.dated }, '/note/dated');
  return null;
}

const NEGATIVE: readonly ReplyKind[] = ['object', 'requestChanges', 'reserve'];

/** Between sides no reason is ever compulsory, whatever a procedure says. */
function checkReason(state: Case, { ballot }: Asked, step: Step, answer: Answer): Refusal | null {
  const inHouse = trackOf(state, ballot.track).side !== null;
  const asks = inHouse && step.negativeNeedsReason === 'refuse' && NEGATIVE.includes(answer.kind);
  return asks && !answer.inside && !answer.statement ? no('ReasonMissing', {}, '/inside') : null;
}

/**
 * Until when an agreement ad referendum waits for its confirmation: the working days that the step grants, in the
 * calendar of the seat; undefined for every other kind. Pure.
 */
export function confirmBy(step: Step, kind: ReplyKind, side: string, from: Start, world: World): Instant | undefined {
  if (kind !== 'agreeAdReferendum' || !step.adReferendum) return undefined;
  return dueFor({ ...step.adReferendum, minWorkingDays: 0 }, from, countryOf(world, side).calendar).due;
}

/** What of an answer crosses with it. Pure. */
export function givenOf(
  answer: Answer,
  revision: string,
  until: Instant | undefined,
): Omit<GivenReply, 'ballot' | 'seat' | 'n'> {
  const { kind, statement, sections = [], except = [] } = answer;
  return {
    kind,
    revision,
    statement,
    ...(sections.length > 0 ? { sections: [...new Set(sections)] } : {}),
    ...(except.length > 0 ? { except: [...new Set(except)] } : {}),
    ...(until === undefined ? {} : { confirmBy: until }),
  };
}

export type Signed = Readonly<{ given: ReturnType<typeof givenOf>; signed: ReplySigned }>;

/** A reply as one event in its own house, as an outer and an inner one in a joint step. Pure. */
export function replyEvents(
  state: Case,
  { ballot, seat }: Asked,
  { given, signed }: Signed,
  at: Instant,
): readonly ProposalEvent[] {
  const n = seat.replies + 1;
  const chain = chainOf(trackOf(state, ballot.track));
  const reply = { ballot: ballot.id, seat: seat.key, n, ...given };
  if (chain === seat.side) return [event('ReplyGiven', chain, at, { ...reply, signed })];
  return [
    event('ReplyGiven', chain, at, reply),
    event('ReplySigned', seat.side, at, { ballot: ballot.id, seat: seat.key, n, signed }),
  ];
}

/** The events with what they bring about in their ballot. Pure. */
export function withSettling(
  state: Case,
  { ballot }: Asked,
  events: readonly ProposalEvent[],
  at: Instant,
): readonly ProposalEvent[] {
  const after = evolveAll(state, state.id, events) as Case;
  return [...events, ...settle(after, ballot.id, at)];
}
