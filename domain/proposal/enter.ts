import { tracksOf } from '../procedure/plan';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { event, type ProposalEvent } from './events';
import type { Case } from './state';

/** Enters the next stage: fans out into its tracks, each with the steps that bind today. */
export function enter(state: Case, stageIndex: number, world: World, at: Instant): readonly ProposalEvent[] {
  const stage = world.procedure.stages[stageIndex];
  if (!stage) throw new Error(`Procedure ${world.procedure.key} has no stage ${stageIndex}`);
  const outer = state.releasedAt === null ? state.proposing : 'case';
  const tracks = tracksOf(stage, state, world, at);
  const ownChain = (side: string | null) => (side ?? 'case') === outer;
  return [
    event('StageEntered', outer, at, {
      stage: stage.key,
      tracks: tracks.map(({ steps, ...track }) => (ownChain(track.side) && steps ? { ...track, steps } : track)),
    }),
    ...tracks
      .filter((t) => !ownChain(t.side))
      .map((t) => event('TrackEntered', t.side ?? 'case', at, { track: t.id, steps: t.steps ?? [] })),
  ];
}
