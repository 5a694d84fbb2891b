/** What a schema finds wrong, as places and sentences. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Found = Readonly<{ pointer: string; message: string }>;

/** A JSON pointer (RFC 6901) from a path. Pure. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** One finding per place: an unknown field points at itself, a union at the branch that was meant. Pure. */
export const problemsOfIssues = (issues: readonly Issue[]): readonly Found[] => issues.flatMap((i) => found(i, []));

function found(issue: Issue, above: readonly PropertyKey[]): readonly Found[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), message: 'this field is not known here' }));
  }
  if (issue.code === 'invalid_union') {
    const [meant] = issue.errors.toSorted((a, b) => strangeness(a) - strangeness(b));
    if (meant && meant.length > 0) return meant.flatMap((inner) => found(inner, path));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({
      pointer: pointerOf(path),
      message: `this key cannot stand here: ${inner.message}`,
    }));
  }
  return [{ pointer: pointerOf(path), message: issue.message }];
}

/** How far a value is from a branch of a union: a wrong set of fields weighs more than a wrong value in one. */
const strangeness = (issues: readonly Issue[]): number => issues.reduce((sum, i) => sum + weightOf(i), 0);

function weightOf(issue: Issue): number {
  if (issue.path.length > 1) return 1;
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  if (issue.code === 'invalid_union') return Math.min(10, ...issue.errors.map(strangeness));
  return issue.code === 'invalid_type' ? 5 : 1;
}
