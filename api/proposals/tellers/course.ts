/** The course of a case: submitted, asked, answered, released, concluded. */
import type { CourseEvents } from '../../../domain/proposal/events/course';
import { type Names, ofTrack, plain, type Tellers, type Told } from './teller';

export const courseTellers: Tellers<keyof CourseEvents> = {
  Submitted: ({ data }, { names }) => ({
    key: 'Submitted',
    values: { office: names.organization(data.submitter.organization) },
  }),
  StageEntered: plain('StageEntered'),
  TrackEntered: ({ data }, teller) => ofTrack('TrackEntered', data.track, teller),
  BallotOpened: ({ data }, { names }) =>
    data.asked && data.asked.length > 0 ? asked('SeatsAsked', data.asked, names) : { key: 'BallotOpened', values: {} },
  SeatsAsked: ({ data }, { names }) => asked('SeatsAsked', data.asked, names),
  Reminded: ({ data }, { state, names }) => {
    const seats = state.ballots[data.ballot]?.seats ?? [];
    const offices = data.seats.flatMap(({ key }) => seats.find((s) => s.key === key)?.office ?? []);
    return { key: 'Reminded', values: { count: offices.length, offices: offices.map(names.office) } };
  },
  ReferredUp: ({ data }, { names }) => ({ key: 'ReferredUp', values: { office: names.office(data.to.office) } }),
  ReplyGiven: ({ data }, { state, names }) => {
    const seat = state.ballots[data.ballot]?.seats.find((s) => s.key === data.seat);
    const kind = names.kind(data.kind);
    if (data.signed) return { key: 'ReplyGiven', values: { office: names.office(seat?.office ?? data.seat), kind } };
    if (seat?.electorate === 'consents') {
      return { key: 'ConsentGiven', values: { office: names.organization(seat.participant ?? ''), kind } };
    }
    return { key: 'PositionGiven', values: { side: names.side(seat?.side ?? ''), kind } };
  },
  ReplySigned: plain('ReplySigned'),
  BallotClosed: ({ data }) => ({ key: `BallotClosed.${data.result}`, values: {} }),
  // What ends between the sides is told by its ballot and by the outcome.
  TrackSettled: ({ data }, teller) =>
    teller.state.tracks[data.track]?.side ? ofTrack(`TrackSettled.${data.result}`, data.track, teller) : null,
  StageMerged: plain('StageMerged'),
  Released: plain('Released'),
  Commented: ({ data }, { names }) => ({ key: 'Commented', values: { office: names.organization(data.organization) } }),
  CommentReleased: ({ data }, { names }) => ({
    key: data.asks ? 'CommentReleased.asked' : 'CommentReleased.said',
    values: { office: names.organization(data.organization) },
  }),
  AttachmentReleased: ({ data }, { names }) => ({ key: 'AttachmentReleased', values: { side: names.side(data.side) } }),
  Withdrawn: (_, { state, names }) => ({
    key: 'Withdrawn',
    values: { office: names.organization(state.submitter.organization) },
  }),
  Stopped: plain('Stopped'),
  StopLifted: plain('StopLifted'),
  Concluded: ({ data }, { names }) => ({ key: 'Concluded', values: { outcome: names.outcome(data.outcome) } }),
  ActedInside: ({ data }, { names }) => ({
    key: `ActedInside.${data.act}`,
    values: { office: names.organization(data.organization) },
  }),
};

const asked = (key: string, seats: readonly Readonly<{ office: string }>[], names: Names): Told => ({
  key,
  values: { count: seats.length, offices: seats.map((s) => names.office(s.office)) },
});
