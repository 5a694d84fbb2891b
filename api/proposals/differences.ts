/**
 * What differs between two texts, per section and language, in words.
 *
 * Comparing costs time that grows with the product of both lengths, and a text may have two hundred parts: when the
 * work allowed for one answer is used up, what is left is shown as a whole that went and a whole that came.
 */
import type { z } from 'zod';
import type { Content } from '../../store/cases';
import { type DiffRun, difference } from '../look/difference';
import type { revision } from './revision-schemas';

type Differences = NonNullable<z.infer<typeof revision>['differences']>;
type Localized = Readonly<Record<string, string>>;
type Runs = Record<string, DiffRun[]>;

const MOST_CHARACTER_PAIRS = 100_000_000;

/** The differences from one content to another. Pure. */
export function differencesOf(before: Content, now: Content, since: number): Differences {
  const compare = comparer();
  const keys = [...new Set([...before.sections, ...now.sections].map((section) => section.key))];
  const textOf = ({ sections }: Content, key: string) => sections.find((section) => section.key === key)?.text;
  const sections = keys.flatMap((key): Differences['sections'] => {
    const [old, given] = [textOf(before, key), textOf(now, key)];
    const text = compare(old ?? {}, given ?? {});
    if (old && given && Object.keys(text).length === 0) return [];
    return [{ key, change: !old ? 'added' : !given ? 'removed' : 'changed', text }];
  });
  return {
    since,
    title: compare(before.title, now.title),
    summary: compare(before.summary, now.summary),
    sections,
  };
}

function comparer(): (before: Localized, now: Localized) => Runs {
  let left = MOST_CHARACTER_PAIRS;
  return (before, now) => {
    const languages = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    const differing = languages.filter((language) => before[language] !== now[language]);
    return Object.fromEntries(
      differing.map((language) => {
        const [old = '', given = ''] = [before[language], now[language]];
        const cost = old.length * given.length;
        if (cost > left) return [language, wholes(old, given)];
        left -= cost;
        return [language, [...difference(old, given, language)]];
      }),
    );
  };
}

const wholes = (old: string, given: string): DiffRun[] => [
  { kind: 'del', text: old },
  { kind: 'ins', text: given },
];
