/** Proposals that a case has prepared. */
import { z } from 'zod';
import { iso, listOf, sha256Hex } from '../http/fields';
import { textFields } from './text-schemas';

export const prepared = z
  .strictObject({
    partner: iso,
    basedOn: z.strictObject({ proposal: z.uuid(), number: z.string(), revision: sha256Hex }),
    submission: z
      .strictObject({
        instrument: z.string(),
        participants: z.array(z.strictObject({ organization: z.string() })),
        sides: z.array(iso),
        ...textFields,
        areas: z.array(z.string()),
        neededBy: z.string().nullable(),
      })
      .nullable()
      .meta({
        description:
          'As `POST /v1/proposals` takes it, once the partner’s participants are added; null where the text was destroyed.',
      }),
  })
  .meta({ id: 'Prepared' });

export const preparedList = listOf('PreparedList', prepared);
