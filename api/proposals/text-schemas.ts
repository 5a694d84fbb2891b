/** Texts of a proposal as they are written: the first one with all that is submitted, and the parts of those that follow. */
import { z } from 'zod';
import type { AttachmentRef } from '../../domain/proposal/events';
import { line, localized, name, prose, refuseWith, sha256Hex } from '../http/fields';

/** A file as a text names it. */
export const attachmentNamed = z.strictObject({ sha256: sha256Hex, audience: z.enum(['inside', 'released']) });

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
