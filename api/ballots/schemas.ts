/** Requests for opinion as a viewer reads them. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { RESULTS } from '../../domain/ballot/vote';
import { ruleSchema } from '../../domain/procedure/rule-schema';
import type { BallotResult } from '../../domain/proposal/events';
import { instant, iso, listOf, name } from '../http/fields';
import { textOfCase } from '../proposals/schemas';

export const BALLOT_RESULTS = [
  'positive',
  'negative',
  'returned',
  'lapsed',
  'overtaken',
] as const satisfies readonly BallotResult[];

const replyOfSeat = z.strictObject({
  id: z.string().nullable().meta({ description: 'For `shown.standing`; null in another side’s reply.' }),
  kind: z.enum(REPLY_KINDS),
  at: instant,
  afterDate: z.boolean().optional().meta({ description: 'After the seat’s date; only of the own side.' }),
  statement: textOfCase.nullable(),
  sections: z.array(z.string()).optional().meta({ description: 'What a request for changes is about.' }),
  except: z.array(z.string()).optional().meta({ description: 'What an agreement leaves out.' }),
  confirmBy: instant.optional().meta({ description: 'Agreed ad referendum until then.' }),
  carriedFrom: z
    .int()
    .optional()
    .meta({ description: 'The round in which it was given, where a later one carries it.' }),
  inside: textOfCase.nullable().optional(),
  person: z.string().nullable().optional(),
  onBehalfOf: z.string().optional().meta({ description: 'For whom a delegate or proxy answered.' }),
  onPaper: z.boolean().optional(),
});

const seat = z.strictObject({
  key: z.string(),
  side: iso,
  participant: z.string().nullable(),
  electorate: z.enum(['seats', 'consents']),
  extension: z.enum(['asked', 'granted', 'declined']).optional().meta({ description: 'Where it asked for more time.' }),
  office: z.string().nullable().optional().meta({ description: 'Of the own side only.' }),
  due: instant.nullable().optional().meta({ description: 'Of the own side only.' }),
  reply: replyOfSeat.nullable(),
  delegates: z
    .array(z.strictObject({ from: z.string(), to: z.string() }))
    .optional()
    .meta({ description: 'Who may answer it by delegation, and for whom. Of the own side only.' }),
});

const waitingPaper = z.strictObject({
  entry: z.string(),
  seat: z.string(),
  kind: z.enum(REPLY_KINDS),
  number: z.string(),
  dated: z.iso.date(),
  received: z.iso.date(),
  enteredBy: z.string(),
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
    participant: z
      .string()
      .nullable()
      .meta({ description: 'The participant whose house it is, where each has one of its own.' }),
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
    papers: z
      .array(waitingPaper)
      .meta({ description: 'Answers on paper of the own side that wait for a second registrar.' }),
  })
  .meta({ id: 'Ballot' });

export const ballotList = listOf('BallotList', ballot);
export const ballotParams = z.strictObject({ id: name.max(400) });
