import fc from 'fast-check';
import { type DiffRun, difference } from '../../../api/look/difference';

const before = (runs: readonly DiffRun[]): string =>
  runs
    .filter((r) => r.kind !== 'ins')
    .map((r) => r.text)
    .join('');
const after = (runs: readonly DiffRun[]): string =>
  runs
    .filter((r) => r.kind !== 'del')
    .map((r) => r.text)
    .join('');

describe('the difference of two texts', () => {
  test('shows what went and what came, by words', () => {
    expect(difference('It costs 10 places a year.', 'It costs 20 places a year.', 'en')).toEqual([
      { kind: 'same', text: 'It costs ' },
      { kind: 'del', text: '10' },
      { kind: 'ins', text: '20' },
      { kind: 'same', text: ' places a year.' },
    ]);
  });

  test('finds words where no spaces stand', () => {
    const thai = difference('ประชุมปีละครั้ง', 'ประชุมเดือนละครั้ง', 'th');
    expect(
      thai
        .filter((r) => r.kind === 'same')
        .map((r) => r.text)
        .join(''),
    ).toContain('ประชุม');
    const chinese = difference('每年互派代表团一次。', '每年互派代表团两次。', 'zh');
    expect(chinese[0]).toEqual({ kind: 'same', text: expect.stringMatching(/^每年互派代表团/) });
  });

  test('of equal texts is one run, of two empty ones none', () => {
    expect(difference('same', 'same', 'en')).toEqual([{ kind: 'same', text: 'same' }]);
    expect(difference('', '', 'en')).toEqual([]);
  });

  test('of texts too long to compare is the old one and the new one', () => {
    const long = 'word '.repeat(2_000);
    expect(difference(long, `${long}more`, 'en').map((r) => r.kind)).toEqual(['del', 'ins']);
  });

  test('always gives both texts back', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', 'ข้าว', '稻', '.', '\n'), { maxLength: 25 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (old, now) => {
        const runs = difference(old, now, 'en');
        expect(before(runs)).toBe(old);
        expect(after(runs)).toBe(now);
        expect(runs.every((run, i) => run.text !== '' && run.kind !== runs[i - 1]?.kind)).toBe(true);
      }),
      { seed: 20270413, numRuns: 300 },
    );
  });
});
