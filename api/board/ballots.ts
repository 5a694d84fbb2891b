/** Requests for opinion as a page shows them: the own house by office, of other sides the position alone. */
import type { BallotView, ReplyView, SeatView } from '../../domain/visibility/case-view';
import { quoted } from './names';
import type { Reading } from './reading';
import type { BallotBlock, ReplyLine, SeatLine } from './views';

/** Those that are open first, then what was closed last. Pure. */
export const ballotsOf = (reading: Reading): readonly BallotBlock[] =>
  reading.ballots
    .toReversed()
    .toSorted((a, b) => Number(a.status === 'closed') - Number(b.status === 'closed'))
    .map((ballot) => blockOf(reading, ballot));

function blockOf(reading: Reading, ballot: BallotView): BallotBlock {
  const { id, round, status, openedAt, closedAt, due, result, rule, tally, wouldChange } = ballot;
  const isOwn = (seat: SeatView) => seat.side === reading.user.side;
  const asked = ballot.seats.filter(({ electorate }) => electorate === 'seats').length;
  return {
    id,
    kind: kindOf(reading, ballot),
    house: ballot.participant === null ? null : reading.names.organization(ballot.participant),
    offices: ballot.seats.filter(isOwn).flatMap(({ office }) => (office ? [reading.names.office(office)] : [])),
    round,
    open: status === 'open',
    openedAt,
    closedAt,
    due,
    result,
    rule: { kind: rule.kind, needed: rule.kind === 'nOfM' ? rule.n : null, of: asked },
    seats: ballot.seats.map((seat) => seatLine(reading, seat)),
    tally: { for: tally.for, against: tally.against, neutral: tally.neutral, open: tally.open },
    wouldChange: wouldChange && {
      open: wouldChange.open,
      forNeeded: wouldChange.forNeeded,
      againstEnds: wouldChange.againstEnds,
    },
  };
}

/** What a ballot of the own house brings is known inside it. */
function kindOf({ state }: Reading, { id, joint }: BallotView): BallotBlock['kind'] {
  if (joint) return 'joint';
  return state.ballots[id]?.effect === 'release' ? 'release' : 'house';
}

function seatLine(reading: Reading, seat: SeatView): SeatLine {
  const { side, participant, electorate, office, due = null, extension = null, reply } = seat;
  return {
    name: nameOf(reading, { office: office ?? null, participant: electorate === 'consents' ? participant : null }),
    side,
    due,
    extension,
    reply: reply && replyLine(reading, reply),
  };
}

/** A participant gives its consent in its own name, a house answers by office, another side as a whole. */
function nameOf(
  { names }: Reading,
  { office, participant }: Readonly<{ office: string | null; participant: string | null }>,
) {
  if (participant !== null) return names.organization(participant);
  return office === null ? null : names.office(office);
}

function replyLine({ names, texts, language }: Reading, reply: ReplyView): ReplyLine {
  const { kind, at, statement, inside, person, onBehalfOf, carriedFrom, confirmBy, sections, except } = reply;
  return {
    kind,
    at,
    statement: quoted(texts, statement, language),
    inside: quoted(texts, inside, language),
    person: person ? names.person(person) : null,
    onBehalfOf: onBehalfOf === undefined ? null : names.person(onBehalfOf),
    onPaper: reply.onPaper ?? false,
    afterDate: reply.afterDate ?? false,
    carriedFrom: carriedFrom ?? null,
    confirmBy: confirmBy ?? null,
    sections: (sections ?? []).map(names.section),
    except: (except ?? []).map(names.section),
  };
}
