import { z } from 'zod';
import type { Catalogue } from '../../store/catalogue';
import { listOf, names } from '../http/fields';
import { type Route, reading } from '../http/route';

const area = z
  .strictObject({ code: z.string(), names, paragraph: z.int().meta({ description: 'Of the Initiative.' }) })
  .meta({ id: 'Area' });

export const areaRoutes = ({ catalogue }: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/areas',
    operation: 'listAreas',
    tag: 'Catalogue',
    summary: 'Areas of cooperation',
    scope: 'read',
    responses: { 200: { description: 'All of them', schema: listOf('AreaList', area) } },
    handle: async () => {
      const { areas } = await catalogue.current();
      return { status: 200, body: { items: areas, next: null } };
    },
  }),
];
