import { z } from 'zod';
import type { Catalogue } from '../../store/catalogue';
import { listOf, names } from '../http/fields';
import { type Route, reading } from '../http/route';

const instrument = z.strictObject({ key: z.string(), names }).meta({ id: 'Instrument' });

export const instrumentRoutes = ({
  catalogue,
}: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/instruments',
    operation: 'listInstruments',
    tag: 'Catalogue',
    summary: 'Legal kinds of what is proposed',
    scope: 'read',
    responses: { 200: { description: 'All of them', schema: listOf('InstrumentList', instrument) } },
    handle: async () => {
      const { instruments } = await catalogue.current();
      return { status: 200, body: { items: instruments, next: null } };
    },
  }),
];
