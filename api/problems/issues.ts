/** From what zod says of a value to refusals: codes, pointers and facts. */
import type { z } from 'zod';
import { REFUSALS, type RefusalCode } from '../../domain/proposal/refusals';
import { faultsOf, pointerTo } from '../http/json';
import { type Fault, Refused } from '../http/route';

type Issue = z.core.$ZodIssue;

const FAULTS_AT_MOST = 20;
const LONGEST_ECHO = 100;

/** What a schema lets through. Throws `Refused` with every fault, the first as the problem's own. Pure. */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const faults = faultsOf(value);
  if (faults.length > 0) throw refusedFor(faults);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusedFor(result.error.issues.flatMap((issue) => faultsFrom(issue, value)));
}

function refusedFor(faults: readonly Fault[]): Refused {
  const [first] = faults;
  if (!first) return new Refused({ code: 'ValidationFailed' });
  const { code, pointer, facts } = first;
  return new Refused({ code, pointer, facts }, faults.slice(0, FAULTS_AT_MOST));
}

function faultsFrom(issue: Issue, root: unknown): readonly Fault[] {
  const pointer = pointerTo(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerTo([key])}`,
      code: 'UnknownField' as const,
      facts: { given: echo(key) },
      hint: 'this field is not known here',
    }));
  }
  return [{ pointer, code: codeOf(issue), facts: factsOf(issue, valueAt(root, issue.path)), hint: issue.message }];
}

function codeOf(issue: Issue): RefusalCode {
  if (issue.code === 'too_big' && issue.origin === 'string') return 'TooLong';
  const named: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
  return typeof named === 'string' && named in REFUSALS ? (named as RefusalCode) : 'ValidationFailed';
}

function factsOf(issue: Issue, given: unknown): Fault['facts'] {
  const allowed = issue.code === 'invalid_value' ? { allowed: issue.values.map(String) } : {};
  const limit = issue.code === 'too_big' ? { most: Number(issue.maximum) } : {};
  const least = issue.code === 'too_small' ? { least: Number(issue.minimum) } : {};
  return { ...(isShort(given) ? { given } : {}), ...allowed, ...limit, ...least };
}

/** What was given is said back only where it is short and plain. */
const isShort = (given: unknown): given is string | number | null =>
  given === null || typeof given === 'number' || (typeof given === 'string' && given.length <= LONGEST_ECHO);

const echo = (text: string): string => (text.length <= LONGEST_ECHO ? text : `${text.slice(0, LONGEST_ECHO)}…`);

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
