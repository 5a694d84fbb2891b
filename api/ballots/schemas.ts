/** Requests for opinion as a viewer reads them, and the answer of one seat. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { RESULTS } from '../../domain/ballot/vote';
import { ruleSchema } from '../../domain/procedure/rule-schema';
import type { BallotResult } from '../../domain/proposal/events';
import { STATUSES } from '../../domain/proposal/state';
import { instant, iso, languageCode, line, listOf, name, notBuilt, prose, refuseWith, sha256Hex } from '../http/fields';
import { textOfCase } from '../proposals/schemas';

/** Kinds that the rules of `semantics` name and that nothing counts yet. */
const KINDS_TO_COME = [
  'agreeWithStatement',
  'agreeAdReferendum',
  'reserve',
  'requestChanges',
  'requestExtension',
  'takeNote',
  'notConcerned',
  'doesNotTakePart',
];

const BALLOT_RESULTS = ['positive', 'negative', 'returned', 'lapsed', 'overtaken'] as const satisfies readonly BallotResult[];

const isReplyKind = (kind: string): kind is (typeof REPLY_KINDS)[number] => REPLY_KINDS.some((known) => known === kind);

const kind = line(60)
  .refine((given) => !KINDS_TO_COME.includes(given), refuseWith('NotBuilt', 'this kind of reply is not available yet'))
  .refine((given) => isReplyKind(given) || KINDS_TO_COME.includes(given), `one of ${REPLY_KINDS.join(', ')}`)
  .transform((given) => given as (typeof REPLY_KINDS)[number])
  .meta({ type: 'string', enum: [...REPLY_KINDS] });

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

export const reply = z
  .strictObject({
    seat: line(300).meta({ description: 'The key of the seat, as the ballot names it.' }),
    kind,
    inside: prose(10_000).nullable().optional().meta({ description: 'For the own side alone.' }),
    statement: prose(10_000)
      .nullable()
      .optional()
      .meta({ description: 'For all sides. Only a joint step takes one; in the step of a house it is refused.' }),
    sections: notBuilt(isAbsent, 'agreeing to single sections is not available yet').meta({
      type: 'array',
      items: { type: 'string' },
      description: 'Not available yet.',
    }),
    shown: z.strictObject({
      revision: line(100).meta({ description: 'The hash of the revision that was shown.' }),
      language: languageCode,
      procedure: line(100).meta({ description: 'The hash of the procedure that was shown.' }),
      standing: line(500).nullable().default(null).meta({
        description: 'The id of the seat’s standing reply that was shown; null where there was none.',
      }),
    }),
    paper: notBuilt(isAbsent, 'entering answers from paper is not available yet').meta({
      type: 'object',
      description: 'Not available yet.',
    }),
  })
  .meta({ id: 'Reply' });

export type Reply = z.output<typeof reply>;

export const receipt = z
  .strictObject({
    id: z.string(),
    proposal: z.uuid(),
    ballot: z.string(),
    seat: z.string(),
    kind: z.enum(REPLY_KINDS),
    receivedAt: instant,
    afterDate: z.boolean().meta({ description: 'Whether it came after the date and counted all the same.' }),
    event: z.strictObject({ chain: z.string(), seq: z.int(), hash: sha256Hex }).meta({
      description: 'The event of the record in which the reply stands.',
    }),
    ballotStatus: z.enum(['open', 'closed']),
    ballotResult: z.enum(BALLOT_RESULTS).nullable(),
    status: z.enum(STATUSES).meta({ description: 'Where the case stands now.' }),
  })
  .meta({ id: 'Receipt' });

const replyOfSeat = z.strictObject({
  id: z.string().nullable().meta({ description: 'For `shown.standing`; null in another side’s reply.' }),
  kind: z.enum(REPLY_KINDS),
  at: instant,
  afterDate: z.boolean().optional().meta({ description: 'After the seat’s date; only of the own side.' }),
  statement: textOfCase.nullable(),
  inside: textOfCase.nullable().optional(),
  person: z.string().nullable().optional(),
});

const seat = z.strictObject({
  key: z.string(),
  side: iso,
  participant: z.string().nullable(),
  electorate: z.enum(['seats', 'consents']),
  office: z.string().nullable().optional().meta({ description: 'Of the own side only.' }),
  due: instant.nullable().optional().meta({ description: 'Of the own side only.' }),
  reply: replyOfSeat.nullable(),
});

const wouldChange = z.strictObject({
  open: z.int(),
  forNeeded: z.int().nullable().meta({ description: 'How many further agreements decide in favour; null: none can.' }),
  againstEnds: z.boolean(),
  turn: z
    .strictObject({
      to: z.enum(RESULTS),
      replies: z.strictObject({ for: z.int().optional(), against: z.int().optional(), neutral: z.int().optional() }),
      seats: z.array(z.strictObject({ key: z.string(), answer: z.enum(['for', 'against', 'neutral']) })),
    })
    .nullable()
    .meta({ description: 'The fewest replies, given or changed, that turn the result.' }),
});

export const ballot = z
  .strictObject({
    id: z.string(),
    track: z.string(),
    stage: z.string(),
    step: z.string(),
    round: z.int(),
    joint: z.boolean(),
    status: z.enum(['open', 'closed']),
    openedAt: instant,
    closedAt: instant.nullable(),
    due: instant.nullable(),
    result: z.enum(BALLOT_RESULTS).nullable(),
    rule: ruleSchema,
    offers: z.array(z.enum(REPLY_KINDS)),
    seats: z.array(seat),
    tally: z.strictObject({
      for: z.int(),
      against: z.int(),
      neutral: z.int(),
      open: z.int().meta({ description: 'Still to come, the reserved and the provisional ones with them.' }),
      reserved: z.int(),
      provisional: z.int(),
      returning: z.int().meta({ description: 'Requests for changes.' }),
      left: z.int().meta({ description: 'Gone, and in no base.' }),
      verdict: z.enum(RESULTS),
      fixed: z.boolean().meta({ description: 'No answer that is still to come can change the verdict.' }),
      held: z.boolean(),
    }),
    wouldChange: wouldChange.nullable(),
  })
  .meta({ id: 'Ballot' });

export const ballotList = listOf('BallotList', ballot);
export const ballotParams = z.strictObject({ id: name.max(400) });
