/**
 * From procedure, profile and directory to the seats that are asked.
 *
 * 1. The procedure says which kind of voice is asked, the profile which role speaks, the directory which
 *    office answers.
 * 2. A profile binds by the date on which it is read: the most specific one that covers instrument, level
 *    and date; a closed profile that covers everything is the last resort.
 * 3. A voice that no office answers for is a gap with a place, never a silent omission.
 */
import { DEFAULT_FUNCTION, isWithin, seatId, servingOrganization } from '../directory/directory';
import type { Participant, TrackOfStage, Voice } from '../proposal/events';
import type { Instant } from '../time/instant';
import { localDateAt } from '../time/order';
import type { Profile, RoleSpec, SeatSpec, Stage, Step, StepGroup } from './schema';
import { countryOf, inNeutralOrder, type World } from './world';

/** The parts of a case that planning looks at; a state or a submission both fit. */
export type CaseOutline = Readonly<{
  instrument: string;
  proposing: string;
  sides: readonly string[];
  participants: readonly Participant[];
}>;

export type PlannedSeat = Readonly<{ voice: Voice; office: string; organization: string }>;
export type Gap = Readonly<{ side: string; role: string }>;
export type Plan = Readonly<{ seats: readonly PlannedSeat[]; gaps: readonly Gap[] }>;

const levelOf = (world: World, outline: CaseOutline, side: string): string => {
  const first = outline.participants.find((p) => p.side === side);
  return (first && world.directory.organizations[first.organization]?.level) ?? 'national';
};

const covers = (list: readonly string[] | 'any', value: string): boolean => list === 'any' || list.includes(value);

/** The profile of a side that binds at an instant. Pure. Throws when a country has none: it is incomplete. */
export function profileFor(world: World, outline: CaseOutline, side: string, at: Instant): Profile {
  const country = countryOf(world, side);
  const day = localDateAt(country.calendar, at);
  const level = levelOf(world, outline, side);
  const specificity = (p: Profile) => Number(p.instruments !== 'any') * 2 + Number(p.levels !== 'any');
  const [best] = country.profiles
    .filter((p) => covers(p.instruments, outline.instrument) && covers(p.levels, level))
    .filter((p) => p.from <= day && (p.until == null || day <= p.until))
    .toSorted((a, b) => specificity(b) - specificity(a));
  if (!best) throw new Error(`Country ${side} has no profile for ${outline.instrument} at ${day}`);
  return best;
}

const sidesOf = (stage: Stage, outline: CaseOutline): readonly string[] => {
  switch (stage.tracks.of ?? 'all') {
    case 'proposing':
      return [outline.proposing];
    case 'others':
      return outline.sides.filter((s) => s !== outline.proposing);
    case 'all':
      return outline.sides;
  }
};

/** The tracks a stage runs as, in the neutral order of sides; their steps where they are known already. Pure. */
export function tracksOf(stage: Stage, outline: CaseOutline, world: World, at: Instant): readonly TrackOfStage[] {
  const stepsFor = (side: string): readonly StepGroup[] =>
    stage.steps === 'profile' ? profileFor(world, outline, side, at).steps : stage.steps;
  if (stage.tracks.per === 'case') {
    return [{ id: stage.key, side: null, participant: null, steps: stage.steps === 'profile' ? [] : stage.steps }];
  }
  const sides = inNeutralOrder(world.countries, sidesOf(stage, outline));
  if (stage.tracks.per === 'side') {
    return sides.map((side) => ({ id: `${stage.key}.${side}`, side, participant: null, steps: stepsFor(side) }));
  }
  return sides.flatMap((side) =>
    outline.participants
      .filter((p) => p.side === side)
      .map((p) => ({ id: `${stage.key}.${p.organization}`, side, participant: p.organization, steps: stepsFor(side) })),
  );
}

type TrackOutline = Readonly<{ side: string | null; participant: string | null }>;

function office(
  world: World,
  { organization, side }: Participant,
  spec: RoleSpec,
  at: Instant,
): { office: string; organization: string } | null {
  const day = localDateAt(countryOf(world, side).calendar, at);
  const found = servingOrganization(world.directory, organization, spec.role, day);
  if (!found) return null;
  const seat = seatId(found.id, spec.function ?? DEFAULT_FUNCTION);
  return world.directory.seats[seat] ? { office: seat, organization: found.id } : null;
}

/** Which participants a spec speaks for: those of the track, or of the whole case in a joint step. */
function participantsAsked(spec: SeatSpec, track: TrackOutline, outline: CaseOutline): readonly Participant[] {
  const inTrack = outline.participants.filter(
    (p) => (track.side === null || p.side === track.side) && (track.participant ?? p.organization) === p.organization,
  );
  // A side releases and takes its position with one voice, however many of its participants are in the case.
  const oneVoice = 'profile' in spec && spec.profile !== 'consent' && spec.of !== 'each-participant';
  const perSide = oneVoice || spec.of === 'each-side' || spec.of === 'side';
  return perSide ? inTrack.filter((p, i) => inTrack.findIndex((q) => q.side === p.side) === i) : inTrack;
}

type Asked = Readonly<{ seat: PlannedSeat } | { gap: Gap }>;

function plannedFor(
  spec: SeatSpec,
  electorate: Voice['electorate'],
  participant: Participant,
  joint: boolean,
  context: { world: World; outline: CaseOutline; at: Instant },
): Asked {
  const { world, outline, at } = context;
  const role = 'role' in spec ? spec : profileFor(world, outline, participant.side, at).voices[spec.profile];
  const found = office(world, participant, role, at);
  // Nobody consents for a participant but an office of its own.
  const isForeign =
    found && electorate === 'consents' && !isWithin(world.directory, found.organization, participant.organization);
  if (!found || isForeign) return { gap: { side: participant.side, role: role.role } };
  // In a joint step a voice is named by whom it speaks for, so that no other side learns the office behind it.
  const spoken = electorate === 'consents' ? `consent:${participant.organization}` : `position:${participant.side}`;
  const voice: Voice = {
    key: joint ? spoken : found.office,
    side: participant.side,
    participant: electorate === 'consents' || spec.of === 'participant' ? participant.organization : null,
    electorate,
  };
  return { seat: { voice, ...found } };
}

/** The seats that a step asks in a track, each once, and the gaps. Pure. */
export function planStep(
  step: Step,
  track: TrackOutline,
  context: { world: World; outline: CaseOutline; at: Instant },
): Plan {
  const joint = track.side === null;
  const specs = [
    ...(step.consents ? [{ spec: step.consents as SeatSpec, electorate: 'consents' as const }] : []),
    ...step.seats.map((spec) => ({ spec, electorate: 'seats' as const })),
  ];
  const asked = specs.flatMap(({ spec, electorate }) =>
    participantsAsked(spec, track, context.outline).map((p) => plannedFor(spec, electorate, p, joint, context)),
  );
  const seats = asked.flatMap((a) => ('seat' in a ? [a.seat] : []));
  return {
    seats: seats.filter((s, i) => seats.findIndex((t) => t.voice.key === s.voice.key) === i),
    gaps: asked.flatMap((a) => ('gap' in a ? [a.gap] : [])),
  };
}

/** The office a step refers up to in a side, or the gap. Pure. */
export function planReferral(
  role: RoleSpec,
  side: string,
  { world, outline, at }: { world: World; outline: CaseOutline; at: Instant },
): PlannedSeat | null {
  const participant = outline.participants.find((p) => p.side === side);
  const found = participant ? office(world, participant, role, at) : null;
  if (!found) return null;
  return { voice: { key: found.office, side, participant: null, electorate: 'seats' }, ...found };
}
