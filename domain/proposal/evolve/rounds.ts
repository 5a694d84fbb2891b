/** Folds of the rounds: texts that change on the way, participants that join or leave. */

import { asCrossing } from '../crossing';
import type { RoundEvents } from '../events/course';
import type { Case, Offer, Track } from '../state';
import { trackOf } from '../state';
import { withTracks } from './course';
import { changeTrack, type Folds, involve, overtake } from './parts';

export const roundFolds: Folds<keyof RoundEvents> = {
  RevisionOffered: (state, { chain, at, data }) => {
    const { revision, base, organization, person, drafters, changed, releaser } = data;
    const offer: Offer = {
      revision,
      base,
      organization,
      side: chain,
      person,
      drafters,
      changed,
      offeredAt: at,
      releaser,
      releasedAt: null,
      acceptedBy: [],
      accepted: [],
    };
    // The releasing office reads what it is to release, also where its house never asked it before.
    const readers = releaser === null ? [] : [organizationOf(releaser)];
    return involve({ ...state, offers: [...state.offers, offer] }, chain, readers);
  },

  RevisionReleased: (state, { at, data }) =>
    changeOffer(
      state,
      (o) => o.side === data.side && o.revision.hash === data.revision.hash,
      ({ revision: { attachments } }) => ({
        // Of its files only those that cross stand in the event.
        revision: { ...data.revision, ...(attachments ? { attachments } : {}) },
        releasedAt: at,
        acceptedBy: data.acceptedBy,
      }),
    ),

  RevisionAccepted: (state, { data }) =>
    changeOffer(
      state,
      (o) => o.releasedAt !== null && o.revision.number === data.revision,
      (offer) => ({ accepted: [...offer.accepted, data.organization] }),
    ),

  Returned: (state, { at, data }) => {
    const { side, participant, sections, statements } = data;
    return { ...state, returns: [...state.returns, { side, participant, at, sections, statements }] };
  },

  RoundStarted: (state, { at, data }) => {
    const offer = state.offers.find((o) => o.revision.hash === data.revision);
    const text = offer ? textOf(offer, state.proposing) : {};
    const { round, changed, stage, stageSettled } = data;
    const rounds = [...state.rounds, { round, changed }];
    const ended = overtakenTracks(state, stage);
    const stops = state.stops.filter((s) => !ended.has(s.track));
    const next = { ...withOvertaken(state, ended), ...text, round, rounds, stage, stageSettled, stops };
    return overtake(next, at, (b) => ended.has(b.track));
  },

  TrackRenewed: (state, { at, data }) => {
    const { track, round, carriedSteps, result } = data;
    const next = overtake(state, at, (b) => b.track === track);
    const stops = next.stops.filter((s) => s.track !== track);
    const { file, stage } = trackOf(state, track);
    const kept = file?.status === 'complete' ? file : null;
    const renewed = { round, at: data.at, carriedSteps, result, returnedBy: null, file: kept };
    const isAlone = Object.values(state.tracks).filter((t) => t.stage === stage).length === 1;
    const stageSettled = state.stageSettled || (isAlone && result !== null);
    return changeTrack({ ...next, stops, stageSettled }, track, renewed);
  },

  TracksAdded: (state, { at, data }) => withTracks(state, data.stage, data.tracks, at),

  Joined: (state, { data }) => {
    const { organization, side, unit, call, sides } = data;
    const participants = [...state.participants, { organization, side }];
    const next = {
      ...state,
      sides,
      participants: sides.flatMap((s) => participants.filter((p) => p.side === s)),
      units: { ...state.units, [side]: unit },
      calls: { ...state.calls, [side]: call },
      offers: state.offers.map((o) => (o.acceptedBy.length > 0 ? withAcceptor(o, organization) : o)),
    };
    return involve(next, side, [organization, ...(unit ? [unit] : [])]);
  },

  Left: (state, { data }) => {
    const goes = (p: { organization: string; side: string }) =>
      data.organization === null ? p.side === data.side : p.organization === data.organization;
    const participants = state.participants.filter((p) => !goes(p));
    const sideGone = data.organization === null || !participants.some((p) => p.side === data.side);
    const binds = (hold: Case['holds'][number]) => !sideGone || ![hold.by, hold.with].includes(data.side);
    return {
      ...state,
      participants,
      sides: sideGone ? state.sides.filter((s) => s !== data.side) : state.sides,
      offers: state.offers.filter((o) => !goes(o)).map((o) => withoutAcceptors(o, participants)),
      // Between a side that is gone and the others there is nothing left to hold.
      holds: state.holds.filter(binds),
      left: [...state.left, ...state.participants.filter(goes)],
    };
  },
};

/** A seat of the directory is named `organization:function`. */
const organizationOf = (office: string): string => office.slice(0, office.lastIndexOf(':'));

/** The files that another side keeps inside stay its own when its text becomes everybody's. */
const textOf = ({ revision, drafters, person, side }: Offer, proposing: string) => ({
  revision: side === proposing ? revision : asCrossing(revision),
  drafters: [...new Set([...drafters, person])],
  offers: [],
  returns: [],
});

/** What waits to be accepted waits for who joins meanwhile, too, and no more for who leaves. */
const withAcceptor = (offer: Offer, organization: string): Offer => ({
  ...offer,
  acceptedBy: [...offer.acceptedBy, organization],
});
const withoutAcceptors = (offer: Offer, left: Case['participants']): Offer => ({
  ...offer,
  acceptedBy: offer.acceptedBy.filter((o) => left.some((p) => p.organization === o)),
});

const changeOffer = (
  state: Case,
  which: (offer: Offer) => boolean,
  change: (offer: Offer) => Partial<Offer>,
): Case => ({
  ...state,
  offers: state.offers.map((o) => (which(o) ? { ...o, ...change(o) } : o)),
});

/**
 * The tracks that end with a new round, to be made again when their stage is entered: what stands between the sides,
 * and, where the case goes back to an earlier stage, what the present one still asks.
 */
function overtakenTracks(state: Case, stage: number): ReadonlySet<string> {
  const ends = ({ side, result }: Track) => side === null || (stage !== state.stage && result === null);
  return new Set(Object.values(state.tracks).flatMap((t) => (ends(t) ? [t.id] : [])));
}

const withOvertaken = (state: Case, ended: ReadonlySet<string>): Case => ({
  ...state,
  tracks: Object.fromEntries(
    Object.entries(state.tracks).map(([id, t]) => [id, ended.has(id) ? { ...t, result: 'overtaken' as const } : t]),
  ),
});
