import { planStep, profileFor, tracksOf } from '../procedure/plan';
import { hasJointStage, stepsOf } from '../procedure/schema';
import { inNeutralOrder, type World } from '../procedure/world';
import type { Submit } from './commands';
import { accept, type Decision, refuse } from './decision';
import { seatWithoutPerson } from './eligibility';
import { event, type Participant } from './events';
import type { Refusal } from './refusals';
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

function submitted(command: Submit, world: World, participants: readonly Participant[]) {
  const { actor, at, number, procedure, instrument, submittedBy, drafters, areas, neededBy, revision } = command;
  const sides = inNeutralOrder(
    world.countries,
    participants.map((p) => p.side),
  );
  const outline = { instrument, proposing: actor.side, sides, participants };
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
    // Sides without a participant of their own are asked in opt-in procedures, which are not built yet.
    if (!own.has(side)) return refusal('NotBuilt', pointer, { given: side });
  }
  if (hasJointStage(world.procedure)) {
    return own.size > 1 ? null : refusal('NoCounterpart', '/participants', { procedure: world.procedure.key });
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

/** Walks the whole procedure with today's profiles and directory: a dead end is told now, not in month three. */
function checkSeats(command: Submit, world: World, participants: readonly Participant[]): Refusal | null {
  const { actor, instrument, at, submittedBy, drafters } = command;
  const sides = inNeutralOrder(
    world.countries,
    participants.map((p) => p.side),
  );
  const outline = { instrument, proposing: actor.side, sides, participants };
  const authors = { submitter: { organization: actor.organization, person: actor.person }, submittedBy, drafters };
  for (const stage of world.procedure.stages) {
    for (const track of tracksOf(stage, outline, world, at)) {
      for (const step of track.steps?.flatMap(stepsOf) ?? []) {
        const { seats, gaps } = planStep(step, track, { world, outline, at });
        const empty = seatWithoutPerson(world.directory, authors, seats, at);
        const gap = gaps[0] ?? (empty && { side: empty.voice.side, role: empty.office });
        if (!gap) continue;
        // Of another side's house only the side is named.
        const own = gap.side === actor.side;
        const place = own ? `${stage.key}/${step.key}/${gap.role}` : stage.key;
        return refusal(gaps[0] ? 'NoSeatFound' : 'NobodyEligible', '/participants', { side: gap.side, place });
      }
    }
  }
  return null;
}
