import type { Mail } from '../../worker/inbox/mail';
import type { MailQuery } from '../../worker/inbox/mailbox';

/** The mails of an inbox that fit, the oldest first. */
export async function mailsIn(inbox: string, query: MailQuery = {}): Promise<Mail[]> {
  const response = await fetch(`${inbox}/api/mails?${new URLSearchParams({ ...query })}`);
  if (!response.ok) throw new Error(`The inbox answered ${response.status}.`);
  return (await response.json()) as Mail[];
}
