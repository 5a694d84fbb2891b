/** Sets of replies that may be given or changed, in the order in which the smallest that matters is looked for. */
import { byWeight } from './amounts';
import { answered } from './endings';
import type { Electorate } from './judge';
import type { VoteClass } from './replies';
import { isHeld, isOpenVote, type Vote } from './vote';

export type Answer = Extract<VoteClass, 'for' | 'against' | 'neutral'>;
export type Change = Readonly<{ vote: Vote; answer: Answer }>;

/** The electorates after some changes. Pure. */
export function changed(electorates: readonly Electorate[], changes: readonly Change[]): readonly Electorate[] {
  const answers = new Map(changes.map(({ vote, answer }) => [vote, answer]));
  const after = (v: Vote): Vote => {
    const answer = answers.get(v);
    return answer ? answered(v, answer) : v;
  };
  return electorates.map((e) => ({ ...e, votes: e.votes.map(after) }));
}

/**
 * The votes that may still give an answer, in groups of those that no rule can tell apart but by their weight, the
 * heaviest first; those that are open come before those that would change. Pure.
 */
export function groupsFor(
  electorates: readonly Electorate[],
  mayChange: (v: Vote) => boolean,
  answer: Answer,
): readonly (readonly Vote[])[] {
  const changes = (v: Vote) => v.class !== answer || (answer === 'against' && v.reasoned === false);
  const groups = electorates.flatMap((e) => groupsOf(e, (v) => mayChange(v) && changes(v)));
  return groups.toSorted((a, b) => Number(!isOpen(a)) - Number(!isOpen(b)));
}

const isOpen = ([first]: readonly Vote[]): boolean => first !== undefined && isOpenVote(first);

function groupsOf({ rule, votes }: Electorate, mayChange: (v: Vote) => boolean): readonly (readonly Vote[])[] {
  const marks = (v: Vote) => [
    v.class,
    v.reasoned,
    v.participating,
    v.silenceCounts,
    v.hasObjected,
    rule.kind === 'requiredConsent' ? [v.key, v.role] : null,
  ];
  const groups = new Map<string, Vote[]>();
  for (const v of votes.filter(mayChange)) {
    const key = JSON.stringify(marks(v));
    groups.set(key, [...(groups.get(key) ?? []), v]);
  }
  return [...groups.values()].map(byWeight);
}

/** Every choice of so many votes to give one answer: only numbers of each group are tried, earlier groups first. Pure. */
export function* choices(
  groups: readonly (readonly Vote[])[],
  size: number,
  answer: Answer,
): Generator<readonly Change[]> {
  const [group, ...rest] = groups;
  if (!group) {
    if (size === 0) yield [];
    return;
  }
  const elsewhere = rest.reduce((sum, g) => sum + g.length, 0);
  for (let taken = Math.min(size, group.length); taken >= Math.max(0, size - elsewhere); taken -= 1) {
    const here = group.slice(0, taken).map((vote) => ({ vote, answer }));
    for (const more of choices(rest, size - taken, answer)) yield [...here, ...more];
  }
}

/**
 * In an opt-in some sides may have to come in while others stay away, so whole sides are moved: each is left as it
 * is, or stays away, or comes in: all its voices, all but those that hold the ballot, or those alone that refuse. The
 * fewest changes come first. Pure.
 */
export function sideChanges(electorates: readonly Electorate[]): readonly (readonly Change[])[] {
  const sides = [...new Set(electorates.flatMap((e) => e.votes.map((v) => v.side)))];
  return sides
    .reduce<readonly (readonly Change[])[]>(
      (sets, side) => sets.flatMap((set) => stances(electorates, side).map((stance) => [...set, ...stance])),
      [[]],
    )
    .toSorted((a, b) => a.length - b.length);
}

function stances([first, ...consents]: readonly Electorate[], side: string): readonly (readonly Change[])[] {
  const positions = first?.votes.filter((v) => v.side === side) ?? [];
  const staying = consents.flatMap((e) => e.votes.filter((v) => v.side === side && v.class !== 'leaves'));
  const voices = [...positions, ...staying];
  const give = (votes: readonly Vote[], answer: Answer) =>
    votes.filter((v) => v.class !== answer).map((vote) => ({ vote, answer }));
  const refusing = voices.filter((v) => !isOpenVote(v) && v.class !== 'returns');
  const here = positions.filter((v) => v.class !== 'leaves');
  const unheld = voices.filter((v) => !isHeld(v));
  const moves = [[], give(here, 'against'), ...[voices, unheld, refusing].map((votes) => give(votes, 'for'))];
  const names = moves.map((changes) => changes.map(({ vote, answer }) => `${vote.key} ${answer}`).join());
  return moves.filter((_, i) => names.indexOf(names[i] ?? '') === i);
}
