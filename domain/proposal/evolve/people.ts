/** Folds of the case between people. */
import { stepsOf } from '../../procedure/schema';
import type { PeopleEvents } from '../events/people';
import { ballotOf, trackOf } from '../state';
import { changeBallot, changeSeat, changeTrack, type Folds } from './parts';

export const peopleFolds: Folds<keyof PeopleEvents> = {
  Delegated: (state, { data }) =>
    changeSeat(state, data.ballot, data.seat, ({ delegates }) => ({
      delegates: [...delegates.filter((d) => d.to !== data.to), { from: data.from, to: data.to }],
    })),
  DelegationEnded: (state, { data }) =>
    changeSeat(state, data.ballot, data.seat, ({ delegates }) => ({
      delegates: delegates.filter((d) => d.to !== data.to),
    })),

  ConflictDeclared: (state, { data }) => ({
    ...state,
    conflicts: [...new Set([...state.conflicts, data.person])],
  }),

  ReplyVoided: (state, { data }) => changeSeat(state, data.ballot, data.seat, () => ({ reply: null })),

  HoldersChanged: (state) => state,

  PaperEntered: (state, { data }) =>
    changeBallot(state, data.ballot, { papers: [...ballotOf(state, data.ballot).papers, data] }),
  PaperRefused: (state, { data }) =>
    changeBallot(state, data.ballot, {
      papers: ballotOf(state, data.ballot).papers.filter((p) => p.entry !== data.entry),
    }),

  BallotReopened: (state, { data }) => {
    const { due, lapseAt, referAt, closeAt } = data;
    const ballot = ballotOf(state, data.ballot);
    const track = trackOf(state, ballot.track);
    const open = { status: 'open' as const, closedAt: null, result: null };
    const next = changeBallot(state, ballot.id, { ...open, due, lapseAt, referAt, closeAt: closeAt ?? null });
    const place = track.steps.findIndex((group) => stepsOf(group).some((s) => s.key === ballot.step));
    const at = Math.min(track.at, place < 0 ? track.at : place);
    return { ...changeTrack(next, track.id, { at, result: null, returnedBy: null }), stageSettled: false };
  },
};
