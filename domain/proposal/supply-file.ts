import type { SupplyFile } from './commands';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event } from './events';
import { isCase, isOpen, type ProposalState } from './state';

/** The proposer gives what lacked in a file, with or without a word: the receiving office looks at it again. */
export function supplyFile(state: ProposalState, command: SupplyFile): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, at, text } = command;
  if (actor.organization !== state.submitter.organization) return refuse('NotTheProposer');
  if (!isOpen(state)) return refuse('CaseClosed', { status: state.status });
  const track = state.tracks[command.track];
  if (!track || track.side === null) return refuse('NotFound', {}, '/track');
  // Whether a file is awaited at all is the affair of that house.
  if (track.file?.status !== 'lacking' || track.result !== null) return refuse('FileNotLacking');
  const { side } = track;
  const { person, organization } = actor;
  return accept([
    event('FileSupplied', side === state.proposing ? side : CASE_CHAIN, at, { track: track.id, side, text }),
    event('ActedInside', actor.side, at, { act: 'fileSupplied', person, organization }),
  ]);
}
