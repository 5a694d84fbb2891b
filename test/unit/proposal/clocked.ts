/** What the tests of clocks share: calendars that change, and acts of units, proposers and receiving offices. */
import type { World } from '../../../domain/procedure/world';
import type { Command, Intervene } from '../../../domain/proposal/commands';
import type { ProposalEvent } from '../../../domain/proposal/events';
import type { Ballot, Seat } from '../../../domain/proposal/state';
import { actorOf, DRAFTER, T0 } from './fixtures';
import { Play } from './spec';

export const AA_UNIT = 'aa-unit-person-1';
export const BB_UNIT = 'bb-unit-person-1';

/** The world with further free days in a side's calendar, published anew. */
export function withFree(world: World, side: string, ...days: readonly string[]): World {
  const country = world.countries[side];
  if (!country) throw new Error(`No country ${side}`);
  const free = Object.fromEntries(days.map((d) => [d, { name: d, kind: 'public' as const, confirmed: true }]));
  const calendar = { ...country.calendar, free: { ...country.calendar.free, ...free } };
  return { ...world, countries: { ...world.countries, [side]: { ...country, calendar } } };
}

/** The same case at the same instant, in another world. */
export function inWorld(play: Play, world: World): Play {
  const next = new Play(world);
  next.state = play.state;
  next.events = [...play.events];
  next.now = play.now;
  return next;
}

const REASON = { hash: 'reason' };

type What = Intervene['what'];

export const intervening = (what: What, by = AA_UNIT, at = T0): Intervene => ({
  type: 'intervene',
  at,
  actor: actorOf(by),
  reason: REASON,
  what,
});

export const holding = (type: 'hold' | 'lift', by: string, other: string, at = T0): Command => ({
  type,
  at,
  actor: actorOf(by),
  with: other,
});

export const recounting = (by = AA_UNIT, at = T0): Command => ({ type: 'recount', at, actor: actorOf(by) });

export const declaring = (track: string, by: string, lacking: string | null = null, at = T0): Command => ({
  type: 'declareFile',
  at,
  actor: actorOf(by),
  track,
  lacking: lacking === null ? null : { hash: lacking },
});

export const supplying = (track: string, by = DRAFTER, at = T0): Command => ({
  type: 'supplyFile',
  at,
  actor: actorOf(by, 'api'),
  track,
  text: { hash: 'supplied' },
});

/** The ballot that was opened last. */
export function lastBallot(play: Play): Ballot {
  const ballot = Object.values(play.case.ballots).at(-1);
  if (!ballot) throw new Error('No ballot was opened');
  return ballot;
}

export function seatOf(play: Play, key: string): Seat {
  const seat = lastBallot(play).seats.find((s) => s.key === key);
  if (!seat) throw new Error(`No seat ${key}`);
  return seat;
}

/** The types of what happened since a number of events. */
export const since = (play: Play, n: number): readonly ProposalEvent['type'][] =>
  play.events.slice(n).map((e) => e.type);

export const chainsOf = (play: Play, type: ProposalEvent['type']): readonly string[] =>
  play.events.filter((e) => e.type === type).map((e) => e.chain);

/** Proposed, considered at home and released: BB's house is asked. */
export const released = (world: World): Play =>
  new Play(world).submit().reply('aa-city-fao').reply('aa-province-fao').reply('aa-city-fao');

/** On to the joint step. */
export const jointly = (world: World): Play => released(world).reply('bb-committee').reply('bb-interior');
