/** POST /review/<ref>/fresh: a fresh link to the registered address. Whoever asks is told the same. */
import { type Answer, seeOther } from './answer';
import type { Parts } from './parts';
import { addressOf, type Visit } from './visit';

export async function sendFresh(visit: Visit, parts: Parts): Promise<Answer> {
  const fresh = await parts.access.sendFresh(visit.ref);
  if (fresh !== null) parts.onDelivery(fresh);
  return seeOther(addressOf(visit, '/fresh'));
}
