/**
 * What is due after an agreement.
 *
 * 1. Obligations come from the procedure (`after`), and from each side's own law, which stands in its profile as it
 *    binds when the case is agreed. Of one kind a side has one; what the procedure asks of it comes first.
 * 2. A period counts from the day of the agreement, or from the day on which the last side signed; that day itself
 *    does not count. Calendar days end at 24:00 of the side, working days by its calendar.
 * 3. Signing is followed by all sides; whatever else a side owes is its own affair, and that it is late is told to
 *    nobody else.
 */
import { profileFor } from '../procedure/plan';
import type { Procedure, Profile } from '../procedure/schema';
import { countryOf, type World } from '../procedure/world';
import { dueFor } from '../time/deadline';
import type { Instant, LocalDate } from '../time/instant';
import { localDateAt } from '../time/order';
import { CASE_CHAIN, type Chain, event, type ObligationBegun, type ObligationKind, type ProposalEvent } from './events';
import type { Case, Obligation } from './state';

type Period = NonNullable<NonNullable<Profile['after']>[number]['due']>;
type Owed = Readonly<{ kind: ObligationKind; side: string; period: Period | null; unverified: boolean }>;

/** The chain that tells of an obligation: all sides follow the signing. Pure. */
export const chainOfObligation = ({ kind, side }: Readonly<{ kind: ObligationKind; side: string }>): Chain =>
  kind === 'sign' ? CASE_CHAIN : side;

/** The obligations that begin with an agreement, given the state after it. Pure. */
export function obligationsBegun(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  if (state.outcome?.result !== 'agreed') return [];
  const begun = owedBy(state, world, at).map(
    ({ kind, side, period, unverified }): ObligationBegun => ({
      id: `${kind}:${side}`,
      kind,
      side,
      due: period?.from === 'agreed' ? dueAfter(period, side, localDateAt(calendarOf(world, side), at), world) : null,
      from: period?.from ?? null,
      unverified,
    }),
  );
  return byChain(begun, chainOfObligation).map(([chain, obligations]) =>
    event('ObligationsBegun', chain, at, { obligations }),
  );
}

/** The due instants of all that counts from the signing, given the state in which it took effect. Pure. */
export function obligationsDated(state: Case, world: World, at: Instant): readonly ProposalEvent[] {
  const { signedOn, outcome } = state;
  if (signedOn === null || outcome === null) return [];
  const owed = owedBy(state, world, outcome.at);
  const dated = state.obligations
    .filter((o) => o.from === 'signed' && o.due === null)
    .flatMap((o) => {
      // A period that the catalogue does not hold any more stays without a date rather than with a wrong one.
      const period = owed.find(({ kind, side }) => kind === o.kind && side === o.side)?.period;
      return period ? [{ ...o, due: dueAfter(period, o.side, signedOn, world) }] : [];
    });
  return byChain(dated, chainOfObligation).map(([chain, obligations]) =>
    event('ObligationsDated', chain, at, { obligations: obligations.map(({ id, due }) => ({ id, due })) }),
  );
}

/** The one obligation of a kind that a side has. Pure. */
export const obligationOf = (state: Case, kind: ObligationKind, side: string): Obligation | null =>
  state.obligations.find((o) => o.kind === kind && o.side === side) ?? null;

/** The sides that an agreement binds: after an opt-in those that take part. Pure. */
export const boundBy = (state: Case): readonly string[] => {
  const part = state.outcome?.takesPart;
  return part ? state.sides.filter((side) => part.includes(side)) : state.sides;
};

function owedBy(state: Case, world: World, at: Instant): readonly Owed[] {
  const all = boundBy(state).flatMap((side) => [
    ...ofProcedure(world.procedure, side),
    ...profilesOf(state, side, world, at).flatMap((p) => (p.after ?? []).map((entry) => owed(entry, side))),
  ]);
  return all.filter((o, i) => all.findIndex((p) => p.kind === o.kind && p.side === o.side) === i);
}

const ofProcedure = ({ after = [] }: Procedure, side: string): readonly Owed[] =>
  after.filter((entry) => (entry.side ?? side) === side).map((entry) => owed(entry, side));

type Entry = NonNullable<Profile['after']>[number] | NonNullable<Procedure['after']>[number];

const owed = ({ obligation, due, unverified }: Entry, side: string): Owed => ({
  kind: obligation,
  side,
  period: due ?? null,
  unverified: unverified ?? false,
});

/** A side's profiles for its participants, which may stand at different levels of government. */
function profilesOf(state: Case, side: string, world: World, at: Instant): readonly Profile[] {
  const own = state.participants.filter((p) => p.side === side).map((p) => p.organization);
  const profiles = (own.length > 0 ? own : [null]).map((p) => profileFor(world, state, side, at, p));
  return [...new Set(profiles)];
}

const calendarOf = (world: World, side: string) => countryOf(world, side).calendar;

function dueAfter(period: Period, side: string, day: LocalDate, world: World): Instant {
  // What a law dates is not lengthened by the guard that protects people who are asked.
  const exact = { minWorkingDays: 0 };
  const deadline =
    'calendarDays' in period
      ? { calendarDays: period.calendarDays, ...exact }
      : { workingDays: period.workingDays, ...exact };
  return dueFor(deadline, { receivedOn: day }, calendarOf(world, side)).due;
}

function byChain<T>(items: readonly T[], chainOf: (item: T) => Chain): readonly (readonly [Chain, readonly T[]])[] {
  const chains = [...new Set(items.map(chainOf))];
  return chains.map((chain) => [chain, items.filter((item) => chainOf(item) === chain)] as const);
}
