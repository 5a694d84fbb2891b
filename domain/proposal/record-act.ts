/** A side meets an obligation: it has signed, filed, reported or renewed, on a date and perhaps under a number. */
import { countryOf, type World } from '../procedure/world';
import type { LocalDate } from '../time/instant';
import { localDateAt } from '../time/order';
import type { RecordAct } from './commands';
import { accept, type Decision, refuse } from './decision';
import { CASE_CHAIN, event, type ProposalEvent } from './events';
import { evolveAll } from './evolve';
import { chainOfObligation, obligationOf, obligationsDated } from './obligations';
import type { Refusal } from './refusals';
import { type Case, isCase, type Obligation, type ProposalState } from './state';

/** Records an act by which a side meets an obligation. With the last signature the agreement takes effect. */
export function recordAct(state: ProposalState, command: RecordAct, world: World): Decision {
  if (!isCase(state)) return refuse('NotFound');
  const { actor, kind } = command;
  if (!answersFor(state, actor.side, actor.organization)) return refuse('NotYourObligation');
  if (state.status !== 'agreed' && state.status !== 'inEffect') {
    return refuse('NothingToRecord', { status: state.status });
  }
  const obligation = obligationOf(state, kind, actor.side);
  if (!obligation) return refuse('NoSuchObligation', { given: kind }, '/kind');
  const wrong = checkAct(state, obligation, command, world);
  if (wrong) return { accepted: false, refusal: wrong };
  const recorded = recordedEvents(obligation, command);
  return accept([...recorded, ...effect(evolveAll(state, state.id, recorded) as Case, command, world)]);
}

/** The unit of a side, and its participants, answer for what it owes. */
const answersFor = (state: Case, side: string, organization: string): boolean =>
  state.units[side] === organization ||
  state.participants.some((p) => p.side === side && p.organization === organization);

function checkAct(state: Case, obligation: Obligation, command: RecordAct, world: World): Refusal | null {
  const { actor, at, dated, kind, mode } = command;
  if (obligation.metOn !== null) return { code: 'RecordedAlready', facts: { given: kind, dated: obligation.metOn } };
  if (mode !== null && kind !== 'sign') return { code: 'ValidationFailed', pointer: '/mode', facts: { given: mode } };
  if (isTooEarly(state, obligation)) return { code: 'NotSignedYet' };
  const { calendar } = countryOf(world, actor.side);
  const today = localDateAt(calendar, at);
  if (dated > today) return { code: 'ActDateInFuture', pointer: '/dated', facts: { given: dated, today } };
  const agreedOn = localDateAt(calendar, state.outcome?.at ?? at);
  const earliest = obligation.from === 'signed' ? (state.signedOn ?? agreedOn) : agreedOn;
  return dated < earliest ? { code: 'ActBeforeOutcome', pointer: '/dated', facts: { given: dated, earliest } } : null;
}

/** What follows the signing cannot come before it: a filing, and whatever counts from the signature. */
const isTooEarly = (state: Case, { kind, from }: Obligation): boolean =>
  state.signedOn === null &&
  (kind === 'recordFiling' || from === 'signed') &&
  state.obligations.some((o) => o.kind === 'sign');

function recordedEvents(obligation: Obligation, command: RecordAct): readonly ProposalEvent[] {
  const { actor, at, kind, dated, number, mode } = command;
  const { side, person, organization } = actor;
  return [
    event('ActRecorded', chainOfObligation(obligation), at, {
      obligation: obligation.id,
      kind,
      side,
      dated,
      number,
      mode,
    }),
    event('ActedInside', side, at, { act: 'actRecorded', person, organization }),
  ];
}

/** The date of the agreement is the date of the last signature; what counts from it gets its date now. */
function effect(after: Case, { at, kind }: RecordAct, world: World): readonly ProposalEvent[] {
  const signatures = after.obligations.filter((o) => o.kind === 'sign').map((o) => o.metOn);
  if (kind !== 'sign' || signatures.includes(null)) return [];
  const signedOn = lastOf(signatures.flatMap((date) => date ?? []));
  const took = event('TookEffect', CASE_CHAIN, at, { signedOn });
  return [took, ...obligationsDated(evolveAll(after, after.id, [took]) as Case, world, at)];
}

/** Dates order as texts. */
const lastOf = (dates: readonly LocalDate[]): LocalDate => dates.toSorted().at(-1) ?? '';
