import type { VoteClass } from './replies';

/** One voice of an electorate as a rule sees it. What is optional matters to single rules only. */
export type Vote = Readonly<{
  key: string;
  side: string;
  /** null is a voice not yet heard. */
  class: VoteClass | null;
  /** The role by which a rule may name the seat, beside its key. */
  role?: string;
  /** As decimal text; one where nothing is said. */
  weight?: string;
  /** False for a negative without reasons, where the rule does not count such. */
  reasoned?: boolean;
  /** False for an observing member, whose vote the first count of the ISO rule leaves out. */
  participating?: boolean;
  /** False where silence may not be taken as consent: notice unproven, more time asked, or left unconfirmed. */
  silenceCounts?: boolean;
  /** True where the seat has objected at some time while this ballot was open: silence broken stays broken. */
  hasObjected?: boolean;
}>;

/**
 * What a rule says of votes taken as final: nothing that was not answered counts for anybody. *Undecided* is a
 * tie or no opinion, a missed quorum, or something that still holds; *refer* asks the higher office.
 */
export const VERDICTS = ['positive', 'negative', 'undecided', 'refer'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a ballot comes to: what its rule says, unless a request for changes sends the text back. */
export const RESULTS = [...VERDICTS, 'returned'] as const;
export type Result = (typeof RESULTS)[number];

/** Whether a vote is still to come: silent, reserved, or agreed ad referendum and not confirmed. Pure. */
export const isOpenVote = (v: Vote): boolean => v.class === null || isHeld(v);

/** Whether a vote stands and holds the ballot. Pure. */
export const isHeld = (v: Vote): boolean => v.class === 'reserved' || v.class === 'provisional';
