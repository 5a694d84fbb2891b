import type { VoteClass } from './replies';

/** One voice of an electorate as a rule sees it; `class: null` is a voice not yet heard. */
export type Vote = Readonly<{ key: string; side: string; class: VoteClass | null }>;

/** What a rule says of votes taken as final: nothing that was not answered counts for anybody. */
export type Verdict = 'positive' | 'negative';
