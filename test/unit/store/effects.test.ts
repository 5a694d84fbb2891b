import type { Directory } from '../../../domain/directory/directory';
import type { Effect } from '../../../domain/proposal/react';
import { deliveriesFor } from '../../../store/effects';
import { asCase, DRAFTER, directory, personOf, T0 } from '../proposal/fixtures';
import { Play } from '../proposal/spec';

const state = asCase(new Play().submit().case);
const ballot = Object.keys(state.ballots)[0] ?? '';
const seat = 'aa-city-fao:desk';
const refFor = (b: string, s: string, person: string) => `${b}/${s}/${person}`;
const request: Effect = { kind: 'request', ballot, seat, office: seat, side: 'AA' };
const expand = (effects: readonly Effect[], changed: Partial<{ directory: Directory; state: typeof state }> = {}) =>
  deliveriesFor(effects, { state, directory, at: T0, refFor, ...changed });
const withSeat = (change: object): Directory => {
  const found = directory.seats[seat];
  if (!found) throw new Error('The small world has changed');
  return { ...directory, seats: { ...directory.seats, [seat]: { ...found, ...change } } };
};
const people = (rows: readonly { person_id: string }[]) => rows.map((r) => r.person_id);
const [first, second] = [personOf('aa-city-fao', 1), personOf('aa-city-fao', 2)];

describe('deliveries', () => {
  it('of a request go to each present holder, with a link of their own', () => {
    const { deliveries, refs } = expand([request]);
    expect(people(deliveries)).toEqual([first, second]);
    expect(refs.map((r) => [r.person_id, r.ref])).toEqual([
      [first, refFor(ballot, seat, first)],
      [second, refFor(ballot, seat, second)],
    ]);
    expect(new Set(deliveries.map((d) => d.id)).size).toBe(2);
    expect(deliveries[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('of a request do not go to whoever has left or has not come yet', () => {
    const holder = { kind: 'principal', from: '2026-01-01', until: null };
    const holders = [
      { ...holder, person: first, until: '2026-06-07' },
      { ...holder, person: second, from: '2026-06-09' },
    ];
    expect(expand([request], { directory: withSeat({ holders }) })).toEqual({ deliveries: [], refs: [] });
  });

  it('of a request do not go to whoever drafted, since they may not decide', () => {
    expect(people(expand([request], { state: { ...state, drafters: [first] } }).deliveries)).toEqual([second]);
  });

  it('of a request do not go to a seat that answers by another channel', () => {
    expect(expand([request], { directory: withSeat({ channels: ['api'] }) }).deliveries).toEqual([]);
  });

  it('of a receipt go to the person who replied, without a link', () => {
    const receipt: Effect = { kind: 'receipt', ballot, seat, reply: `${ballot}/${seat}/1`, person: second, side: 'AA' };
    const { deliveries, refs } = expand([receipt]);
    expect(deliveries).toMatchObject([
      { kind: 'receipt', person_id: second, reply_id: `${ballot}/${seat}/1`, ref: null },
    ]);
    expect(refs).toEqual([]);
  });

  it('of an outcome go to each person once, however many of their seats were asked', () => {
    const to = (office: string): Effect => ({ kind: 'outcome', side: 'AA', to: { office } });
    const effects: Effect[] = [{ kind: 'outcome', side: 'AA', to: { person: first } }, to(seat), to(seat)];
    expect(people(expand(effects).deliveries)).toEqual([first, second]);
  });

  it('of a stopped case go to the unit of its side', () => {
    const { deliveries } = expand([{ kind: 'stopped', side: 'AA', unit: 'aa-unit' }]);
    expect(deliveries).toMatchObject([{ kind: 'stopped', person_id: personOf('aa-unit'), office: 'aa-unit:desk' }]);
    expect(people(deliveries)).not.toContain(DRAFTER);
  });
});
