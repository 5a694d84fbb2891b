import { profileFor, tracksOf } from '../procedure/plan';
import { countryOf, inNeutralOrder, type World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { Join, Leave } from './commands';
import { accept, type Decision, refuse } from './decision';
import { trackEntered } from './enter';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { gapFor } from './gaps';
import { goesOn } from './hold';
import type { Refusal } from './refusals';
import { PARTICIPANTS, roundStarted } from './rounds';
import { chainOf } from './settle';
import { type Case, isCase, isOpen, type ProposalState } from './state';

/**
 * A participant joins while others have answered: it is asked like they were, and those who answer for who takes
 * part are asked again. It is asked for by itself, knowing the case's number, or by its own side.
 */
export function join(state: ProposalState, command: Join, world: World): Decision {
  if (!isCase(state) || !mayAsk(state, command)) return refuse('NotFound');
  const wrong = checkJoin(state, command, world);
  if (wrong) return { accepted: false, refusal: wrong };
  const { actor, at, organization } = command;
  const side = world.directory.organizations[organization]?.country ?? '';
  const chain = state.releasedAt === null ? state.proposing : CASE_CHAIN;
  const outline = withParticipant(state, { organization, side }, world);
  const call = state.calls[side] ?? profileFor(world, outline, side, at, organization).calls?.[state.instrument];
  const unit = countryOf(world, side).unit;
  const joined = event('Joined', chain, at, {
    organization,
    side,
    unit,
    call: call ?? state.instrument,
    sides: outline.sides,
  });
  const after = evolveAll(state, state.id, [joined]) as Case;
  const round = { reason: 'joined' as const, changed: [PARTICIPANTS], revision: state.revision.hash, at };
  return accept([
    joined,
    event('ActedInside', actor.side, at, { act: 'joined', person: actor.person, organization: actor.organization }),
    roundStarted(after, world, round),
    ...tracksFor(after, world, at),
  ]);
}

/** An outsider who does not know the number learns nothing, not even that there is such a case. */
function mayAsk(state: Case, { actor, organization, number }: Join): boolean {
  const isInside = (state.involved[actor.side] ?? []).includes(actor.organization);
  const isVisible = state.releasedAt !== null || actor.side === state.proposing;
  return isVisible && number === state.number && (isInside || actor.organization === organization);
}

function checkJoin(state: Case, { actor, organization, at }: Join, world: World): Refusal | null {
  if (!isOpen(state)) return { code: 'CaseClosed', facts: { status: state.status } };
  if (state.paused !== null) return { code: 'CasePaused' };
  if (world.procedure.joins !== true) return { code: 'JoiningNotOffered', facts: { procedure: world.procedure.key } };
  const known = world.directory.organizations[organization];
  const pointer = '/organization';
  if (!known || known.country !== actor.side)
    return { code: 'UnknownOrganization', pointer, facts: { given: organization } };
  if (state.participants.some((p) => p.organization === organization)) {
    return { code: 'ParticipantTwice', pointer, facts: { given: organization } };
  }
  const outline = withParticipant(state, { organization, side: known.country }, world);
  return gapFor({ ...outline, proposing: state.proposing }, state, { world, at, teller: actor.side, pointer });
}

function withParticipant(state: Case, joining: Readonly<{ organization: string; side: string }>, world: World): Case {
  const sides = inNeutralOrder(world.countries, [...state.sides, joining.side]);
  return { ...state, sides, participants: [...state.participants, joining] };
}

/** The tracks that a stage which is entered already lacks since somebody joined. */
function tracksFor(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  return world.procedure.stages.slice(0, state.stage + 1).flatMap((stage) => {
    if (stage.tracks.per === 'case' || !Object.values(state.tracks).some((t) => t.stage === stage.key)) return [];
    const made = tracksOf(stage, state, world, at).filter((t) => !state.tracks[t.id]);
    if (made.length === 0) return [];
    const outer = state.releasedAt === null ? state.proposing : CASE_CHAIN;
    return [
      event('TracksAdded', outer, at, { stage: stage.key, tracks: made.map(({ steps: _, ...track }) => track) }),
      ...made.map((t) => trackEntered(state, t, world, at)),
    ];
  });
}

/** A participant leaves before the outcome. Its house ends with a word to those asked; the others go on. */
export function leave(state: ProposalState, command: Leave, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, organization } = command;
  if (!state.participants.some((p) => p.organization === organization) || actor.organization !== organization) {
    return refuse('NotAParticipant', { given: organization }, '/organization');
  }
  if (organization === state.submitter.organization) return refuse('ProposerCannotLeave');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const chain = state.releasedAt === null ? state.proposing : CASE_CHAIN;
  const left = event('Left', chain, at, { organization, side: actor.side });
  const after = evolveAll(state, state.id, [left]) as Case;
  const { changed, revision } = acceptedByAll(after);
  const round = { reason: 'left' as const, changed: [PARTICIPANTS, ...changed], revision, at };
  const ended = [
    left,
    event('ActedInside', actor.side, at, { act: 'left', person: actor.person, organization }),
    ...endedTracks(after, { organization, side: actor.side }, at),
    roundStarted(after, world, round),
  ];
  return accept([...ended, ...goesOn(evolveAll(state, state.id, ended) as Case, world, at)]);
}

/** The text that is current from now on: an offered one, where whoever left was the last who had not accepted it. */
function acceptedByAll({ paused, offers, revision }: Case): Readonly<{ changed: readonly string[]; revision: string }> {
  const accepted = offers.find(
    (o) => o.releasedAt !== null && o.base === revision.number && o.acceptedBy.every((by) => o.accepted.includes(by)),
  );
  // While the case is held no text becomes current.
  return accepted && paused === null
    ? { changed: accepted.changed, revision: accepted.revision.hash }
    : { changed: [], revision: revision.hash };
}

/** What was asked in the house of a participant that is gone, or of a side none of whose participants is left. */
function endedTracks(
  state: Case,
  gone: Readonly<{ organization: string; side: string }>,
  at: Instant,
): readonly ProposalEvent[] {
  const isSideGone = !state.sides.includes(gone.side);
  return Object.values(state.tracks)
    .filter((t) => t.result !== 'left' && (t.participant === gone.organization || (isSideGone && t.side === gone.side)))
    .map((t) => event('TrackSettled', chainOf(t), at, { track: t.id, result: 'left' }));
}
