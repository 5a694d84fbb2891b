import { z } from 'zod';
import type { Catalogue } from '../../store/catalogue';
import { listOf, names, sha256Hex } from '../http/fields';
import { type Route, reading } from '../http/route';

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
];
