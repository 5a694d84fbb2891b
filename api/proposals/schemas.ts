/** What is submitted, and what is read of a case. */
import { z } from 'zod';
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { type AttachmentRef, OBLIGATION_KINDS } from '../../domain/proposal/events';
import { CLOSED_STATUSES, STATUSES } from '../../domain/proposal/state';
import {
  instant,
  iso,
  languageCode,
  line,
  listOf,
  localized,
  name,
  paging,
  prose,
  refuseWith,
  sha256Hex,
} from '../http/fields';

/** The hash of each text stands in the state of the case, which is kept small. */
const TEXTS_AT_MOST = 200;
const FILES_AT_MOST = 50;

/** What every text of a proposal has, the first one and those that follow. */
export const textFields = {
  title: localized(line(300)),
  summary: localized(prose(10_000)),
  data: z.record(line(100), z.unknown()),
  sections: z
    .array(z.strictObject({ key: name, text: localized(prose(200_000)) }))
    .min(1)
    .max(100),
};

type Sections = readonly Readonly<{ key: string; text: Readonly<Record<string, string>> }>[];

/** Each section has a key of its own, and together they are not too many. */
export function checkSections({ sections }: Readonly<{ sections: Sections }>, context: z.RefinementCtx): void {
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
}

const audience = z.enum(['inside', 'released']).meta({
  description: '`released`: crosses with the text; `inside`: for the own side alone, until it is released by itself.',
});

/** Files by the hash of their content; one that is named by its hash alone crosses with the text. */
export const attachmentsNamed = z
  .array(z.union([sha256Hex, z.strictObject({ sha256: sha256Hex, audience: audience.default('released') })]))
  .max(FILES_AT_MOST)
  .transform((given) =>
    given.map((file): AttachmentRef => (typeof file === 'string' ? { sha256: file, audience: 'released' } : file)),
  )
  .refine((files) => new Set(files.map((f) => f.sha256)).size === files.length, 'name every file once')
  .meta({
    type: 'array',
    items: { anyOf: [{ type: 'string' }, { type: 'object' }] },
    description: 'SHA-256 of files that were uploaded, or `{sha256, audience}` with `inside` or `released`.',
  });

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
    sides: z
      .array(line(10))
      .max(6)
      .optional()
      .meta({
        description: 'Where the procedure asks who takes part: the countries that are asked.',
        example: ['KH', 'LA', 'MM', 'TH', 'VN'],
      }),
    submittedBy: name.optional().meta({ description: 'The person who submits; by default the one the key acts for.' }),
    drafters: z.array(name).max(50).default([]),
    ...textFields,
    areas: z.array(name).max(50).default([]),
    data: textFields.data.default({}),
    attachments: attachmentsNamed.default([]),
    neededBy: z.iso.date().nullable().optional(),
    classified: z
      .boolean()
      .refine((value) => !value, refuseWith('ClassifiedRefused', 'classified content stays outside'))
      .default(false),
  })
  .superRefine(checkSections)
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
  except: z.array(z.string()).optional().meta({ description: 'Sections that it leaves out.' }),
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

/** Where something stands in the record. */
export const inRecord = z
  .strictObject({ chain: z.string(), seq: z.int(), hash: sha256Hex })
  .meta({ id: 'InRecord', description: 'The event of the record in which it stands.' });

/** A file as a text names it. */
export const attachmentNamed = z.strictObject({ sha256: sha256Hex, audience: z.enum(['inside', 'released']) });

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

const textOffered = z
  .strictObject({
    revision: z.int(),
    hash: sha256Hex,
    base: z.int(),
    organization: z.string(),
    side: iso,
    changed: z.array(z.string()),
    releasedAt: instant.nullable(),
    mustAccept: z.array(z.string()),
    acceptedBy: z.array(z.string()),
  })
  .meta({ id: 'Offer' });

export const obligation = z
  .strictObject({
    id: z.string(),
    kind: z.enum(OBLIGATION_KINDS),
    side: iso,
    due: instant.nullable(),
    from: z.enum(['agreed', 'signed']).nullable().meta({ description: 'What its period counts from.' }),
    unverified: z.boolean().meta({ description: 'Not confirmed by the national unit.' }),
    metOn: z.iso.date().nullable(),
    number: z.string().nullable(),
    fellDue: z.boolean().optional().meta({ description: 'Of the own side only.' }),
  })
  .meta({ id: 'Obligation' });

const waitsForRelease = z
  .strictObject({
    revision: z.int().optional(),
    comment: z.string().optional(),
    attachment: sha256Hex.optional(),
    return: z.string().optional(),
  })
  .meta({ id: 'Unreleased', description: 'As `POST …/releases` takes it.' });

const details = {
  paused: instant.nullable().meta({ description: 'Since when the case is held; by whom is not told.' }),
  round: z.int(),
  rounds: z.array(z.strictObject({ round: z.int(), changed: z.array(z.string()) })),
  offers: z.array(textOffered),
  returns: z
    .array(
      z.strictObject({
        side: iso,
        participant: z.string().nullable(),
        at: instant,
        sections: z.array(z.string()),
        statements: z.array(textOfCase),
      }),
    )
    .meta({ description: 'Wishes for changes that have crossed and wait for a new text.' }),
  lacking: z
    .array(
      z.strictObject({
        track: z.string(),
        side: iso,
        participant: z.string().nullable(),
        since: instant,
        text: textOfCase.nullable(),
      }),
    )
    .meta({ description: 'What lacks in a file: the case waits for the proposer.' }),
  obligations: z.array(obligation),
  signedOn: z.iso.date().nullable(),
  files: z
    .array(
      z.strictObject({
        track: z.string(),
        step: z.string(),
        office: z.string(),
        status: z.enum(['awaited', 'lacking', 'complete']),
        since: instant,
      }),
    )
    .meta({ description: 'Files of the own house.' }),
  unreleased: z.array(waitsForRelease).meta({ description: 'What the own releasing seat may let cross now.' }),
  heldWith: z.array(iso).meta({ description: 'Sides with which the own side holds this case.' }),
};

const attachmentOfCase = attachmentNamed
  .extend({ name: z.string(), type: z.string(), bytes: z.int(), owner: iso })
  .meta({ id: 'AttachmentOfCase', description: 'Read it at /v1/attachments/{sha256}.' });

export const proposal = z
  .strictObject({
    ...caseFields,
    summary: z.record(z.string(), z.string()).nullable(),
    data: z.record(z.string(), z.unknown()).nullable(),
    sections: z.array(z.strictObject({ key: z.string(), text: z.record(z.string(), z.string()) })).nullable(),
    attachments: z.array(attachmentOfCase),
    ...details,
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
