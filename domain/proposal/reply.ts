import { holdersOf } from '../directory/directory';
import { stepsOf } from '../procedure/schema';
import type { World } from '../procedure/world';
import { isBefore } from '../time/order';
import type { Reply } from './commands';
import { accept, type Decision, refuse } from './decision';
import { barredFrom } from './eligibility';
import { event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import type { Refusal } from './refusals';
import { chainOf, settle } from './settle';
import { type Ballot, type Case, isCase, isOpen, isStopped, type ProposalState, type Seat, trackOf } from './state';

const no = (code: Refusal['code'], facts: Refusal['facts'] = {}, pointer?: string): Refusal => ({
  code,
  facts,
  ...(pointer === undefined ? {} : { pointer }),
});

/** One seat answers an open ballot. The latest reply of a seat stands until the ballot closes. */
export function reply(state: ProposalState, command: Reply, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const ballot = state.ballots[command.ballot];
  // Another side's house answers like nothing at all, so that its steps cannot be found by guessing.
  const foreign = ballot && ![null, command.actor.side].includes(trackOf(state, ballot.track).side);
  if (!ballot || foreign) {
    return refuse(isPlanned(state, command, world) ? 'NotOpenYet' : 'NotFound', {}, '/ballot');
  }
  const seat = ballot.seats.find((s) => s.key === command.seat && s.side === command.actor.side);
  if (!seat) return refuse('NotYourSeat', { given: command.seat }, '/seat');
  const wrong =
    checkPerson(state, ballot, seat, command, world) ??
    checkOpen(state, ballot) ??
    checkShown(state, ballot, seat, command);
  if (wrong) return { accepted: false, refusal: wrong };
  const given = givenEvents(state, ballot, seat, command);
  const after = evolveAll(state, state.id, given) as Case;
  return accept([...given, ...settle(after, ballot.id, command.at)]);
}

/** Ballot ids are made of case, track, step and round, so that one still to come can be told from a wrong one. */
function isPlanned(state: Case, { ballot, actor }: Reply, { procedure }: World): boolean {
  const inHouse = Object.values(state.tracks).filter((t) => t.side === actor.side);
  const joint = procedure.stages.flatMap((s) =>
    s.tracks.per === 'case' && s.steps !== 'profile' ? [{ id: s.key, steps: s.steps }] : [],
  );
  return [...inHouse, ...joint].some((track) =>
    track.steps.flatMap(stepsOf).some((step) => ballot === ballotId(state.id, track.id, step.key, 1)),
  );
}

export const ballotId = (proposal: string, track: string, step: string, round: number): string =>
  `${proposal}.${track}.${step}.${round}`;

function checkOpen(state: Case, ballot: Ballot): Refusal | null {
  if (!isOpen(state)) return no('CaseClosed', { status: state.status });
  if (ballot.status !== 'open') return no('BallotClosed', { result: ballot.result, closedAt: ballot.closedAt });
  return isStopped(state, ballot.track) ? no('CaseStopped') : null;
}

function checkPerson(state: Case, ballot: Ballot, seat: Seat, command: Reply, world: World): Refusal | null {
  const { actor, at } = command;
  const office = seat.office ?? '';
  if (!holdersOf(world.directory, office, at).some((h) => h.person === actor.person)) {
    return no('NotYourSeat', { given: command.seat }, '/seat');
  }
  const channels = world.directory.seats[office]?.channels ?? [];
  // Our own pages are another way to what came by mail.
  const channel = actor.channel === 'desk' ? 'mail' : actor.channel;
  if (!channels.includes(channel)) return no('NotYourChannel', { given: actor.channel, allowed: channels });
  const bar = barredFrom(state, ballot, seat, actor.person);
  return bar ? no('Barred', { reason: bar }) : null;
}

/** What was seen is what is decided on: a stale page is shown the difference and asked again. */
function checkShown(state: Case, ballot: Ballot, seat: Seat, { kind, shown }: Reply): Refusal | null {
  const { revision, procedure } = state;
  if (!ballot.offers.includes(kind)) return no('KindNotOffered', { given: kind, allowed: ballot.offers }, '/kind');
  if (shown.revision !== revision.hash) {
    return no('StaleRevision', { given: shown.revision, current: revision.hash }, '/shown/revision');
  }
  if (shown.procedure !== procedure.hash) {
    return no('StaleProcedure', { given: shown.procedure, current: procedure.hash }, '/shown/procedure');
  }
  if (!revision.languages.includes(shown.language)) {
    return no('LanguageNotShown', { given: shown.language, allowed: revision.languages }, '/shown/language');
  }
  const standing = seat.reply?.id ?? null;
  if (shown.standing === standing) return null;
  return no('SeatAnsweredMeanwhile', { given: shown.standing, current: standing }, '/shown/standing');
}

function givenEvents(state: Case, ballot: Ballot, seat: Seat, command: Reply): readonly ProposalEvent[] {
  const { at, actor, kind, inside, statement, shown } = command;
  const n = seat.replies + 1;
  const chain = chainOf(trackOf(state, ballot.track));
  const afterDate = seat.due !== null && !isBefore(at, seat.due);
  const { language, procedure, revision } = shown;
  const signed = { person: actor.person, language, procedure, inside, afterDate };
  const given = { ballot: ballot.id, seat: seat.key, n, kind, revision, statement };
  if (chain === seat.side) return [event('ReplyGiven', chain, at, { ...given, signed })];
  return [
    event('ReplyGiven', chain, at, given),
    event('ReplySigned', seat.side, at, { ballot: ballot.id, seat: seat.key, n, signed }),
  ];
}
