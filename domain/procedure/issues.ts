/** What a schema finds wrong, as places and sentences. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Finding = Readonly<{ pointer: string; message: string; isUnknownField: boolean }>;

/** A JSON pointer (RFC 6901) from a path. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** One finding per place: an unknown field points at itself, a union at the branch that was meant. Pure. */
export const findingsOf = (issues: readonly Issue[]): readonly Finding[] => issues.flatMap((i) => findings(i, []));

function findings(issue: Issue, above: readonly PropertyKey[]): readonly Finding[] {
  const path = [...above, ...issue.path];
  const finding = (message: string, at = path, isUnknownField = false) => ({
    pointer: pointerOf(at),
    message,
    isUnknownField,
  });
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => finding('this field is not known here, or not built yet', [...path, key], true));
  }
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => finding(`wrong key: ${inner.message}`));
  if (issue.code === 'invalid_union') {
    const [meant] = issue.errors.toSorted((a, b) => strangeness(a) - strangeness(b));
    if (meant && meant.length > 0) return meant.flatMap((inner) => findings(inner, path));
  }
  return [finding(issue.message)];
}

/** How far a value is from a branch of a union: its kind weighs more than its set of fields, that more than a value. */
const strangeness = (issues: readonly Issue[]): number => issues.reduce((sum, i) => sum + weightOf(i), 0);

function weightOf(issue: Issue): number {
  if (issue.path.length > 1) return 1;
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  if (issue.path.length === 0 && issue.code !== 'invalid_union') return 1000;
  return issue.code === 'invalid_type' ? 5 : 1;
}
