/** What people do with a case that is running: releases, who takes part, files, interventions. */
import { z } from 'zod';
import { STATUSES } from '../../domain/proposal/state';
import { instant, line, name, sha256Hex } from '../http/fields';
import { inRecord } from './schemas';

/** What every act is answered with. */
const done = { proposal: z.uuid(), status: z.enum(STATUSES), at: instant, event: inRecord };

const released = {
  revision: z.int().min(1).optional().meta({ description: 'A text of your side, by its number.' }),
  comment: z.uuid().optional().meta({ description: 'A comment to the others.' }),
  attachment: sha256Hex.optional().meta({ description: 'A file of the current text that was kept inside.' }),
  return: line(400).optional().meta({ description: 'The ballot with which your house sent the text back.' }),
};

export const newRelease = z
  .strictObject(released)
  .refine((what) => Object.values(what).filter((value) => value !== undefined).length === 1, 'name exactly one thing')
  .meta({ id: 'NewRelease', description: 'Exactly one of the four.' });

export const release = z.strictObject({ ...done, ...released }).meta({ id: 'Release' });

export const newParticipant = z
  .strictObject({
    organization: name.meta({ description: 'Yours, or, for whoever is in the case, one of your country.' }),
    number: line(40).meta({ description: 'The public number of the case.', example: 'AC-2026-7K3Q9D' }),
  })
  .meta({ id: 'NewParticipant' });

export const departure = z.strictObject({ organization: name }).meta({ id: 'Departure' });
