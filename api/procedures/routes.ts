import { z } from 'zod';
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
