/** What holds of every case, whatever is done to it and in whatever order. */
import fc from 'fast-check';
import { classOf } from '../../../domain/ballot/replies';
import type { ProposalEvent } from '../../../domain/proposal/events';
import { evolveAll } from '../../../domain/proposal/evolve';
import { type Ballot, type Case, isCase, NONE, type ProposalState, trackOf } from '../../../domain/proposal/state';
import { pack, unpack } from '../../../store/snapshot';
import { seeded } from '../seeded';
import { CASE_ID } from './fixtures';
import { acts, RandomPlay } from './random-play';

const jointBallots = (state: Case): readonly Ballot[] =>
  Object.values(state.ballots).filter((b) => trackOf(state, b.track).side === null && b.round === state.round);

function committedOnlyByThemselves(state: Case): void {
  if (state.outcome?.result !== 'agreed') return;
  const seats = jointBallots(state).flatMap((b) => b.seats);
  for (const { organization } of state.participants) {
    const consent = seats.find((s) => s.electorate === 'consents' && s.participant === organization);
    expect(consent?.reply && classOf(consent.reply.kind)).toBe('for');
  }
  for (const side of state.sides) {
    const position = seats.find((s) => s.electorate === 'seats' && s.side === side);
    expect(position?.reply && classOf(position.reply.kind)).toBe('for');
  }
}

function neverEarlier(before: ProposalState, after: Case): void {
  if (!isCase(before)) return;
  for (const ballot of Object.values(after.ballots)) {
    const old = before.ballots[ballot.id];
    if (!old) continue;
    if (old.due !== null && ballot.due !== null) expect(ballot.due >= old.due).toBe(true);
    for (const seat of ballot.seats) {
      const told = old.seats.find((s) => s.key === seat.key)?.due ?? null;
      if (told !== null && seat.due !== null) expect(seat.due >= told).toBe(true);
    }
  }
}

/** In this world the ministry alone answers for the border; every other change is everybody's. */
function carriesOnlyWhatStands(after: Case): void {
  for (const ballot of Object.values(after.ballots).filter((b) => b.status === 'open')) {
    for (const seat of ballot.seats) {
      const from = seat.reply?.carriedFrom;
      if (from == null) continue;
      const given = Number(from.split('.').at(-1));
      const changed = after.rounds.filter((r) => r.round > given && r.round <= ballot.round).flatMap((r) => r.changed);
      const isJoint = trackOf(after, ballot.track).side === null;
      const mine = (section: string) =>
        section === 'border' && !isJoint ? seat.sections !== undefined : section !== 'participants';
      const touched = changed.filter((section) => (seat.sections ? seat.sections.includes(section) : mine(section)));
      expect({ seat: seat.key, touched }).toEqual({ seat: seat.key, touched: [] });
    }
  }
}

function silentWhileHeld(before: ProposalState, made: readonly ProposalEvent[]): void {
  const isHeld = isCase(before) && before.paused !== null && !made.some((e) => e.type === 'Unpaused');
  // Whoever withdraws or leaves ends what it is asked, held or not.
  if (!isHeld || made.some((e) => e.type === 'Concluded' || e.type === 'Left')) return;
  const loud = ['BallotOpened', 'SeatsAsked', 'Reminded', 'BallotClosed', 'TrackSettled', 'StageMerged'];
  expect(made.map((e) => e.type).filter((type) => loud.includes(type))).toEqual([]);
}

describe.each(['commit', 'workflow'] as const)('a case with several houses, driven by %s', (moves) => {
  seeded(
    'commits nobody without its own yes, moves no told deadline earlier, carries only what stands, is silent while held',
    acts,
    (script) => {
      const look = (before: ProposalState, after: Case, made: readonly ProposalEvent[]) => {
        committedOnlyByThemselves(after);
        neverEarlier(before, after);
        carriesOnlyWhatStands(after);
        silentWhileHeld(before, made);
      };
      new RandomPlay(moves, look).play(script);
    },
    80,
  );

  seeded(
    'ends at most once, and is the same folded again from its events and read again from its row',
    acts,
    (script) => {
      const { events, case: state } = new RandomPlay(moves, () => undefined).play(script);
      const end = events.findIndex((e) => e.type === 'Concluded');
      const after = end < 0 ? [] : events.slice(end + 1).map((e) => e.type);
      expect(after.filter((type) => !['ObligationsBegun', 'FellDue'].includes(type))).toEqual([]);
      expect(evolveAll(NONE, CASE_ID, events)).toEqual(state);
      expect(unpack(JSON.parse(JSON.stringify(pack(state))))).toEqual(state);
    },
    80,
  );
});

// The properties above say nothing of what no play reaches.
it('reaches agreements, rounds, carried replies, joins, leaves, holds and their end', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(acts, (script) => {
      const { events, case: state } = new RandomPlay('workflow', () => undefined).play(script);
      for (const { type } of events) reached.add(type);
      reached.add(state.status);
      const seats = Object.values(state.ballots).flatMap((b) => b.seats);
      if (seats.some((s) => s.reply?.carriedFrom)) reached.add('carried');
    }),
    { numRuns: 120, seed: 5 },
  );
  const wanted = ['agreed', 'notAgreed', 'withdrawn', 'carried', 'RoundStarted', 'RevisionReleased', 'Joined', 'Left'];
  expect([...reached]).toEqual(
    expect.arrayContaining([...wanted, 'Unpaused', 'DeadlineMoved', 'ExtensionAsked', 'Returned']),
  );
});
