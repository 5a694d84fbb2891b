import { setTimeout as pause } from 'node:timers/promises';
import type { Mail } from '../../worker/inbox/mail';
import type { MailQuery } from '../../worker/inbox/mailbox';

/** The mails of an inbox that fit, the oldest first. */
export async function mailsIn(inbox: string, query: MailQuery = {}): Promise<Mail[]> {
  const response = await fetch(`${inbox}/api/mails?${new URLSearchParams({ ...query })}`);
  if (!response.ok) throw new Error(`The inbox answered ${response.status}.`);
  return (await response.json()) as Mail[];
}

/** The first mail that fits, as soon as it is there. */
export async function awaitMail(inbox: string, query: MailQuery, timeoutMs = 20_000): Promise<Mail> {
  for (const until = Date.now() + timeoutMs; ; ) {
    const [mail] = await mailsIn(inbox, query);
    if (mail) return mail;
    if (Date.now() > until) throw new Error(`No mail for ${JSON.stringify(query)} in ${timeoutMs} ms.`);
    await pause(50);
  }
}
