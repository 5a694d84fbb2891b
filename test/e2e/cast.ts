/** The people of an end-to-end test: one who submits, and all those who answer what comes in by mail. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { codeIn, linkIn, type Mail } from '../../bin/demo/mailbox';
import proposals from '../../bin/demo/proposals.json';
import { type Answer, answerMail } from '../../bin/demo/reviewer';
import type { Instance } from '../../bin/parts/state';

export const DRAFTER = 'cn-guangzhou-desk';

export const proposalBody = (title: string) => ({
  ...proposals.agreement,
  title: { ...proposals.agreement.title, en: title },
  drafters: [DRAFTER],
});

export type Acknowledged = Readonly<{ id: string; number: string }>;

/** Submits until it is acknowledged, always under the same key, as a careful caller does. */
export async function submitUntilAcknowledged(api: string, key: string, title: string): Promise<Acknowledged> {
  const idempotencyKey = randomUUID();
  for (let trial = 0; trial < 200; trial += 1) {
    const response = await fetch(new URL('/v1/proposals', api), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      },
      body: JSON.stringify(proposalBody(title)),
      signal: AbortSignal.timeout(15_000),
    }).catch(() => null);
    if (response?.status === 201) return (await response.json()) as Acknowledged;
    const worthAnotherTry = !response || response.status >= 500 || response.status === 429;
    if (!worthAnotherTry) throw new Error(`Refused: ${response.status} ${await response.text()}`);
    await pause(500);
  }
  throw new Error(`"${title}" was never acknowledged`);
}

export type Office = Readonly<{
  /** Receipts that people have seen, by the mail they answered. */
  receipts: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}>;

/** Answers each mail that asks something, several at a time, and tries again where a page did not come. */
export function openOffices(instance: Instance, answer: (mail: Mail) => Answer, atOnce = 4): Office {
  const receipts = new Map<string, string>();
  const done = new Set<string>();
  const stopping = new AbortController();
  const work = async () => {
    while (!stopping.signal.aborted) {
      const open = (await mailsOf(instance)).filter((m) => !done.has(m.id) && linkIn(m) && codeIn(m));
      for (const mail of open.slice(0, atOnce * 4)) {
        if (done.has(mail.id)) continue;
        done.add(mail.id);
        const told = await answerMail(mail, answer(mail), 'en').catch(() => 'again' as const);
        if (told === 'again') done.delete(mail.id);
        else if (told) receipts.set(mail.id, told.receipt.html);
      }
      await pause(200);
    }
  };
  const workers = Array.from({ length: atOnce }, work);
  return {
    receipts,
    stop: async () => {
      stopping.abort();
      await Promise.all(workers);
    },
  };
}

async function mailsOf(instance: Instance): Promise<readonly Mail[]> {
  const response = await fetch(`${instance.inbox}/api/mails`).catch(() => null);
  if (!response?.ok) return [];
  const mails = (await response.json()) as readonly (Omit<Mail, 'to'> & { to: readonly string[] })[];
  return mails.map((m) => ({ ...m, to: m.to[0] ?? '' }));
}

/** Waits until a condition holds; throws with what it last saw. */
export async function until<T>(what: string, look: () => Promise<T | null>, timeoutMs: number): Promise<T> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await pause(250)) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
  }
  throw new Error(`Not within ${timeoutMs} ms: ${what}`);
}

export async function statusOf(api: string, key: string, id: string): Promise<string | null> {
  const response = await fetch(new URL(`/v1/proposals/${id}`, api), { headers: { authorization: `Bearer ${key}` } });
  return response.ok ? ((await response.json()) as { status: string }).status : null;
}
