/**
 * Kinds of reply and what each counts as. The kinds are what people choose; the classes are what rules,
 * tallies and closings tell apart, each by one behaviour of its own:
 *
 *   for · against · neutral   heard, and final until the seat changes it
 *   provisional               agreed ad referendum: not heard until it is confirmed, and holds the ballot till then
 *   reserved                  neither for nor against: the seat counts as open, and nothing passes while it stands
 *   returns                   answered, and the text goes back when the ballot closes, unless the rule is lost
 *   leaves                    gone: taken out of every base
 *
 * A request for more time has no class: it is no reply, and the seat's earlier one stands.
 */
export const REPLY_KINDS = [
  'agree',
  'agreeWithComments',
  'agreeWithStatement',
  'agreeAdReferendum',
  'reserve',
  'object',
  'requestChanges',
  'requestExtension',
  'abstain',
  'takeNote',
  'notConcerned',
  'doesNotTakePart',
] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

export const VOTE_CLASSES = ['for', 'against', 'neutral', 'provisional', 'reserved', 'returns', 'leaves'] as const;
export type VoteClass = (typeof VOTE_CLASSES)[number];

const CLASS_OF = {
  agree: 'for',
  agreeWithComments: 'for',
  agreeWithStatement: 'for',
  agreeAdReferendum: 'provisional',
  reserve: 'reserved',
  object: 'against',
  requestChanges: 'returns',
  requestExtension: null,
  abstain: 'neutral',
  takeNote: 'neutral',
  notConcerned: 'neutral',
  doesNotTakePart: 'leaves',
} as const satisfies Record<ReplyKind, VoteClass | null>;

/** The class in which a reply is counted; null for what is no reply. Pure. */
export const classOf = (kind: ReplyKind): VoteClass | null => CLASS_OF[kind];
