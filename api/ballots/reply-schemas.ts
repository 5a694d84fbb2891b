/** What people do with a request for opinion, and where it then stands in the record. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { STATUSES } from '../../domain/proposal/state';
import { instant, languageCode, line, name, prose, sha256Hex } from '../http/fields';
import { inRecord } from '../proposals/schemas';
import { BALLOT_RESULTS } from './schemas';

const seat = line(300).meta({ description: 'The key of the seat, as the ballot names it.' });
const sections = z.array(name).max(200);
const date = z.iso.date().meta({ example: '2026-04-09' });

const paper = z
  .strictObject({
    // One that is missing is refused by the core, which knows the word for it.
    number: z
      .string()
      .trim()
      .max(200)
      .default('')
      .meta({ description: 'Of the document, by the office that sent it.' }),
    dated: date,
    received: date.meta({
      description: 'The day of the incoming register: it decides whether the answer was in time.',
    }),
    signatory: z.strictObject({ name: line(200), title: line(200) }),
    scan: sha256Hex.nullable().optional().meta({ description: 'A file that your organization has sent.' }),
  })
  .meta({ id: 'PaperAnswer', description: 'Entered by a registrar of the seat’s side.' });

export const reply = z
  .strictObject({
    seat,
    kind: z.enum(REPLY_KINDS),
    inside: prose(10_000).nullable().optional().meta({ description: 'For the own side alone.' }),
    statement: prose(10_000)
      .nullable()
      .optional()
      .meta({ description: 'For all sides. Only a joint step takes one; in the step of a house it is refused.' }),
    sections: sections.optional().meta({ description: 'What a request for changes is about; none: the whole text.' }),
    except: sections.optional().meta({ description: 'What an agreement leaves out.' }),
    workingDays: z.int().min(1).optional().meta({ description: 'How many more, with `requestExtension` only.' }),
    note: z
      .strictObject({ number: line(200), dated: date })
      .optional()
      .meta({ description: 'The note by which the matter goes on, where the step asks for one.' }),
    shown: z.strictObject({
      revision: line(100).meta({ description: 'The hash of the revision that was shown.' }),
      language: languageCode,
      procedure: line(100).meta({ description: 'The hash of the procedure that was shown.' }),
      standing: line(500).nullable().default(null).meta({
        description: 'The id of the seat’s standing reply that was shown; null where there was none.',
      }),
    }),
    paper: paper.optional(),
  })
  .superRefine(({ kind, workingDays }, context) => {
    if (workingDays === undefined || kind === 'requestExtension') return;
    context.addIssue({ code: 'custom', path: ['workingDays'], message: 'only with requestExtension' });
  })
  .meta({ id: 'Reply' });

export type Reply = z.output<typeof reply>;

/** Where a case and its ballot stand after an act. */
const done = {
  proposal: z.uuid(),
  ballot: z.string(),
  seat: z.string(),
  event: inRecord,
  status: z.enum(STATUSES).meta({ description: 'Where the case stands now.' }),
};
const ofBallot = { ballotStatus: z.enum(['open', 'closed']), ballotResult: z.enum(BALLOT_RESULTS).nullable() };

export const receipt = z
  .strictObject({
    ...done,
    ...ofBallot,
    recorded: z.enum(['reply', 'extension', 'paper']).meta({
      description:
        'An answer that counts; a request for more time, beside which the seat’s answer stands; or an answer on paper ' +
        'that waits for a second registrar.',
    }),
    id: z.string().nullable().meta({ description: 'Of the reply; null where none was given yet.' }),
    entry: z.string().nullable().meta({ description: 'Names what waits for a second registrar; otherwise null.' }),
    kind: z.enum(REPLY_KINDS),
    receivedAt: instant,
    afterDate: z.boolean().meta({ description: 'Whether it came after the date and counted all the same.' }),
    confirmBy: instant.nullable().meta({ description: 'Until when an agreement ad referendum waits to be confirmed.' }),
  })
  .meta({ id: 'Receipt' });

export type Receipt = z.input<typeof receipt>;

export const confirmation = z
  .strictObject({ confirmed: z.boolean() })
  .meta({ id: 'PaperConfirmation', description: 'By a registrar who did not enter it.' });

export const confirmationDone = z
  .strictObject({
    ...done,
    ...ofBallot,
    entry: z.string(),
    confirmed: z.boolean(),
    id: z.string().nullable().meta({ description: 'Of the reply; null where it was refused.' }),
    at: instant,
  })
  .meta({ id: 'PaperConfirmed' });

export const delegation = z
  .strictObject({ seat, to: name.meta({ description: 'A person of your side, by id.' }) })
  .meta({ id: 'Delegation' });

export const delegationDone = z
  .strictObject({ ...done, from: z.string(), to: z.string(), at: instant })
  .meta({ id: 'Delegated' });

export const conflict = z
  .strictObject({
    seat,
    reason: prose(10_000).nullable().optional().meta({ description: 'For your own side alone; not compulsory.' }),
    language: languageCode.optional(),
  })
  .meta({ id: 'Conflict' });

export const conflictDone = z
  .strictObject({
    ...done,
    person: z.string(),
    at: instant,
    voided: z.int().meta({ description: 'How many answers of that person do not stand any more.' }),
  })
  .meta({ id: 'ConflictDeclared' });

export const paperParams = z.strictObject({ id: name.max(400), entry: name.max(500) });
