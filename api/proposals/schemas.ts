/** What is read of cases, of their record and of what happened in them. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { CLOSED_STATUSES, STATUSES } from '../../domain/proposal/state';
import { instant, iso, languageCode, listOf, paging, prose, sha256Hex } from '../http/fields';
import { attachmentNamed } from './text-schemas';

export const textOfCase = z
  .strictObject({ text: z.string().nullable(), language: z.string().nullable() })
  .meta({ id: 'Text', description: 'Free text with its language; null where it was destroyed.' });

const position = z.strictObject({
  side: iso,
  participant: z.string().nullable(),
  kind: z.enum(REPLY_KINDS).nullable(),
  statement: textOfCase.nullable(),
  except: z.array(z.string()).optional().meta({ description: 'Sections that it leaves out.' }),
});

const waiting = z
  .strictObject({
    on: z.enum(['seat', 'side', 'engine']),
    side: iso.optional(),
    seat: z.string().optional(),
    ballot: z.string().optional(),
    participant: z.string().optional().meta({ description: 'Whose house it is, where each participant has one.' }),
    since: instant,
    until: instant.nullable(),
  })
  .meta({ id: 'Waiting' });

/** Where something stands in the record. */
export const inRecord = z
  .strictObject({ chain: z.string(), seq: z.int(), hash: sha256Hex })
  .meta({ id: 'InRecord', description: 'The event of the record in which it stands.' });

/** What lists and answers to commands show of a case. */
export const caseFields = {
  id: z.uuid(),
  number: z.string().meta({ example: 'AC-2026-7K3Q9D' }),
  status: z.enum(STATUSES),
  instrument: z.string(),
  calls: z.record(z.string(), z.string()).meta({ description: 'What each side calls the instrument.' }),
  procedure: z.strictObject({ key: z.string(), version: z.int(), hash: sha256Hex }),
  proposing: iso,
  sides: z.array(iso),
  participants: z.array(z.strictObject({ organization: z.string(), side: iso })),
  areas: z.array(z.string()),
  neededBy: z.string().nullable(),
  since: instant.meta({ description: 'Since when the reader may read it.' }),
  releasedAt: instant.nullable(),
  revision: z.strictObject({
    number: z.int(),
    hash: sha256Hex,
    languages: z.array(languageCode),
    sections: z.array(z.strictObject({ key: z.string(), hashes: z.record(z.string(), sha256Hex) })),
    frame: sha256Hex.optional().meta({ description: 'Of title, summary, data, areas and the date needed by.' }),
    attachments: z.array(attachmentNamed).optional(),
  }),
  waitingFor: z.array(waiting),
  outcome: z
    .strictObject({
      result: z.enum(CLOSED_STATUSES),
      at: instant,
      positions: z.array(position),
      takesPart: z.array(iso).nullable().meta({ description: 'Where it was asked who takes part: those who do.' }),
      reason: z.enum(['tooFewParticipants']).nullable(),
    })
    .nullable(),
  title: z.record(z.string(), z.string()).nullable().meta({ description: 'By language; null where it was destroyed.' }),
};

export const proposalOverview = z.strictObject(caseFields).meta({ id: 'ProposalOverview' });

export const proposalList = listOf('ProposalList', proposalOverview);

export const idParams = z.strictObject({ id: z.string().meta({ example: '01890a5d-ac96-774b-bcce-b302099a8057' }) });
export const pageQuery = z.strictObject(paging);
export const listQuery = z.strictObject({ ...paging, status: z.enum(STATUSES).optional() });

export const withdrawal = z
  .strictObject({
    reason: prose(10_000).nullable().optional().meta({ description: 'Told in the timeline, inside the own side.' }),
    language: languageCode.optional(),
  })
  .meta({ id: 'Withdrawal' });

export const withdrawn = z
  .strictObject({
    id: caseFields.id,
    number: caseFields.number,
    status: caseFields.status,
    outcome: caseFields.outcome,
  })
  .meta({ id: 'Withdrawn' });

export const recordedEvent = z
  .strictObject({
    chain: z.string().meta({ description: '`case`, or the country whose own chain it is.' }),
    seq: z.int(),
    type: z.string(),
    schemaVersion: z.int(),
    at: instant,
    prev: sha256Hex,
    hash: sha256Hex,
    payloadHash: sha256Hex,
    salt: z.string().nullable(),
    payload: z.unknown().meta({ description: 'null where it was destroyed; the chain stands without it.' }),
  })
  .meta({ id: 'RecordedEvent' });

export const eventList = listOf('EventList', recordedEvent);

export const timelineEntry = z
  .strictObject({
    at: instant,
    key: z.string(),
    side: iso.nullable().meta({ description: 'The side whose own entry it is; null for all sides.' }),
    text: z.string(),
    language: languageCode,
    note: z.string().nullable().meta({ description: 'What was written with it: the reason of a withdrawal.' }),
  })
  .meta({ id: 'TimelineEntry' });

export const timeline = listOf('Timeline', timelineEntry);
