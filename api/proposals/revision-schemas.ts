/** Texts that follow the first one: how they are written, and how they are read. */
import { z } from 'zod';
import { STATUSES } from '../../domain/proposal/state';
import { instant, iso, languageCode, listOf, name, prose, sha256Hex } from '../http/fields';
import { idParams, inRecord } from './schemas';
import { attachmentNamed, attachmentsNamed, checkSections, textFields } from './text-schemas';

const disposition = z.strictObject({
  comment: z.uuid(),
  disposition: z.enum(['accepted', 'partly', 'notAccepted', 'noted']),
  text: prose(10_000).nullable().optional(),
  language: languageCode.optional(),
});

export const newRevision = z
  .strictObject({
    base: z.int().min(1).meta({ description: 'The number of the current text, which this one changes.' }),
    ...textFields,
    attachments: attachmentsNamed.optional().meta({
      description: 'As in a submission. Left out, the files of the current text stay.',
    }),
    drafters: z.array(name).max(50).default([]),
    dispositions: z.array(disposition).max(200).default([]).meta({
      description: 'What became of comments, for your own side.',
    }),
  })
  .superRefine(checkSections)
  .meta({ id: 'NewRevision' });

export const REVISION_STATUSES = ['current', 'offered', 'released', 'superseded'] as const;

export const revisionFields = {
  number: z.int().meta({ description: 'One that is not released yet may get a lower number when it is.' }),
  hash: sha256Hex,
  status: z.enum(REVISION_STATUSES).meta({
    description:
      '`offered`: inside its house; `released`: waits to be accepted; `superseded`: another text is current.',
  }),
  base: z.int().nullable().meta({ description: 'The text that it changes; null for the first that you can see.' }),
  side: iso,
  organization: z.string(),
  person: z.string().nullable().meta({ description: 'Of the own side only.' }),
  drafters: z.array(z.string()).nullable().meta({ description: 'Of the own side only.' }),
  at: instant.meta({ description: 'When it became yours to read.' }),
  releasedAt: instant.nullable(),
  languages: z.array(languageCode),
  changed: z.array(z.string()).meta({
    description: 'Sections that differ from its base; `frame` for title, summary and data, `attachments` for files.',
  }),
  mustAccept: z.array(z.string()).meta({ description: 'Participants whose pen-holders must accept it.' }),
  acceptedBy: z.array(z.string()),
};

export const revisionOverview = z.strictObject(revisionFields).meta({ id: 'RevisionOverview' });
export const revisionList = listOf('RevisionList', revisionOverview);

const runs = z.array(z.strictObject({ kind: z.enum(['same', 'ins', 'del']), text: z.string() }));
const localizedRuns = z.record(z.string(), runs).meta({ description: 'By language, where something differs.' });

const differences = z
  .strictObject({
    since: z.int(),
    title: localizedRuns,
    summary: localizedRuns,
    sections: z.array(
      z.strictObject({ key: z.string(), change: z.enum(['added', 'removed', 'changed']), text: localizedRuns }),
    ),
  })
  .meta({ id: 'Differences', description: 'Word by word: what stayed, came and went.' });

export const revision = z
  .strictObject({
    ...revisionFields,
    title: z.record(z.string(), z.string()).nullable().meta({ description: 'null where it was destroyed.' }),
    summary: z.record(z.string(), z.string()).nullable(),
    data: z.record(z.string(), z.unknown()).nullable(),
    sections: z.array(z.strictObject({ key: z.string(), text: z.record(z.string(), z.string()) })).nullable(),
    attachments: z.array(attachmentNamed),
    differences: differences
      .nullable()
      .meta({ description: 'Asked for with `since`; null where a text was destroyed.' }),
  })
  .meta({ id: 'Revision' });

export const revisionParams = idParams.extend({
  revision: z
    .string()
    .regex(/^([1-9]\d{0,5}|[0-9a-f]{64})$/)
    .meta({ description: 'Its number, or its hash.', example: '2' }),
});

export const sinceQuery = z.strictObject({
  since: z.coerce.number().int().min(1).optional().meta({ description: 'The text to compare with, by its number.' }),
});

export const noBody = z.strictObject({});

export const acceptance = z
  .strictObject({
    proposal: z.uuid(),
    number: z.int(),
    hash: sha256Hex,
    organization: z.string(),
    current: z.boolean().meta({ description: 'Whether all have accepted, so that the text is current now.' }),
    status: z.enum(STATUSES),
    at: instant,
    event: inRecord,
  })
  .meta({ id: 'Acceptance' });
