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
import type { Profile, ReferralSpec, RoleSpec, SeatSpec, Stage, Step, StepGroup } from './schema';
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

/** The level of government that takes part: of the participant whose house it is, else of the side's first. */
const levelOf = (world: World, outline: CaseOutline, side: string, participant: string | null): string => {
  const first = participant ?? outline.participants.find((p) => p.side === side)?.organization;
  return (first === undefined ? undefined : world.directory.organizations[first]?.level) ?? 'national';
};

const covers = (list: readonly string[] | 'any', value: string): boolean => list === 'any' || list.includes(value);

/** The profile of a side that binds at an instant. Pure. Throws when a country has none: it is incomplete. */
export function profileFor(
  world: World,
  outline: CaseOutline,
  side: string,
  at: Instant,
  participant: string | null = null,
): Profile {
  const country = countryOf(world, side);
  const day = localDateAt(country.calendar, at);
  const level = levelOf(world, outline, side, participant);
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
  const stepsFor = (side: string, participant: string | null = null): readonly StepGroup[] =>
    stage.steps === 'profile' ? profileFor(world, outline, side, at, participant).steps : stage.steps;
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
      .map((p) => ({
        id: `${stage.key}.${p.organization}`,
        side,
        participant: p.organization,
        steps: stepsFor(side, p.organization),
      })),
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

/** Whom a spec speaks for: the participants of the track, or of the whole case in a joint step. */
function participantsAsked(spec: SeatSpec, track: TrackOutline, { world, outline }: Context): readonly Participant[] {
  const inTrack = [...outline.participants, ...unitsWithout(outline, world, spec)]
    .filter(
      (p) => (track.side === null || p.side === track.side) && (track.participant ?? p.organization) === p.organization,
    )
    .toSorted((a, b) => outline.sides.indexOf(a.side) - outline.sides.indexOf(b.side));
  // A side releases and takes its position with one voice, however many of its participants are in the case.
  const oneVoice = 'profile' in spec && spec.profile !== 'consent' && spec.of !== 'each-participant';
  const perSide = oneVoice || spec.of === 'each-side' || spec.of === 'side';
  return perSide ? inTrack.filter((p, i) => inTrack.findIndex((q) => q.side === p.side) === i) : inTrack;
}

/** A side that is asked without a participant of its own is spoken for by its unit; nobody consents there. */
function unitsWithout(outline: CaseOutline, world: World, spec: SeatSpec): readonly Participant[] {
  if ('profile' in spec && spec.profile === 'consent') return [];
  const empty = outline.sides.filter((side) => !outline.participants.some((p) => p.side === side));
  return empty.map((side) => ({ organization: countryOf(world, side).unit, side }));
}

type Context = Readonly<{ world: World; outline: CaseOutline; at: Instant }>;
type Asked = Readonly<{ seat: PlannedSeat; role: string } | { gap: Gap }>;

function plannedFor(
  spec: SeatSpec,
  electorate: Voice['electorate'],
  participant: Participant,
  joint: boolean,
  { world, outline, at }: Context,
): Asked {
  const { side, organization } = participant;
  const role = 'role' in spec ? spec : profileFor(world, outline, side, at, organization).voices[spec.profile];
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
    ...(spec.sections ? { sections: spec.sections } : {}),
  };
  return { seat: { voice, ...found }, role: role.role };
}

const withRole = ({ seat, role }: Extract<Asked, { seat: PlannedSeat }>): PlannedSeat => ({
  ...seat,
  voice: { ...seat.voice, role },
});

/** The seats that a step asks in a track, each once, and the gaps. Pure. */
export function planStep(step: Step, track: TrackOutline, context: Context): Plan {
  const joint = track.side === null;
  const specs = [
    ...(step.consents ? [{ spec: step.consents as SeatSpec, electorate: 'consents' as const }] : []),
    ...step.seats.map((spec) => ({ spec, electorate: 'seats' as const })),
  ];
  const asked = specs.flatMap(({ spec, electorate }) =>
    participantsAsked(spec, track, context).map((p) => plannedFor(spec, electorate, p, joint, context)),
  );
  // In a house a rule may name its seats by role; between sides no role crosses.
  const isNamed = !joint && step.rule.kind === 'requiredConsent';
  const seats = asked.flatMap((a) => ('seat' in a ? [isNamed ? withRole(a) : a.seat] : []));
  return {
    seats: seats.filter((s, i) => seats.findIndex((t) => t.voice.key === s.voice.key) === i),
    gaps: asked.flatMap((a) => ('gap' in a ? [a.gap] : [])),
  };
}

/** Who decides after a disagreement in a house, by its profile's dated field; null where that is not confirmed. Pure. */
export function deciderOf(track: TrackOutline, { world, outline, at }: Context): RoleSpec | null {
  const side = track.side ?? '';
  const day = localDateAt(countryOf(world, side).calendar, at);
  const { deciders = [] } = profileFor(world, outline, side, at, track.participant);
  return deciders.find((d) => d.from <= day && (d.until === null || day <= d.until))?.role ?? null;
}

/** The office to which a house refers up, or null where there is none. Pure. */
export function planReferral(to: ReferralSpec, track: TrackOutline, context: Context): PlannedSeat | null {
  const side = track.side ?? '';
  const role = 'role' in to ? to : deciderOf(track, context);
  const { participants } = context.outline;
  const own = participants.find((p) => p.side === side && (track.participant ?? p.organization) === p.organization);
  const asked = own ?? { organization: countryOf(context.world, side).unit, side };
  const found = role && office(context.world, asked, role, context.at);
  return found ? { voice: { key: found.office, side, participant: null, electorate: 'seats' }, ...found } : null;
}

/** The seat that answers for a side, or for one of its participants, by its profile; null where no office does. Pure. */
export function voiceOf(
  which: 'release' | 'consent' | 'position',
  of: Readonly<{ side: string; participant: string | null }>,
  { world, outline, at }: Context,
): PlannedSeat | null {
  const role = profileFor(world, outline, of.side, at, of.participant).voices[which];
  return planReferral(role, of, { world, outline, at });
}
