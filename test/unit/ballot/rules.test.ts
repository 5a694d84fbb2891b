import { judge } from '../../../domain/ballot/judge';
import type { Vote } from '../../../domain/ballot/vote';
import type { Rule } from '../../../domain/procedure/schema';

/** One letter a vote: f for, a against, n neutral, . not answered. */
const CLASSES = { f: 'for', a: 'against', n: 'neutral', '.': null } as const;
const votes = (text: string): Vote[] =>
  [...text].map((c, i) => ({ key: `seat-${i}`, side: `S${i}`, class: CLASSES[c as keyof typeof CLASSES] }));

const any: Rule = { kind: 'any' };
const all: Rule = { kind: 'all' };
const two: Rule = { kind: 'nOfM', n: 2 };
const unanimity: Rule = { kind: 'unanimityOfSides' };
const lenient: Rule = { kind: 'unanimityOfSides', abstentionBlocks: false };

it.each<[Rule, string, 'positive' | 'negative']>([
  [any, '', 'negative'],
  [any, '.', 'negative'],
  [any, 'n', 'negative'],
  [any, 'a', 'negative'],
  [any, 'f', 'positive'],
  [any, 'af', 'positive'],
  [any, 'nn', 'negative'],
  [all, '', 'negative'],
  [all, 'f', 'positive'],
  [all, 'ff', 'positive'],
  [all, 'f.', 'negative'],
  [all, 'fn', 'negative'],
  [all, 'fa', 'negative'],
  [two, 'f', 'negative'],
  [two, 'f..', 'negative'],
  [two, 'ff.', 'positive'],
  [two, 'ffa', 'positive'],
  [two, 'fna', 'negative'],
  [unanimity, '', 'negative'],
  [unanimity, 'ff', 'positive'],
  [unanimity, 'fn', 'negative'],
  [unanimity, 'f.', 'negative'],
  [unanimity, 'fa', 'negative'],
  [lenient, 'fn', 'positive'],
  [lenient, 'nn', 'negative'],
  [lenient, 'f.', 'negative'],
  [lenient, 'fna', 'negative'],
])('%j judges "%s" %s', (rule, text, verdict) => {
  expect(judge({ rule, votes: votes(text) })).toBe(verdict);
});
