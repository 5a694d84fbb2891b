/** What is submitted, and what is read of a case. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { CLOSED_STATUSES, STATUSES } from '../../domain/proposal/state';
import {
  instant,
  iso,
  languageCode,
  line,
  listOf,
  localized,
  name,
  notBuilt,
  paging,
  prose,
  refuseWith,
  sha256Hex,
} from '../http/fields';

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The hash of each text stands in the state of the case, which is kept small. */
const TEXTS_AT_MOST = 200;

export const submission = z
  .strictObject({
    instrument: name.meta({ example: 'sister-city-agreement' }),
    procedure: name
      .optional()
      .meta({ description: 'Without it, the procedure that the catalogue has for the instrument.' }),
    participants: z
      .array(z.strictObject({ organization: name }))
      .min(1)
      .max(60),
    sides: z.array(line(10)).max(6).optional(),
    submittedBy: name.optional().meta({ description: 'The person who submits; by default the one the key acts for.' }),
    drafters: z.array(name).max(50).default([]),
    title: localized(line(300)),
    summary: localized(prose(10_000)),
    areas: z.array(name).max(50).default([]),
    data: z.record(line(100), z.unknown()).default({}),
    sections: z
      .array(z.strictObject({ key: name, text: localized(prose(200_000)) }))
      .min(1)
      .max(100),
    attachments: notBuilt(isEmptyList, 'attachments are not available yet: leave the list empty').meta({
      type: 'array',
      items: { type: 'string' },
      description: 'Not available yet: must be empty.',
    }),
    neededBy: z.iso.date().nullable().optional(),
    classified: z
      .boolean()
      .refine((value) => !value, refuseWith('ClassifiedRefused', 'classified content stays outside'))
      .default(false),
  })
  .superRefine(({ sections }, context) => {
    const keys = sections.map((section) => section.key);
    for (const [i, key] of keys.entries()) {
      if (keys.indexOf(key) === i) continue;
      context.addIssue({ code: 'custom', path: ['sections', i, 'key'], message: 'every section has a key of its own' });
    }
    const texts = sections.reduce((sum, section) => sum + Object.keys(section.text).length, 0);
    if (texts > TEXTS_AT_MOST) {
      const message = `at most ${TEXTS_AT_MOST} texts: sections times languages`;
      context.addIssue({ code: 'custom', path: ['sections'], message, params: { code: 'TooLong' } });
    }
  })
  .meta({ id: 'Submission' });

export type Submission = z.output<typeof submission>;

export const textOfCase = z
  .strictObject({ text: z.string().nullable(), language: z.string().nullable() })
  .meta({ id: 'Text', description: 'Free text with its language; null where it was destroyed.' });

const position = z.strictObject({
  side: iso,
  participant: z.string().nullable(),
  kind: z.enum(REPLY_KINDS).nullable(),
  statement: textOfCase.nullable(),
});

const waiting = z
  .strictObject({
    on: z.enum(['seat', 'side', 'engine']),
    side: iso.optional(),
    seat: z.string().optional(),
    ballot: z.string().optional(),
    since: instant,
    until: instant.nullable(),
  })
  .meta({ id: 'Waiting' });

const caseFields = {
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
  }),
  waitingFor: z.array(waiting),
  outcome: z.strictObject({ result: z.enum(CLOSED_STATUSES), at: instant, positions: z.array(position) }).nullable(),
  title: z.record(z.string(), z.string()).nullable().meta({ description: 'By language; null where it was destroyed.' }),
};

export const proposalOverview = z.strictObject(caseFields).meta({ id: 'ProposalOverview' });

export const proposal = z
  .strictObject({
    ...caseFields,
    summary: z.record(z.string(), z.string()).nullable(),
    data: z.record(z.string(), z.unknown()).nullable(),
    sections: z.array(z.strictObject({ key: z.string(), text: z.record(z.string(), z.string()) })).nullable(),
    attachments: z.array(z.string()).max(0),
  })
  .meta({ id: 'Proposal' });

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

export const newComment = z
  .strictObject({
    text: prose(10_000),
    section: name.nullable().optional(),
    language: languageCode.optional(),
  })
  .meta({ id: 'NewComment' });

export const comment = z
  .strictObject({
    id: z.uuid(),
    at: instant,
    organization: z.string(),
    person: z.string(),
    section: z.string().nullable(),
    text: z.string().nullable(),
    language: z.string().nullable(),
  })
  .meta({ id: 'Comment' });

export const commentList = listOf('CommentList', comment);

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
