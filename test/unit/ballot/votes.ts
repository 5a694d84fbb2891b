/** Votes written as letters, one for each seat, so that a case of a table is one line. */
import type { Electorate } from '../../../domain/ballot/judge';
import type { VoteClass } from '../../../domain/ballot/replies';
import type { Vote } from '../../../domain/ballot/vote';
import type { Rule } from '../../../domain/procedure/rule-schema';

const LETTERS: Readonly<Record<string, VoteClass | null>> = {
  f: 'for',
  a: 'against',
  u: 'against',
  n: 'neutral',
  r: 'reserved',
  p: 'provisional',
  c: 'returns',
  l: 'leaves',
  '.': null,
  m: null,
};

/**
 * f for · a against · u against without reasons · n neutral · r reserved · p ad referendum, unconfirmed · c changes
 * requested · l left · . silent · m silent, which may not be taken as consent. Seats are k0, k1 … of sides S0, S1 ….
 */
export const votes = (text: string, more: (i: number) => Partial<Vote> = () => ({})): readonly Vote[] =>
  [...text].map((letter, i) => ({
    key: `k${i}`,
    side: `S${i}`,
    class: LETTERS[letter] ?? null,
    ...(letter === 'u' ? { reasoned: false } : {}),
    ...(letter === 'm' ? { silenceCounts: false } : {}),
    ...more(i),
  }));

/** The offices of one house. */
export const house = (rule: Rule, text: string): readonly Electorate[] => [
  { rule, votes: votes(text, () => ({ side: 'S0' })) },
];

/** A position for each side, and consents as "side:letter" of participants. */
export const between = (rule: Rule, positions: string, consents = ''): readonly Electorate[] => [
  { rule, votes: votes(positions) },
  ...(consents === '' ? [] : [{ rule: { kind: 'all' as const }, votes: consentVotes(consents) }]),
];

const consentVotes = (text: string): readonly Vote[] =>
  text.split(' ').flatMap((given, i) => {
    const [side = '', letter = ''] = given.split(':');
    return votes(letter).map((v) => ({ ...v, key: `c${i}`, side: `S${side}` }));
  });
