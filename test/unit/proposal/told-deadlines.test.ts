/**
 * A deadline once told never moves earlier, whatever happens in whatever order: suspensions, extensions, holds,
 * calendars in which days are declared free or struck out, time that passes, referrals and answers.
 */
import fc from 'fast-check';
import { inNeutralOrder, type World } from '../../../domain/procedure/world';
import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { evolveAll } from '../../../domain/proposal/evolve';
import type { Case } from '../../../domain/proposal/state';
import { isOpen, NONE } from '../../../domain/proposal/state';
import type { Instant } from '../../../domain/time/instant';
import { seeded } from '../seeded';
import { AA_UNIT, BB_UNIT, holding, intervening, inWorld, recounting, released, withFree } from './clocked';
import { CASE_ID, DRAFTER, replyOf, world } from './fixtures';
import type { Play } from './spec';
import { joint, withHouse } from './with-people';

const timed = joint(
  { offers: ['agree', 'object', 'requestExtension'], extension: { workingDays: 4 } },
  withHouse(
    [
      {
        key: 'committee',
        seats: [{ role: 'committee' }],
        rule: { kind: 'all' },
        offers: ['agree', 'object', 'requestExtension'],
        deadline: { workingDays: 3, forEverySeat: true },
        remindBefore: { workingDays: 1 },
        extension: { workingDays: 4 },
        atDeadline: { remindEvery: { workingDays: 2 }, referUp: { role: 'interior' }, lapseAfter: { workingDays: 30 } },
      },
    ],
    world,
    'BB',
  ),
);

type Happening = Readonly<{ what: number; n: number; hours: number }>;

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.nat(9),
  n: fc.integer({ min: 1, max: 20 }),
  hours: fc.integer({ min: 0, max: 80 }),
});

const later = (now: Instant, hours: number): Instant => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
const day = (n: number) => `2026-06-${String(n + 8).padStart(2, '0')}`;

/** What somebody may do next to the ballots that are open; null where there is nothing to do it to. */
function commandOf(state: Case, { what, n }: Happening): Command | null {
  const open = Object.values(state.ballots).find((b) => b.status === 'open');
  const seat = open?.seats[n % open.seats.length];
  if (!open || !seat) return null;
  const isJoint = state.tracks[open.track]?.side === null;
  const track = open.track;
  const workingDays = (n % 4) + 1;
  const by = isJoint ? DRAFTER : BB_UNIT;
  const [unit, side, other] = n % 2 ? ([AA_UNIT, 'AA', 'BB'] as const) : ([BB_UNIT, 'BB', 'AA'] as const);
  const isSuspended = state.tracks[track]?.suspended.some((s) => s.until === null);
  switch (what) {
    case 0:
    case 1:
      return holding(state.holds.some((h) => h.by === side) ? 'lift' : 'hold', unit, other);
    case 2:
    case 3:
      return intervening({ kind: isSuspended ? 'unsuspend' : 'suspend', track }, BB_UNIT);
    case 4:
      return intervening({ kind: 'extend', ballot: open.id, seat: seat.key, workingDays }, by);
    case 5:
      return recounting(unit);
    case 8:
      return replyOf(state, seat.organization ?? '', 'requestExtension', { workingDays });
    case 9:
      return replyOf(state, seat.organization ?? '', 'agree');
    default:
      return null;
  }
}

/** A calendar of one of the sides with one day declared free, or struck out again. */
function changedWorld(before: World, { n }: Happening): World {
  const side = inNeutralOrder(before.countries, Object.keys(before.countries))[n % 2] ?? '';
  const country = before.countries[side];
  if (!country) return before;
  const { [day(n)]: struck, ...rest } = country.calendar.free;
  if (!struck) return withFree(before, side, day(n));
  return {
    ...before,
    countries: { ...before.countries, [side]: { ...country, calendar: { ...country.calendar, free: rest } } },
  };
}

/** Everything that was told of a case: the dues of its seats and ballots, by ballot. */
const toldIn = (state: Case): ReadonlyMap<string, Instant> =>
  new Map(
    Object.values(state.ballots).flatMap((b) => [
      ...(b.due ? [[b.id, b.due] as const] : []),
      ...b.seats.flatMap((s) => (s.due ? [[`${b.id}/${s.key}`, s.due] as const] : [])),
    ]),
  );

function expectNothingEarlier(told: ReadonlyMap<string, Instant>, now: ReadonlyMap<string, Instant>): void {
  for (const [key, before] of told)
    expect({ key, due: now.get(key) ?? 'none', isKept: (now.get(key) ?? '') >= before }).toMatchObject({
      isKept: true,
    });
}

function happen(play: Play, current: World, next: Happening): World {
  if (!isOpen(play.state)) return current;
  if (next.what === 6) return changedWorld(current, next);
  if (next.what === 7) {
    play.drive();
    return current;
  }
  const command = commandOf(play.case, next);
  // What is refused has changed nothing, and is part of the story all the same.
  const answer = command && carryCommand(play.state, CASE_ID, { ...command, at: play.now }, current, 'commit');
  if (command && answer?.accepted) play.do(command);
  return current;
}

seeded(
  'a told deadline never moves earlier, and the record gives the same state',
  fc.tuple(fc.boolean(), fc.array(happening, { minLength: 1, maxLength: 25 })),
  ([isJoint, story]) => {
    let current: World = timed;
    let play = released(timed);
    if (isJoint) play.reply('bb-committee');
    for (const next of story) {
      const told = toldIn(play.case);
      play.now = later(play.now, next.hours);
      const after = happen(play, current, next);
      if (after !== current) play = inWorld(play, after);
      current = after;
      expectNothingEarlier(told, toldIn(play.case));
    }
    expect(evolveAll(NONE, CASE_ID, play.events)).toEqual(play.state);
  },
  100,
);
