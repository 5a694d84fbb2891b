/** The answer chosen and not yet confirmed, as a reading session keeps it. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';

const recorded = z.object({
  /** The hash of the event: what the receipt names. */
  hash: z.string(),
  receivedAt: z.string(),
  /** The number of the revision that was decided on. */
  revision: z.int(),
  /** Agreed ad referendum: until when it has to be confirmed. */
  confirmBy: z.string().nullable(),
});

const draftSchema = z.object({
  answer: z.object({
    kind: z.enum(REPLY_KINDS).or(z.literal('')),
    inside: z.string(),
    statement: z.string(),
    sections: z.array(z.string()).readonly(),
    except: z.array(z.string()).readonly(),
    days: z.string(),
    noteNumber: z.string(),
    noteDate: z.string(),
  }),
  shown: z.object({
    revision: z.string(),
    language: z.string(),
    procedure: z.string(),
    standing: z.string().nullable(),
  }),
  /** The nonce of the check page, which is the idempotency key of the reply; null while errors stand. */
  nonce: z.string().nullable(),
  /** Set once this very draft is in the record. */
  recorded: recorded.nullable(),
});

export type Draft = z.infer<typeof draftSchema>;
export type RecordedReply = z.infer<typeof recorded>;

/** The draft of a session, or null. One of an older shape is forgotten. Pure. */
export const draftOf = (kept: unknown): Draft | null => draftSchema.safeParse(kept).data ?? null;

/** What stands under the idempotency key of a reply. Pure. */
export const recordedFrom = (body: unknown): RecordedReply | null => recorded.safeParse(body).data ?? null;
