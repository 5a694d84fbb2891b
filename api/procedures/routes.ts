import { z } from 'zod';
import { procedureJsonSchema, profileJsonSchema } from '../../domain/procedure/json-schema';
import { validateProcedure } from '../../domain/procedure/validate';
import type { Catalogue } from '../../store/catalogue';
import { listOf, names, sha256Hex } from '../http/fields';
import { acting, type Route, reading } from '../http/route';

const procedure = z
  .strictObject({
    key: z.string(),
    version: z.int(),
    hash: sha256Hex,
    title: names,
    instruments: z.array(z.string()),
    definition: z.record(z.string(), z.unknown()).meta({ description: 'The procedure as data.' }),
  })
  .meta({ id: 'Procedure' });

const verdict = z
  .strictObject({
    valid: z.boolean(),
    problems: z.array(
      z.strictObject({
        code: z.string(),
        pointer: z.string().meta({ description: 'JSON pointer into the procedure that was sent.' }),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'Verdict' });

const jsonSchema = z.record(z.string(), z.unknown());
const schemas = z.strictObject({ procedure: jsonSchema, profile: jsonSchema }).meta({ id: 'ProcedureSchemas' });

const candidate = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Candidate', description: 'A procedure as data, in the form that `GET /v1/procedures` gives.' });

export const procedureRoutes = ({
  catalogue,
}: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/procedures',
    operation: 'listProcedures',
    tag: 'Procedures',
    summary: 'Procedures in all their versions',
    scope: 'read',
    responses: { 200: { description: 'By key and version', schema: listOf('ProcedureList', procedure) } },
    handle: async () => {
      const { procedures } = await catalogue.current();
      const items = procedures.map(({ hash, definition }) => {
        const { key, version, title, instruments } = definition;
        return { key, version, hash, title, instruments, definition };
      });
      return { status: 200, body: { items, next: null } };
    },
  }),
  reading({
    path: '/v1/procedures/schema',
    operation: 'getProcedureSchema',
    tag: 'Procedures',
    summary: 'The form of procedures and of profiles of sides, as JSON Schema (draft 2020-12)',
    description: 'What a schema cannot say, `POST /v1/procedures/validate` finds.',
    scope: 'read',
    responses: { 200: { description: 'Both schemas', schema: schemas } },
    handle: async () => ({ status: 200, body: { procedure: procedureJsonSchema(), profile: profileJsonSchema() } }),
  }),
  acting({
    path: '/v1/procedures/validate',
    operation: 'validateProcedure',
    tag: 'Procedures',
    summary: 'What is wrong with a procedure, with pointers to the places',
    description: 'Nothing is published or kept.',
    scope: 'read',
    body: candidate,
    responses: { 200: { description: 'Every problem; none when it could be published', schema: verdict } },
    handle: async ({ body }) => {
      const problems = validateProcedure(body).map(({ code, pointer, message }) => ({ code, pointer, message }));
      return { status: 200, body: { valid: problems.length === 0, problems } };
    },
  }),
];
