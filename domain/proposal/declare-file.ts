/**
 * The completeness of a file: where a step asks for it, the receiving office speaks before any seat is asked.
 *
 * 1. The file is awaited from when the step's turn has come; seats are asked, and clocks count, from the instant at
 *    which the receiving office declares it complete.
 * 2. What lacks crosses to the proposer; who of the office said so stays in its house, and in the proposing side's
 *    own house nothing crosses at all.
 */
import { holdersOf } from '../directory/directory';
import { planReferral } from '../procedure/plan';
import type { Step } from '../procedure/schema';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import type { DeclareFile } from './commands';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import { type Case, isCase, isOpen, type ProposalState, type Track } from './state';
import { stopped } from './stopped';

/** A step that asks for completeness waits for its file, or stops where no office receives it. Pure. */
export function awaitFile(state: Case, track: Track, step: Step, world: World, at: Instant): readonly ProposalEvent[] {
  const { side } = track;
  const role = step.completeness;
  if (side === null || !role) throw new Error(`No office receives a file for step ${step.key} of track ${track.id}`);
  const planned = planReferral(role, track, { world, outline: state, at });
  if (!planned) return [stopped(track, step, { reason: 'noSeatFound', side, place: role.role }, at)];
  const { office, organization } = planned;
  if (holdersOf(world.directory, office, at, state).length === 0) {
    return [stopped(track, step, { reason: 'nobodyEligible', side, place: office }, at)];
  }
  return [event('FileAwaited', side, at, { track: track.id, step: step.key, office, organization })];
}

/** The receiving office says that the file is complete, or lists what lacks. */
export function declareFile(state: ProposalState, command: DeclareFile, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, lacking } = command;
  const track = state.tracks[command.track];
  // Another side's house answers like nothing at all.
  if (!track || track.side !== actor.side) return refuse('NotFound', {}, '/track');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const { file } = track;
  if (file && !holdersOf(world.directory, file.office, at, state).some((h) => h.person === actor.person)) {
    return refuse('NotTheReceivingOffice');
  }
  if (file?.status === 'complete') return refuse('FileCompleteAlready');
  if (file?.status !== 'awaited' || track.result !== null) return refuse('FileNotAwaited');
  const said = { track: track.id, step: file.step, person: actor.person };
  if (lacking === null) return accept([event('FileCompleted', actor.side, at, said)]);
  const { side, participant } = { ...track, side: actor.side };
  const crosses = side === state.proposing ? [] : [{ track: track.id, side, participant, lacking }];
  return accept([
    event('FileFoundLacking', side, at, { ...said, lacking }),
    ...crosses.map((outer) => event('FileLacks', CASE_CHAIN, at, outer)),
  ]);
}
