/** Refusals as they stand under an idempotency key, so that a repetition is told the same. */
import { REFUSALS, type Refusal } from '../../domain/proposal/refusals';
import type { Response } from '../../store/record';

export const refusedAnswer = (refusal: Refusal): Response => ({
  status: REFUSALS[refusal.code].status,
  headers: {},
  body: { refusal },
});

/** The refusal in an answer that was kept, or null. Pure. */
export function refusalIn(body: unknown): Refusal | null {
  const { refusal } = (body ?? {}) as { refusal?: Refusal };
  return refusal && refusal.code in REFUSALS ? refusal : null;
}
