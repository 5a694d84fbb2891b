/** A side's pause of all its cases with another side. What another side holds is told to nobody. */
import { z } from 'zod';
import type { Texts } from '../../locales/texts';
import type { Hold, Holds } from '../../store/holds';
import { answerFrom, catalogueAttemptOf } from '../http/attempt';
import { instant, iso, listOf, reason } from '../http/fields';
import { acting, type Route, reading } from '../http/route';

export type HoldParts = Readonly<{ holds: Holds; texts: Texts }>;

const hold = z
  .strictObject({
    id: z.string(),
    with: iso,
    since: instant,
    liftedAt: instant.nullable(),
    person: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Hold' });

const placed = z
  .strictObject({
    hold,
    cases: z.int().meta({ description: 'Open cases of both sides to which this is carried.' }),
  })
  .meta({ id: 'HoldCarried' });

const newHold = z.strictObject({ with: iso, reason: reason.optional() }).meta({ id: 'NewHold' });
const lifting = z.strictObject({ reason: reason.optional() }).meta({ id: 'HoldLifting' });
const tag = 'Holds';

const told = ({ hold: it, cases }: Readonly<{ hold: Hold; cases: number }>) => ({ hold: it, cases });

export const holdRoutes = ({ holds, texts }: HoldParts): readonly Route[] => [
  reading({
    path: '/v1/holds',
    operation: 'listHolds',
    tag,
    summary: 'Your own side’s pauses, those that were ended among them',
    scope: 'coordinate',
    responses: { 200: { description: 'The newest first', schema: listOf('HoldList', hold) } },
    handle: async ({ caller }) => ({ status: 200, body: { items: await holds.list(caller.viewer.side), next: null } }),
  }),
  acting({
    path: '/v1/holds',
    operation: 'placeHold',
    tag,
    summary: 'Pause all cases of your side with another one',
    description: 'Clocks stop and no mail goes out. The others see that a case is paused, and not by whom.',
    scope: 'coordinate',
    body: newHold,
    responses: { 201: { description: 'The pause', schema: placed } },
    handle: async (input) => {
      const { with: other, reason: why = null } = input.body;
      const respond = (done: Readonly<{ hold: Hold; cases: number }>) => ({
        status: 201,
        headers: { Location: '/v1/holds' },
        body: told(done),
      });
      return answerFrom(await holds.place(catalogueAttemptOf({ texts }, input), { with: other, reason: why, respond }));
    },
  }),
  acting({
    path: '/v1/holds/{id}/lift',
    operation: 'liftHold',
    tag,
    summary: 'End a pause: every deadline is counted anew, and none becomes earlier',
    scope: 'coordinate',
    params: z.strictObject({ id: z.uuid() }),
    body: lifting,
    responses: { 200: { description: 'The pause as it was', schema: placed } },
    handle: async (input) => {
      const { reason: why = null } = input.body;
      const respond = (done: Readonly<{ hold: Hold; cases: number }>) => ({
        status: 200,
        headers: {},
        body: told(done),
      });
      const asked = { id: input.params.id, reason: why, respond };
      return answerFrom(await holds.lift(catalogueAttemptOf({ texts }, input), asked));
    },
  }),
];
