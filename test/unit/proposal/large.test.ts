/** The largest case that is meant: six sides, ten offices asked in each house at the same time. */

import type { Profile } from '../../../domain/procedure/schema';
import type { Country, World } from '../../../domain/procedure/world';
import { carryCommand, carryMoves } from '../../../domain/proposal/carry';
import type { Driver } from '../../../domain/proposal/moves';
import { type Case, NONE } from '../../../domain/proposal/state';
import { STATE_BYTES_AT_MOST } from '../../../store/commit';
import { pack } from '../../../store/snapshot';
import { asCase, CASE_ID, deepFreeze, procedure, world as small, submission, T0 } from './fixtures';

const SIDES = ['AA', 'BB', 'CC', 'DD', 'EE', 'FF'] as const;
const OFFICES = 10;
const idOf = (side: string, n: number | string) => `${side.toLowerCase()}-office-${n}`;

const organization = (side: string, id: string, roles: readonly string[], parent: string | null) => ({
  id,
  country: side,
  level: 'national',
  parent,
  roles,
  names: { en: id },
});
const offices = SIDES.flatMap((side) => [
  organization(side, `${side.toLowerCase()}-city`, ['government'], null),
  ...Array.from({ length: OFFICES }, (_, n) =>
    organization(side, idOf(side, n), [`office-${n}`], `${side.toLowerCase()}-city`),
  ),
]);
const byId = <T extends { id: string }>(items: readonly T[]) => Object.fromEntries(items.map((i) => [i.id, i]));

const profileOf = (): Profile => ({
  key: 'open',
  instruments: 'any',
  levels: 'any',
  from: '2020-01-01',
  mode: 'open',
  steps: [
    {
      key: 'opinions',
      seats: Array.from({ length: OFFICES }, (_, n) => ({ role: `office-${n}` })),
      rule: { kind: 'all' },
      remindEvery: { workingDays: 10 },
      source: 'A source as long as those of the catalogue are: an address, an article, and what it says of the step.',
      verifiedBy: null,
    },
  ],
  voices: { release: { role: 'office-0' }, consent: { role: 'government' }, position: { role: 'office-1' } },
  silence: 'never',
  source: null,
  verifiedBy: null,
  verifiedOn: null,
});

const aa = small.countries.AA as Country;
const world: World = deepFreeze({
  procedure,
  countries: Object.fromEntries(
    SIDES.map((iso, order) => [iso, { ...aa, iso, order, unit: idOf(iso, 0), profiles: [profileOf()] }]),
  ),
  directory: {
    organizations: byId(offices),
    people: {
      ...byId(
        offices.map((o) => ({
          id: `${o.id}-person`,
          organization: o.id,
          name: o.id,
          email: `${o.id}@example.org`,
          language: 'en',
          zone: 'Asia/Bangkok',
        })),
      ),
      drafter: {
        id: 'drafter',
        organization: 'aa-city',
        name: 'Drafter',
        email: 'd@example.org',
        language: 'en',
        zone: 'Asia/Shanghai',
      },
    },
    seats: byId(
      offices.map((o) => ({
        id: `${o.id}:desk`,
        organization: o.id,
        function: 'desk',
        channels: ['mail', 'api'] as const,
        holders: [{ person: `${o.id}-person`, kind: 'principal' as const, from: '2026-01-01', until: null }],
      })),
    ),
  },
});

/** Every commit of the case until nobody is asked any more, each with the number of its events. */
function play(): Readonly<{ commits: readonly number[]; largest: number; state: Case }> {
  const commits: number[] = [];
  let largest = 0;
  let state: Case | typeof NONE = NONE;
  const take = (carried: { state: Case; events: readonly unknown[] }) => {
    if (carried.events.length === 0) return false;
    state = carried.state;
    commits.push(carried.events.length);
    largest = Math.max(largest, JSON.stringify(pack(carried.state)).length);
    return true;
  };
  const drive = () => {
    for (let moved = true; moved; ) {
      const drivers: Driver[] = ['proposal', ...Object.keys(asCase(state).tracks).map((track) => ({ track }))];
      moved = drivers.some((driver) => take(carryMoves(asCase(state), driver, world, T0)));
    }
  };
  const actor = { person: 'drafter', organization: 'aa-city', side: 'AA', channel: 'api' as const };
  const participants = SIDES.map((side) => `${side.toLowerCase()}-city`);
  const submit = submission({ actor, participants, submittedBy: 'drafter', drafters: ['drafter'] });
  const first = carryCommand(NONE, CASE_ID, submit, world, 'commit');
  if (!first.accepted) throw new Error(JSON.stringify(first.refusal));
  take(first.carried);
  for (;;) {
    drive();
    const open = Object.values(asCase(state).ballots)
      .filter((b) => b.status === 'open')
      .flatMap((b) => b.seats.filter((s) => s.reply === null).map((seat) => ({ ballot: b.id, seat })));
    const [asked] = open;
    if (!asked) return { commits, largest, state: asCase(state) };
    const { ballot, seat } = asked;
    const reply = carryCommand(
      state,
      CASE_ID,
      {
        type: 'reply',
        at: T0,
        actor: {
          person: `${seat.organization}-person`,
          organization: seat.organization ?? '',
          side: seat.side,
          channel: 'mail',
        },
        ballot,
        seat: seat.key,
        kind: 'agree',
        inside: null,
        statement: null,
        shown: {
          revision: asCase(state).revision.hash,
          language: 'en',
          procedure: asCase(state).procedure.hash,
          standing: null,
        },
      },
      world,
      'commit',
    );
    if (!reply.accepted) throw new Error(JSON.stringify(reply.refusal));
    take(reply.carried);
  }
}

test('six sides of ten offices each are carried to the end in small commits and a state that a row can hold', () => {
  const { commits, largest, state } = play();
  expect(state.status).toBe('agreed');
  expect(Math.max(...commits)).toBeLessThan(1_000);
  // Room for the longer names of real offices, for texts, and for a second round.
  expect(largest).toBeLessThan(STATE_BYTES_AT_MOST / 2);
});
