import { profileFor } from '../procedure/plan';
import { hasJointStage, isOptIn } from '../procedure/schema';
import { inNeutralOrder, type World } from '../procedure/world';
import type { Submit } from './commands';
import { accept, type Decision, refuse } from './decision';
import { event, type Participant } from './events';
import { gapFor } from './gaps';
import type { Refusal } from './refusals';
import { RESERVED_SECTIONS } from './rounds';
import type { ProposalState } from './state';

const refusal = (code: Refusal['code'], pointer: string, facts: Refusal['facts'] = {}): Refusal => ({
  code,
  pointer,
  facts,
});

/** A proposal is submitted: everything it needs to reach an outcome must exist before it is accepted. */
export function submit(state: ProposalState, command: Submit, world: World): Decision {
  if (state.status !== 'none') return refuse('CaseClosed', { status: state.status });
  const participants = participantsOf(command, world);
  const wrong =
    checkInstrument(command, world) ??
    checkParticipants(command, world) ??
    checkSides(command, world, participants) ??
    checkPeople(command, world) ??
    checkSections(command) ??
    checkComfort(command, world, participants) ??
    checkSeats(command, world, participants);
  if (wrong) return { accepted: false, refusal: wrong };
  return accept([submitted(command, world, participants)]);
}

function participantsOf(command: Submit, world: World): readonly Participant[] {
  const known = command.participants.flatMap((id) => world.directory.organizations[id] ?? []);
  const sides = inNeutralOrder(
    world.countries,
    known.map((o) => o.country),
  );
  return sides.flatMap((side) => known.filter((o) => o.country === side).map((o) => ({ organization: o.id, side })));
}

/** Sides are those of the participants, and in an opt-in also those that are asked whether they take part. */
function outlineOf({ actor, instrument, sides: named }: Submit, world: World, participants: readonly Participant[]) {
  const sides = inNeutralOrder(world.countries, [...participants.map((p) => p.side), ...(named ?? [])]);
  return { instrument, proposing: actor.side, sides, participants };
}

function submitted(command: Submit, world: World, participants: readonly Participant[]) {
  const { actor, at, number, procedure, instrument, submittedBy, drafters, areas, neededBy, revision } = command;
  const outline = outlineOf(command, world, participants);
  const { sides } = outline;
  const calls = sides.map((s) => [s, profileFor(world, outline, s, at).calls?.[instrument] ?? instrument]);
  return event('Submitted', actor.side, at, {
    number,
    procedure,
    instrument,
    calls: Object.fromEntries(calls),
    proposing: actor.side,
    sides,
    participants,
    submitter: { organization: actor.organization, person: actor.person },
    submittedBy,
    drafters,
    areas,
    neededBy,
    units: Object.fromEntries(sides.map((s) => [s, world.countries[s]?.unit ?? ''])),
    revision,
  });
}

function checkInstrument({ instrument }: Submit, { procedure }: World): Refusal | null {
  if (procedure.instruments.includes(instrument)) return null;
  return refusal('UnknownInstrument', '/instrument', { given: instrument, allowed: procedure.instruments });
}

function checkParticipants({ participants, actor }: Submit, world: World): Refusal | null {
  for (const [i, id] of participants.entries()) {
    const pointer = `/participants/${i}/organization`;
    if (!world.directory.organizations[id]) return refusal('UnknownOrganization', pointer, { given: id });
    if (participants.indexOf(id) !== i) return refusal('ParticipantTwice', pointer, { given: id });
  }
  if (participants.includes(actor.organization)) return null;
  return refusal('SubmitterNotParticipant', '/participants', { organization: actor.organization });
}

function checkSides({ sides, actor }: Submit, world: World, participants: readonly Participant[]): Refusal | null {
  const own = new Set(participants.map((p) => p.side));
  for (const [i, side] of (sides ?? []).entries()) {
    const pointer = `/sides/${i}`;
    if (!world.countries[side]) {
      return refusal('UnknownCountry', pointer, { given: side, allowed: Object.keys(world.countries) });
    }
    // A side that nobody takes part for can only be asked whether it wishes to.
    if (!own.has(side) && !isOptIn(world.procedure)) {
      return refusal('SideWithoutParticipant', pointer, { given: side, procedure: world.procedure.key });
    }
  }
  if (hasJointStage(world.procedure)) {
    return new Set([...own, ...(sides ?? [])]).size > 1
      ? null
      : refusal('NoCounterpart', '/participants', { procedure: world.procedure.key });
  }
  // Without a joint step no other side would ever be asked: it must not be named as if it were.
  const foreign = participants.findIndex((p) => p.side !== actor.side);
  return foreign < 0 ? null : refusal('OneSideOnly', '/participants', { procedure: world.procedure.key });
}

function checkPeople({ submittedBy, drafters, actor }: Submit, world: World): Refusal | null {
  const check = (person: string, pointer: string, code: 'UnknownPerson' | 'DrafterNotOfOrganization') => {
    const known = world.directory.people[person];
    // A stranger's existence is not told: one answer for "unknown" and "of another organization".
    if (known?.organization === actor.organization) return null;
    return refusal(code, pointer, { given: person, organization: actor.organization });
  };
  const wrong = drafters.map((d, i) => check(d, `/drafters/${i}`, 'DrafterNotOfOrganization')).find((r) => r);
  return wrong ?? check(submittedBy, '/submittedBy', 'UnknownPerson');
}

function checkSections({ revision }: Submit): Refusal | null {
  const reserved = revision.sections.findIndex(({ key }) => (RESERVED_SECTIONS as readonly string[]).includes(key));
  if (reserved < 0) return null;
  return refusal('ReservedSection', `/sections/${reserved}/key`, { reserved: RESERVED_SECTIONS });
}

/** A country that takes part in no such case is not asked in vain; in an opt-in it is left out at the release. */
function checkComfort(command: Submit, world: World, participants: readonly Participant[]): Refusal | null {
  if (isOptIn(world.procedure)) return null;
  const outline = outlineOf(command, world, participants);
  const closed = outline.sides.find((side) => profileFor(world, outline, side, command.at).comfort === 'no');
  return closed === undefined ? null : refusal('SideTakesNoPart', '/participants', { side: closed });
}

function checkSeats(command: Submit, world: World, participants: readonly Participant[]): Refusal | null {
  const { actor, at, submittedBy, drafters } = command;
  const submitter = { organization: actor.organization, person: actor.person };
  const authors = { submitter, submittedBy, drafters, conflicts: [] };
  const outline = outlineOf(command, world, participants);
  return gapFor(outline, authors, { world, at, teller: actor.side, pointer: '/participants' });
}
