/**
 * A small world of two sides, used wherever a case is carried without a server. Side AA proposes, BB is asked.
 */
import type { Directory, Organization, Person, SeatOfDirectory } from '../../../domain/directory/directory';
import type { Procedure, Profile, StepGroup } from '../../../domain/procedure/schema';
import type { Country, World } from '../../../domain/procedure/world';
import type { Actor, Reply, Submit } from '../../../domain/proposal/commands';
import type { ProposalEvent } from '../../../domain/proposal/events';
import { evolveAll } from '../../../domain/proposal/evolve';
import { type Case, isCase, NONE, type ProposalState } from '../../../domain/proposal/state';
import type { Calendar } from '../../../domain/time/calendar';

export const CASE_ID = '01890000-0000-7000-8000-000000000001';
/** Monday. */
export const T0 = '2026-06-08T03:00:00.000Z';

const calendar = (country: string, zone: string): Calendar => ({
  country,
  zone,
  weekend: [6, 7],
  officeHours: { from: '08:00', until: '17:00' },
  free: {},
  worked: {},
  publishedUntil: '2027-12-31',
  source: 'invented for tests',
  verifiedBy: null,
  verifiedOn: null,
});

type Office = Readonly<{ id: string; level: string; parent: string | null; roles: readonly string[]; people: number }>;

const AA: readonly Office[] = [
  { id: 'aa-city', level: 'city', parent: 'aa-province', roles: ['city-government'], people: 1 },
  { id: 'aa-city-fao', level: 'city', parent: 'aa-city', roles: ['city-fao'], people: 2 },
  { id: 'aa-city-congress', level: 'city', parent: 'aa-city', roles: ['congress'], people: 1 },
  { id: 'aa-town', level: 'city', parent: 'aa-province', roles: ['city-government'], people: 1 },
  { id: 'aa-province', level: 'province', parent: null, roles: ['province-government'], people: 1 },
  { id: 'aa-province-fao', level: 'province', parent: 'aa-province', roles: ['province-fao'], people: 1 },
  { id: 'aa-national', level: 'national', parent: null, roles: ['national-association'], people: 1 },
  { id: 'aa-unit', level: 'national', parent: null, roles: ['unit'], people: 1 },
];
const BB: readonly Office[] = [
  { id: 'bb-province', level: 'province', parent: null, roles: ['governor'], people: 1 },
  { id: 'bb-committee', level: 'province', parent: 'bb-province', roles: ['committee'], people: 1 },
  { id: 'bb-interior', level: 'national', parent: null, roles: ['interior'], people: 1 },
  { id: 'bb-unit', level: 'national', parent: null, roles: ['unit'], people: 1 },
];

const organization = (country: string, o: Office): Organization => ({
  id: o.id,
  country,
  level: o.level,
  parent: o.parent,
  roles: o.roles,
  names: { en: o.id },
});

export const personOf = (office: string, n = 1): string => `${office}-person-${n}`;

const peopleOf = (zone: string, o: Office): readonly Person[] =>
  Array.from({ length: o.people }, (_, i) => ({
    id: personOf(o.id, i + 1),
    organization: o.id,
    name: `Officer ${i + 1}, ${o.id}`,
    email: `${personOf(o.id, i + 1)}@${o.id}.example`,
    language: 'en',
    zone,
  }));

const seatOf = (o: Office): SeatOfDirectory => ({
  id: `${o.id}:desk`,
  organization: o.id,
  function: 'desk',
  channels: ['mail', 'api'],
  holders: Array.from({ length: o.people }, (_, i) => ({
    person: personOf(o.id, i + 1),
    kind: i === 0 ? ('principal' as const) : ('alternate' as const),
    from: '2026-01-01',
    until: null,
  })),
});

/** The desk officer who submits for aa-city: of the organization, but holder of no seat. */
export const DRAFTER = 'aa-city-drafter';

const byId = <T extends { id: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((i) => [i.id, i]));

export const directory: Directory = {
  organizations: byId([...AA.map((o) => organization('AA', o)), ...BB.map((o) => organization('BB', o))]),
  people: byId([
    ...AA.flatMap((o) => peopleOf('Asia/Shanghai', o)),
    ...BB.flatMap((o) => peopleOf('Asia/Bangkok', o)),
    {
      id: DRAFTER,
      organization: 'aa-city',
      name: 'Drafter',
      email: 'd@aa.example',
      language: 'en',
      zone: 'Asia/Shanghai',
    },
  ]),
  seats: byId([...AA, ...BB].map(seatOf)),
};

const step = (key: string, role: string): StepGroup => ({
  key,
  seats: [{ role }],
  rule: { kind: 'all' },
  remindEvery: { workingDays: 10 },
});

const profile = (key: string, steps: StepGroup[], voices: Profile['voices']): Profile => ({
  key,
  instruments: 'any',
  levels: 'any',
  from: '2020-01-01',
  until: null,
  mode: 'open',
  steps,
  voices,
  silence: 'never',
  source: 'invented for tests',
  verifiedBy: null,
  verifiedOn: null,
});

const country = (iso: string, order: number, zone: string, profiles: Profile[]): Country => ({
  iso,
  order,
  names: { en: iso },
  unit: `${iso.toLowerCase()}-unit`,
  languages: ['en'],
  calendar: calendar(iso, zone),
  profiles,
});

export const procedure: Procedure = {
  key: 'sister-city-agreement',
  version: 1,
  title: { en: 'Sister-city agreement' },
  instruments: ['sister-city-agreement'],
  stages: [
    { key: 'home', tracks: { per: 'side', of: 'proposing' }, steps: 'profile' },
    {
      key: 'release',
      tracks: { per: 'side', of: 'proposing' },
      steps: [{ key: 'release', seats: [{ profile: 'release' }], rule: { kind: 'all' }, effect: 'release' }],
    },
    { key: 'others', tracks: { per: 'side', of: 'others' }, steps: 'profile' },
    {
      key: 'joint',
      tracks: { per: 'case' },
      steps: [
        {
          key: 'positions',
          consents: { profile: 'consent', of: 'each-participant' },
          seats: [{ profile: 'position', of: 'each-side' }],
          rule: { kind: 'unanimityOfSides', abstentionBlocks: true },
          deadline: { workingDays: 15, from: 'opening', forEverySeat: true },
          atDeadline: { remindEvery: { workingDays: 5 }, lapseAfter: { workingDays: 60 } },
        },
      ],
    },
  ],
};

export const world: World = {
  procedure,
  countries: {
    AA: country('AA', 2, 'Asia/Shanghai', [
      profile('aa', [step('city-fao', 'city-fao'), step('province-fao', 'province-fao')], {
        release: { role: 'city-fao' },
        consent: { role: 'city-government' },
        position: { role: 'national-association' },
      }),
    ]),
    BB: country('BB', 5, 'Asia/Bangkok', [
      profile('bb', [step('committee', 'committee'), step('interior', 'interior')], {
        release: { role: 'interior' },
        consent: { role: 'governor' },
        position: { role: 'interior' },
      }),
    ]),
  },
  directory,
};

export const PROCEDURE_REF = { key: procedure.key, version: 1, hash: 'procedure-hash' };
export const REVISION = {
  number: 1,
  hash: 'revision-hash',
  languages: ['en'],
  sections: [{ key: 'aim', hashes: { en: 'h1' } }],
};

export const actorOf = (person: string, channel: Actor['channel'] = 'mail'): Actor => {
  const organizationId = directory.people[person]?.organization ?? '';
  return {
    person,
    organization: organizationId,
    side: directory.organizations[organizationId]?.country ?? '',
    channel,
  };
};

export const submission = (changed: Partial<Submit> = {}): Submit => ({
  type: 'submit',
  at: T0,
  actor: actorOf(DRAFTER, 'api'),
  number: 'AC-2026-TEST01',
  procedure: PROCEDURE_REF,
  instrument: 'sister-city-agreement',
  participants: ['aa-city', 'bb-province'],
  sides: null,
  submittedBy: DRAFTER,
  drafters: [DRAFTER],
  areas: [],
  neededBy: null,
  revision: REVISION,
  ...changed,
});

/** A reply of an office to the ballot that is open for it, shown the present state. */
export function replyOf(
  state: ProposalState,
  office: string,
  kind: Reply['kind'],
  changed: Partial<Reply> = {},
): Reply {
  if (!isCase(state)) throw new Error('No case yet');
  const asked = Object.values(state.ballots)
    .filter((b) => b.status === 'open')
    .flatMap((b) => b.seats.filter((s) => s.organization === office).map((seat) => ({ ballot: b, seat })));
  const found = asked[0];
  if (!found) throw new Error(`Nobody asks ${office} now`);
  return {
    type: 'reply',
    at: T0,
    actor: actorOf(personOf(office)),
    ballot: found.ballot.id,
    seat: found.seat.key,
    kind,
    inside: null,
    statement: null,
    shown: {
      revision: state.revision.hash,
      language: 'en',
      procedure: state.procedure.hash,
      standing: found.seat.reply?.id ?? null,
    },
    ...changed,
  };
}

/** Freezes a value to its depth, so that a pure function that writes into its input is found out. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

deepFreeze(world);

export const stateAfter = (events: readonly ProposalEvent[]): ProposalState =>
  deepFreeze(evolveAll(NONE, CASE_ID, deepFreeze(events)));

export const asCase = (state: ProposalState): Case => {
  if (!isCase(state)) throw new Error('No case yet');
  return state;
};
