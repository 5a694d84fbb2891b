import { tracksOf, voiceOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { CASE_CHAIN, event, type ProposalEvent, type TrackOfStage } from './events';
import type { Case } from './state';

/** Enters the next stage: fans out into its tracks, each with the steps that bind today. */
export function enter(state: Case, stageIndex: number, world: World, at: Instant): readonly ProposalEvent[] {
  const stage = world.procedure.stages[stageIndex];
  if (!stage) throw new Error(`Procedure ${world.procedure.key} has no stage ${stageIndex}`);
  const outer = state.releasedAt === null ? state.proposing : CASE_CHAIN;
  const tracks = tracksOf(stage, state, world, at);
  const ownChain = (side: string | null) => (side ?? CASE_CHAIN) === outer;
  return [
    event('StageEntered', outer, at, {
      stage: stage.key,
      tracks: tracks.map(({ steps, ...track }) => (ownChain(track.side) && steps ? { ...track, steps } : track)),
    }),
    ...tracks.filter((t) => !ownChain(t.side)).map((t) => trackEntered(state, t, world, at)),
  ];
}

/** The inner half of entering: the steps of a house, for its own side alone. */
export function trackEntered(state: Case, track: TrackOfStage, world: World, at: Instant): ProposalEvent {
  const { id, side, participant, steps = [] } = track;
  if (side === null) return event('TrackEntered', CASE_CHAIN, at, { track: id, steps });
  const releasing = voiceOf('release', { side, participant }, { world, outline: state, at });
  const readers = releasing ? [releasing.organization] : [];
  return event('TrackEntered', side, at, { track: id, steps, readers });
}
