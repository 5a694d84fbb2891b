/** The small world with other steps, other holders and registrars: for the case between people. */
import type { Directory, Holder, SeatOfDirectory } from '../../../domain/directory/directory';
import type { Step, StepGroup } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { Actor, Command, Reply } from '../../../domain/proposal/commands';
import type { Ballot, ProposalState, Seat } from '../../../domain/proposal/state';
import { asCase, DRAFTER, replyOf, world as small, T0 } from './fixtures';
import { Play } from './spec';

/** The side's house with these steps in its own order. */
export function withHouse(steps: readonly StepGroup[], world: World = small, side = 'AA'): World {
  const country = world.countries[side];
  if (!country) throw new Error(`No country ${side}`);
  const profiles = country.profiles.map((p) => ({ ...p, steps: [...steps] }));
  return { ...world, countries: { ...world.countries, [side]: { ...country, profiles } } };
}

/** The step of the city's foreign affairs office, with settings of its own; the province follows. */
export const house = (settings: Partial<Step> = {}): World =>
  withHouse([
    { key: 'city-fao', seats: [{ role: 'city-fao' }], rule: { kind: 'all' }, ...settings },
    { key: 'province-fao', seats: [{ role: 'province-fao' }], rule: { kind: 'all' } },
  ]);

/** The joint step with settings of its own. */
export const joint = (settings: Partial<Step>, world: World = small): World => ({
  ...world,
  procedure: {
    ...world.procedure,
    stages: world.procedure.stages.map((stage) =>
      stage.key === 'joint' && stage.steps !== 'profile'
        ? { ...stage, steps: stage.steps.map((s) => ({ ...s, ...settings })) }
        : stage,
    ),
  },
});

const withDirectory = (world: World, directory: Partial<Directory>): World => ({
  ...world,
  directory: { ...world.directory, ...directory },
});

/** A further person of an organization, who holds nothing yet. */
export function withPerson(world: World, person: string, organization: string): World {
  const zone = world.directory.organizations[organization]?.country === 'BB' ? 'Asia/Bangkok' : 'Asia/Shanghai';
  const added = { id: person, organization, name: person, email: `${person}@x.example`, language: 'en', zone };
  return withDirectory(world, { people: { ...world.directory.people, [person]: added } });
}

export const holder = (person: string, kind: Holder['kind'], more: Partial<Holder> = {}): Holder => ({
  person,
  kind,
  from: '2026-01-01',
  until: null,
  ...more,
});

const seatOfWorld = (world: World, seat: string): SeatOfDirectory => {
  const [organization = '', func = 'desk'] = seat.split(':');
  return world.directory.seats[seat] ?? { id: seat, organization, function: func, channels: ['mail'], holders: [] };
};

/** The seat with exactly these holders. */
export function withHolders(world: World, seat: string, holders: readonly Holder[]): World {
  return withDirectory(world, {
    seats: { ...world.directory.seats, [seat]: { ...seatOfWorld(world, seat), holders } },
  });
}

/** The seat with further holders. */
export const withMore = (world: World, seat: string, ...holders: Holder[]): World =>
  withHolders(world, seat, [...seatOfWorld(world, seat).holders, ...holders]);

/** Two registrars at the unit of each side. */
export const withRegistrars = (world: World = small): World =>
  ['aa', 'bb'].reduce((w, side) => {
    const people = [`${side}-registrar`, `${side}-second-registrar`];
    const known = people.reduce((k, p) => withPerson(k, p, `${side}-unit`), w);
    const [first = '', second = ''] = people;
    return withHolders(known, `${side}-unit:registrar`, [holder(first, 'principal'), holder(second, 'alternate')]);
  }, world);

/** A person as an actor, by the directory of that world. */
export function by({ directory }: World, person: string, channel: Actor['channel'] = 'mail'): Actor {
  const organization = directory.people[person]?.organization ?? '';
  return { person, organization, side: directory.organizations[organization]?.country ?? '', channel };
}

/** The case up to the opening of the joint step. */
export function atJoint(world: World = small): Play {
  const play = new Play(world).submit();
  for (const office of ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior']) {
    play.reply(office);
  }
  return play;
}

export const lastBallot = (state: ProposalState): Ballot => {
  const ballot = Object.values(asCase(state).ballots).at(-1);
  if (!ballot) throw new Error('No ballot');
  return ballot;
};

export const seatIn = (state: ProposalState, key: string): Seat => {
  const seat = lastBallot(state).seats.find((s) => s.key === key);
  if (!seat) throw new Error(`No seat ${key}`);
  return seat;
};

export const CITY_FAO = 'aa-city-fao:desk';
export const PRINCIPAL = 'aa-city-fao-person-1';
export const ALTERNATE = 'aa-city-fao-person-2';

/** An act about the seat of the city's foreign affairs office in the last ballot. */
export function act<T extends 'delegate' | 'endDelegation' | 'declareConflict'>(
  type: T,
  world: World,
  person: string,
  more: Readonly<{ to?: string; seat?: string; at?: string }> = {},
): (state: ProposalState) => Command {
  return (state) =>
    ({
      type,
      at: more.at ?? T0,
      actor: by(world, person),
      ballot: lastBallot(state).id,
      seat: more.seat ?? CITY_FAO,
      ...(type === 'declareConflict' ? { reason: null } : { to: more.to ?? '' }),
    }) as Command;
}

export const PAPER = {
  number: '118/BC-BQP',
  dated: '2026-06-09',
  received: '2026-06-10',
  signatory: { hash: 'signatory' },
  scan: null,
};

/** An answer on paper for an office, entered by a registrar of its side unless somebody else is named. */
export function paperOf(
  state: ProposalState,
  world: World,
  office: string,
  at: string,
  { kind = 'agree', ...changed }: Partial<Reply> = {},
): Reply {
  return {
    ...replyOf(state, office, kind),
    at,
    actor: by(world, `${office.slice(0, 2)}-registrar`, 'desk'),
    entry: 'entry-1',
    paper: PAPER,
    ...changed,
  };
}

/** Who drafts and submits the case of these specs. */
export const AUTHOR = DRAFTER;
export const textOf = (hash: string) => ({ hash });
