import { z } from 'zod';
import { procedureSchema, profileSchema } from './schema';

/** Procedures as JSON Schema (draft 2020-12), for whoever writes one. Pure. What it cannot say, `validate` finds. */
export const procedureJsonSchema = () => z.toJSONSchema(procedureSchema, { target: 'draft-2020-12' });

/** Profiles of sides as JSON Schema (draft 2020-12). Pure. */
export const profileJsonSchema = () => z.toJSONSchema(profileSchema, { target: 'draft-2020-12' });
