import { z } from 'zod';
import type { DeliveryLog } from '../../store/delivery-log';
import { instant, listOf, paging } from '../http/fields';
import { type Route, reading } from '../http/route';
import { isCaseId } from '../proposals/representation';

const delivery = z
  .strictObject({
    id: z.uuid(),
    proposal: z.uuid(),
    kind: z.string(),
    ballot: z.string().nullable(),
    seat: z.string().nullable(),
    office: z.string().nullable(),
    person: z.string(),
    state: z.enum(['queued', 'sent', 'overtaken', 'dead']),
    attempts: z.int(),
    createdAt: instant,
    sentAt: instant.nullable(),
    result: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

const query = z.strictObject({ ...paging, proposal: z.string().max(100).optional() });

export const deliveryRoutes = ({ deliveries }: Readonly<{ deliveries: DeliveryLog }>): readonly Route[] => [
  reading({
    path: '/v1/deliveries',
    operation: 'listDeliveries',
    tag: 'Deliveries',
    summary: 'What was sent to your own side, to whom, with which result',
    scope: 'read',
    query,
    responses: { 200: { description: 'The newest first', schema: listOf('DeliveryList', delivery) } },
    handle: async ({ caller, query: { cursor = null, limit, proposal } }) => {
      // An id that cannot be one of a case is answered like one of a case that is not there.
      if (proposal !== undefined && !isCaseId(proposal)) return { status: 200, body: { items: [], next: null } };
      const page = await deliveries.list(caller.viewer, { cursor, limit, proposal: proposal ?? null });
      return { status: 200, body: page };
    },
  }),
];
