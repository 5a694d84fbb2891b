/** The order of the board: the soonest date first, then whoever has waited longest; and the places that cursors name. */
import fc from 'fast-check';
import { byUrgency, cursorAt, placeAt, type Urgency, urgencyOf } from '../../../api/board/waiting';
import type { CaseView } from '../../../domain/visibility/case-view';
import { seeded } from '../seeded';

const [MONDAY, TUESDAY, FRIDAY] = ['2026-06-08T03:00:00.000Z', '2026-06-09T03:00:00.000Z', '2026-06-12T10:00:00.000Z'];

const viewOf = (id: string, waitingFor: CaseView['waitingFor'], since = MONDAY) =>
  ({ id, since, waitingFor }) as unknown as CaseView;
const onSide = (since: string, until: string | null) => ({ on: 'side' as const, side: 'TH', since, until });

test('the soonest of its dates and the longest of its waits make a case urgent', () => {
  const waiting = [onSide(TUESDAY, null), onSide(MONDAY, FRIDAY), onSide(TUESDAY, TUESDAY)];
  expect(urgencyOf(viewOf('a', waiting))).toEqual({ until: TUESDAY, since: MONDAY, id: 'a' });
});

test('one that waits for nobody has no date, and has waited since it came', () => {
  expect(urgencyOf(viewOf('a', [], TUESDAY))).toEqual({ until: null, since: TUESDAY, id: 'a' });
});

test.each<readonly [string, Urgency, Urgency]>([
  ['the sooner date', { until: TUESDAY, since: TUESDAY, id: 'b' }, { until: FRIDAY, since: MONDAY, id: 'a' }],
  ['any date before none', { until: FRIDAY, since: TUESDAY, id: 'b' }, { until: null, since: MONDAY, id: 'a' }],
  [
    'of one date the longer wait',
    { until: FRIDAY, since: MONDAY, id: 'b' },
    { until: FRIDAY, since: TUESDAY, id: 'a' },
  ],
  ['without dates the longer wait', { until: null, since: MONDAY, id: 'b' }, { until: null, since: TUESDAY, id: 'a' }],
])('%s comes first', (_, first, second) => {
  expect([byUrgency(first, second), byUrgency(second, first), byUrgency(first, first)]).toEqual([-1, 1, 0]);
});

const instant = fc.constantFrom(MONDAY, TUESDAY, FRIDAY);
const urgency = fc.record({ until: fc.option(instant), since: instant, id: fc.uuid() });
const listed = fc.tuple(fc.uniqueArray(urgency, { selector: ({ id }) => id }), fc.integer({ min: 1, max: 5 }));

seeded('page follows page without a gap, and each cursor names its place', listed, ([all, size]) => {
  const ordered = all.toSorted(byUrgency);
  const read: Urgency[] = [];
  let after: Urgency | null = null;
  do {
    const place: Urgency | null = after;
    const page = ordered.filter((one) => place === null || byUrgency(place, one) < 0).slice(0, size);
    read.push(...page);
    const last = page.at(-1);
    after = last ? placeAt(cursorAt(last)) : null;
  } while (after !== null);
  expect(read).toEqual(ordered);
});

test.each([
  '',
  'x',
  '!',
  btoa('{}'),
  btoa('[]'),
  btoa('[null,1,"a"]'),
  btoa('[1,"b","c"]'),
  btoa('[null,"b","c","d"]'),
])('"%s" is no cursor', (cursor) => {
  expect(() => placeAt(cursor)).toThrow('cursor');
});
