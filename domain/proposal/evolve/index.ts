/** Folds one event into the state. Calls no rule and no calendar: everything it needs stands in the event. */
import type { EventData, EventType, ProposalEvent } from '../events';
import { type Case, isCase, type ProposalState } from '../state';
import { agreementFolds } from './agreement';
import { clockFolds } from './clock';
import { courseFolds } from './course';
import type { Folds } from './parts';
import { peopleFolds } from './people';
import { roundFolds } from './rounds';

export { replyId } from './parts';

const folds: Folds<Exclude<EventType, 'Submitted'>> = {
  ...courseFolds,
  ...roundFolds,
  ...clockFolds,
  ...peopleFolds,
  ...agreementFolds,
};

function born(id: string, at: string, data: EventData<'Submitted'>): Case {
  const { number, procedure, instrument, calls, proposing, sides, participants, units, revision } = data;
  const { submitter, submittedBy, drafters, areas, neededBy } = data;
  const involvedOf = (side: string) => [
    ...new Set([...participants.filter((p) => p.side === side).map((p) => p.organization), units[side] ?? []].flat()),
  ];
  return {
    status: 'inside',
    outcome: null,
    id,
    number,
    procedure,
    instrument,
    calls,
    proposing,
    sides,
    participants,
    units,
    submitter,
    submittedBy,
    drafters,
    areas,
    neededBy,
    submittedAt: at,
    releasedAt: null,
    revision,
    stage: -1,
    stageSettled: true,
    tracks: {},
    ballots: {},
    involved: Object.fromEntries(sides.map((side) => [side, involvedOf(side)])),
    comments: 0,
    unreleasedComments: [],
    stops: [],
    round: 1,
    rounds: [],
    offers: [],
    returns: [],
    paused: null,
    pauses: [],
    holds: [],
    conflicts: [],
    left: [],
    obligations: [],
    signedOn: null,
  };
}

/** The state after one event. Pure. Throws on an event that cannot follow: that is a broken record, not a refusal. */
export function evolve(state: ProposalState, id: string, event: ProposalEvent): ProposalState {
  if (event.type === 'Submitted') {
    if (isCase(state)) throw new Error(`Case ${id} was submitted twice`);
    return born(id, event.at, event.data);
  }
  if (!isCase(state)) throw new Error(`Case ${id} has ${event.type} before Submitted`);
  const fold = folds[event.type] as ((state: Case, event: never) => Case) | undefined;
  if (!fold) throw new Error(`Unknown event type ${String(event.type)} in case ${id}`);
  return fold(state, event as never);
}

/** The state after a run of events. Pure. */
export const evolveAll = (state: ProposalState, id: string, events: readonly ProposalEvent[]): ProposalState =>
  events.reduce((s, e) => evolve(s, id, e), state);
