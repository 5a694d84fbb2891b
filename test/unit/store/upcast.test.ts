import { EVENT_TYPES, SCHEMA_VERSIONS } from '../../../domain/proposal/events';
import { readEvent } from '../../../store/upcast';

const row = { chain: 'AA', at: '2026-06-08T03:00:00.000Z', schemaVersion: 1, payload: '{"stage":"home"}' };

describe('reading a stored event', () => {
  it.each(EVENT_TYPES)('knows %s in its present version', (type) => {
    const event = readEvent({ ...row, type, schemaVersion: SCHEMA_VERSIONS[type] });
    expect(event).toEqual({ type, chain: 'AA', at: row.at, data: { stage: 'home' } });
  });

  it('stops at a type that it does not know, instead of skipping it', () => {
    expect(() => readEvent({ ...row, type: 'Telepathized' })).toThrow(/Unknown event type Telepathized/);
    expect(() => readEvent({ ...row, type: 'toString' })).toThrow(/Unknown event type toString/);
  });

  it('stops at a version that a later program wrote', () => {
    expect(() => readEvent({ ...row, type: 'StageMerged', schemaVersion: 2 })).toThrow(/versions up to 1/);
  });

  it('stops at a payload that was destroyed', () => {
    expect(() => readEvent({ ...row, type: 'StageMerged', payload: null })).toThrow(/was destroyed/);
  });

  it('lifts older versions one step after the other', () => {
    const upcasters = {
      'StageMerged@-1': (data: object) => ({ ...data, first: true }),
      'StageMerged@0': (data: object) => ({ ...data, second: Object.keys(data).length }),
    };
    const event = readEvent({ ...row, type: 'StageMerged', schemaVersion: -1 }, upcasters);
    expect(event.data).toEqual({ stage: 'home', first: true, second: 2 });
    expect(() => readEvent({ ...row, type: 'StageMerged', schemaVersion: -2 }, upcasters)).toThrow(
      /Nothing lifts StageMerged from schema version -2 to -1/,
    );
  });
});
