/** One case with its content, and what waits, is offered or is owed in it. */
import { z } from 'zod';
import { OBLIGATION_KINDS } from '../../domain/proposal/events';
import { instant, iso, sha256Hex } from '../http/fields';
import { caseFields, textOfCase } from './schemas';
import { attachmentNamed } from './text-schemas';

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
        participant: z
          .string()
          .nullable()
          .meta({ description: 'The participant whose house it is, where each has one of its own.' }),
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
