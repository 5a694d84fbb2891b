/** Kinds of reply and what each counts as in a tally (further kinds enter here, one line each). */
export const REPLY_KINDS = ['agree', 'agreeWithComments', 'object', 'abstain'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

export type VoteClass = 'for' | 'against' | 'neutral';

const CLASS_OF = {
  agree: 'for',
  agreeWithComments: 'for',
  object: 'against',
  abstain: 'neutral',
} satisfies Record<ReplyKind, VoteClass>;

/** The class in which a reply is counted. Pure. */
export const classOf = (kind: ReplyKind): VoteClass => CLASS_OF[kind];
