/** The history of the own side's part of the catalogue, for its unit. */
import { z } from 'zod';
import type { Catalogue } from '../../store/catalogue';
import type { CatalogueHistory } from '../../store/catalogue-history';
import { instant, line, listOf } from '../http/fields';
import { type Route, reading } from '../http/route';
import { ownUnits } from '../seats/routes';

export type ChangeParts = Readonly<{ catalogue: Pick<Catalogue, 'current'>; history: CatalogueHistory }>;

const KINDS = ['calendar', 'seat', 'person', 'hold', 'lift'] as const;

const thing = z.record(z.string(), z.unknown());
const change = z
  .strictObject({
    change: z.int(),
    at: instant,
    kind: z.enum(KINDS),
    key: z.string().meta({ description: 'The country, seat, person or pause.' }),
    person: z.string(),
    reason: z.string().nullable(),
    before: thing.nullable(),
    after: thing,
  })
  .meta({ id: 'CatalogueChange' });

const query = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'a cursor that a list has given')
    .transform(Number)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  kind: z.enum(KINDS).optional(),
  key: line(200).optional(),
});

export const changeRoutes = ({ catalogue, history }: ChangeParts): readonly Route[] => [
  reading({
    path: '/v1/changes',
    operation: 'listChanges',
    tag: 'Directory',
    summary: 'What your own side has changed in calendars, seats and people, and which cases it has paused',
    scope: 'coordinate',
    query,
    responses: { 200: { description: 'The newest first', schema: listOf('CatalogueChangeList', change) } },
    handle: async ({ caller, query: { cursor = null, limit, kind = null, key = null } }) => {
      await ownUnits({ catalogue }, caller.viewer);
      const { items, next } = await history.list(caller.viewer.side, { before: cursor, limit, kind, key });
      return { status: 200, body: { items, next: next === null ? null : String(next) } };
    },
  }),
];
