/** What people are told besides being asked: one line for each event, the recipients below. Pure. */
import type { World } from '../procedure/world';
import type { Notice } from './effects';
import type { EventData, EventOf, ProposalEvent, ReplySigned } from './events';
import { replyId } from './evolve';
import {
  everybody,
  houseOf,
  participants,
  proposer,
  readerOf,
  submitterOnly,
  tell,
  toSeat,
  toWaiting,
  unit,
} from './readers';
import { mayRelease, releasingSeats } from './releasing-seat';
import { type Ballot, ballotOf, type Case, type Seat, trackOf } from './state';

/** The notices that one event calls for, given the state after it. Pure. */
export function noticesOf(state: Case, event: ProposalEvent, world: World): readonly Notice[] {
  return [...ofCourse(state, event, world), ...ofClock(state, event), ...ofPeople(state, event)];
}

function ofCourse(state: Case, event: ProposalEvent, world: World): readonly Notice[] {
  switch (event.type) {
    case 'Commented':
      return commented(state, event, world);
    case 'CommentReleased':
      return heardByOthers(state, event.data);
    case 'RevisionOffered':
      return offered(state, event, world);
    case 'RevisionReleased':
      return tell('acceptance', participants(state, event.data.acceptedBy), { thing: `${event.data.revision.number}` });
    case 'BallotClosed':
      return event.data.result === 'returned' ? sentBack(state, event, world) : [];
    case 'Returned':
      return tell('returned', proposer(state));
    case 'RoundStarted':
      // Such a track ends with its round and is made anew; what a house is asked goes on by itself.
      return cancelled(state, event.at, (track) => trackOf(state, track).result === 'overtaken');
    case 'TrackSettled':
      return cancelled(state, event.at, (track) => track === event.data.track);
    case 'Joined':
      return tell('joined', everybody(state), { thing: event.data.organization });
    case 'Left':
      return tell('left', everybody(state), { thing: event.data.organization ?? event.data.side });
    case 'StopLifted':
      return tell('stopLifted', [unit(state, event.chain)], { thing: event.data.track });
    case 'TookEffect':
      return tell('tookEffect', everybody(state));
    case 'FellDue':
      return tell('fellDue', houseOf(state, event.chain), { thing: event.data.obligation });
    default:
      return [];
  }
}

function ofClock(state: Case, event: ProposalEvent): readonly Notice[] {
  switch (event.type) {
    case 'FileAwaited':
      return tell('file', [{ side: event.chain, to: { office: event.data.office } }], { thing: event.data.track });
    case 'FileSupplied':
      return fileAgain(state, event.data.track);
    case 'FileLacks':
      return tell('fileLacks', proposer(state), { thing: event.data.track });
    case 'ExtensionAsked':
      return extensionAsked(state, event.data);
    case 'ExtensionGranted':
      return toSeat(state, 'extensionGranted', event.data);
    case 'ExtensionDeclined':
      return toSeat(state, 'extensionDeclined', event.data);
    case 'DeadlineMoved':
    case 'SeatDeadlinesMoved':
      return deadlineMoved(state, event.data);
    case 'ClockSuspended':
      return openBallots(state)
        .filter((b) => b.track === event.data.track)
        .flatMap((b) => toWaiting(state, 'suspended', b));
    case 'Unpaused':
      return askedMeanwhile(state);
    default:
      return [];
  }
}

function ofPeople(state: Case, event: ProposalEvent): readonly Notice[] {
  switch (event.type) {
    case 'ReplyGiven':
      return [...paperReceipt(state, event.data, event.data.signed), ...silenceBroken(state, event.data)];
    case 'ReplySigned':
      return paperReceipt(state, event.data, event.data.signed);
    case 'PaperEntered': {
      const { ballot, seat, entry } = event.data;
      return tell('paperToConfirm', [unit(state, event.chain)], { ballot, seat, thing: entry });
    }
    case 'PaperRefused':
      return toSeat(state, 'paperRefused', event.data, event.data.entry);
    case 'BallotReopened':
      return reopened(state, event.data.ballot);
    default:
      return [];
  }
}

const openBallots = (state: Case): readonly Ballot[] => Object.values(state.ballots).filter((b) => b.status === 'open');

/** What was asked inside goes to whoever can answer inside; what is meant for others, to whoever may release it. */
function commented(state: Case, { chain, at, data }: EventOf<'Commented'>, world: World): readonly Notice[] {
  const { comment, organization, person, audience = 'inside', asks = false } = data;
  if (audience === 'others') {
    if (state.releasedAt === null) return [];
    if (mayRelease(state, { person, side: chain }, organization, { world, at })) return [];
    return toReleasing(state, { side: chain, organization }, { world, at, thing: comment });
  }
  if (!asks) return [];
  const own = chain === state.proposing && organization !== state.submitter.organization;
  return tell('question', own ? submitterOnly(state) : [unit(state, chain)], { thing: comment });
}

const toReleasing = (
  state: Case,
  of: Readonly<{ side: string; organization: string | null }>,
  { world, at, thing }: Readonly<{ world: World; at: string; thing: string }>,
): readonly Notice[] =>
  tell(
    'toRelease',
    releasingSeats(state, of, world, at).map((office) => ({ side: of.side, to: { office } })),
    { thing },
  );

/** The proposer is asked by the others, and asks their units; an answer goes back the same way. */
function heardByOthers(state: Case, { comment, side, asks, inReplyTo }: EventData<'CommentReleased'>) {
  if (!asks && inReplyTo === null) return [];
  const others = state.sides.filter((s) => s !== side).map((s) => unit(state, s));
  const readers = side === state.proposing ? others : submitterOnly(state);
  return tell(asks ? 'question' : 'answer', readers, { thing: comment });
}

function offered(state: Case, { chain, at, data }: EventOf<'RevisionOffered'>, world: World): readonly Notice[] {
  const { releaser, person, organization, revision } = data;
  if (releaser === null) return [];
  if (mayRelease(state, { person, side: chain }, organization, { world, at })) return [];
  return tell('toRelease', [{ side: chain, to: { office: releaser } }], { thing: `${revision.number}` });
}

/**
 * What another house sends back must be released there first; the proposer's own house tells at once. What the joint
 * step sends back has crossed by itself, and is told with each side's wish.
 */
function sentBack(state: Case, { at, data }: EventOf<'BallotClosed'>, world: World): readonly Notice[] {
  const { side, participant } = trackOf(state, ballotOf(state, data.ballot).track);
  if (side === state.proposing) return tell('returned', proposer(state), { ballot: data.ballot });
  if (side === null) return [];
  return toReleasing(state, { side, organization: participant }, { world, at, thing: data.ballot });
}

/**
 * Those whose question is over without them: the ballot ended with its track or its round. Where the whole case ended,
 * the outcome is told to everybody who was asked, and says it too.
 */
const cancelled = (state: Case, at: string, within: (track: string) => boolean): readonly Notice[] =>
  Object.values(state.ballots)
    .filter((b) => b.result === 'overtaken' && b.closedAt === at && within(b.track))
    .flatMap((b) => toWaiting(state, 'cancelled', b));

function fileAgain(state: Case, id: string): readonly Notice[] {
  const { file, side } = trackOf(state, id);
  return file && side !== null ? tell('file', [{ side, to: { office: file.office } }], { thing: id }) : [];
}

/** In a house its unit may grant more time, between sides the submitting organization. */
function extensionAsked(state: Case, { ballot, seat }: Readonly<{ ballot: string; seat: string }>): readonly Notice[] {
  const { side } = trackOf(state, ballotOf(state, ballot).track);
  return tell('extension', side === null ? submitterOnly(state) : [unit(state, side)], { ballot, seat });
}

type Moved = Pick<EventData<'DeadlineMoved'>, 'ballot' | 'reason' | 'seats'>;

function deadlineMoved(state: Case, { ballot, reason, seats = [] }: Moved): readonly Notice[] {
  const moved = ballotOf(state, ballot).seats.filter((s) => s.reply === null && seats.some((m) => m.key === s.key));
  return (
    moved
      // Whoever asked for more time is told with the answer.
      .filter((s) => reason !== 'extension' || s.extension?.state !== 'granted')
      .flatMap((s) => toSeat(state, 'deadlineMoved', { ballot, seat: s.key }, reason))
  );
}

/** Who asked for more time while no mail went out. */
function askedMeanwhile(state: Case): readonly Notice[] {
  const since = state.pauses.at(-1)?.from ?? '';
  const asking = ({ extension }: Seat) => extension?.state === 'asked' && extension.at >= since;
  return openBallots(state).flatMap((b) =>
    b.seats.filter(asking).flatMap((s) => extensionAsked(state, { ballot: b.id, seat: s.key })),
  );
}

function paperReceipt(
  state: Case,
  { ballot, seat, n }: Readonly<{ ballot: string; seat: string; n: number }>,
  signed: ReplySigned | undefined,
): readonly Notice[] {
  return signed?.paper ? toSeat(state, 'paperReceipt', { ballot, seat }, replyId(ballot, seat, n)) : [];
}

/** Once it is broken it is broken for good, and everybody who was asked learns it at once. */
function silenceBroken(state: Case, { ballot: id, seat, kind }: EventData<'ReplyGiven'>): readonly Notice[] {
  const ballot = ballotOf(state, id);
  if (ballot.rule.kind !== 'silence' || kind !== 'object') return [];
  const others = ballot.seats.filter((s) => s.key !== seat);
  if (others.some((s) => s.hasObjected)) return [];
  return others.flatMap((s) => toSeat(state, 'silenceBroken', { ballot: id, seat: s.key }));
}

/** Told to everybody who was asked and to the units of the house, or of all sides where the step is theirs. */
function reopened(state: Case, id: string): readonly Notice[] {
  const ballot = ballotOf(state, id);
  const { side } = trackOf(state, ballot.track);
  const units = (side === null ? state.sides : [side]).map((s) => unit(state, s));
  return tell('reopened', [...units, ...ballot.seats.flatMap((s) => readerOf(state, s))], { ballot: id });
}
