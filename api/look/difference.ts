/**
 * The difference of two texts, in words, for people.
 *
 * Words are found by `Intl.Segmenter`, since Khmer, Lao, Thai, Burmese and Chinese put no spaces between
 * them. The work grows with the product of both lengths, so texts that are too long (or too different to
 * be read as a difference) are shown as one deletion and one insertion.
 */
export type DiffRun = Readonly<{ kind: 'same' | 'ins' | 'del'; text: string }>;

const MOST_WORD_PAIRS = 4_000_000;

/** Runs that give `before` without its insertions and `after` without its deletions. Pure. */
export function difference(before: string, after: string, language: string): readonly DiffRun[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const a = wordsOf(before, language);
  const b = wordsOf(after, language);
  if (a.length * b.length > MOST_WORD_PAIRS) return joined([del(before), ins(after)]);
  return joined(align(a, b));
}

const same = (text: string): DiffRun => ({ kind: 'same', text });
const ins = (text: string): DiffRun => ({ kind: 'ins', text });
const del = (text: string): DiffRun => ({ kind: 'del', text });

const wordsOf = (text: string, language: string): readonly string[] =>
  [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)].map((s) => s.segment);

/** Longest common subsequence; deletions stand before insertions at the same place. */
function align(a: readonly string[], b: readonly string[]): readonly DiffRun[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: DiffRun[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      runs.push(same(left));
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      runs.push(del(left));
      i += 1;
    } else if (right !== undefined) {
      runs.push(ins(right));
      j += 1;
    }
  }
  return runs;
}

/** Neighbours of one kind become one run; between two changes a lone space is no common text. */
function joined(runs: readonly DiffRun[]): readonly DiffRun[] {
  const grouped: { ins: string; del: string; same: string }[] = [];
  for (const run of runs) {
    const last = grouped.at(-1);
    const startsGroup = !last || (run.kind !== 'same' && last.same !== '');
    const group = startsGroup ? { ins: '', del: '', same: '' } : last;
    group[run.kind] += run.text;
    if (startsGroup) grouped.push(group);
  }
  return grouped
    .flatMap((group) => [del(group.del), ins(group.ins), same(group.same)])
    .filter((run) => run.text !== '');
}
