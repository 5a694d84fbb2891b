import { setTimeout as pause } from 'node:timers/promises';

export type Mail = Readonly<{ id: string; to: string; subject: string; text: string; urls: readonly string[] }>;

/** Who the inbox says a mail was for, as one address. */
const addressOf = (to: unknown): string => {
  const first = Array.isArray(to) ? to[0] : to;
  return typeof first === 'string' ? first : String((first as { address?: string } | undefined)?.address ?? '');
};

/** The inbox of the instance, read over its JSON API. */
export class Mailbox {
  private readonly read = new Set<string>();

  constructor(
    private readonly inbox: string,
    private readonly since = new Date().toISOString(),
  ) {}

  /** Mails about a case that were not handed out yet, oldest first. */
  async unread(caseNumber: string): Promise<readonly Mail[]> {
    const response = await fetch(`${this.inbox}/api/mails?since=${this.since}`);
    if (!response.ok) throw new Error(`The inbox answered ${response.status}.`);
    const mails = (await response.json()) as readonly (Omit<Mail, 'to'> & { to: unknown })[];
    const fresh = mails.filter((m) => !this.read.has(m.id) && `${m.subject}\n${m.text}`.includes(caseNumber));
    for (const mail of fresh) this.read.add(mail.id);
    return fresh.map((m) => ({ ...m, to: addressOf(m.to) }));
  }

  /** The same, as soon as there is one; throws after `timeoutMs`. */
  async next(caseNumber: string, timeoutMs = 60_000): Promise<readonly Mail[]> {
    for (const until = Date.now() + timeoutMs; Date.now() < until; ) {
      const mails = await this.unread(caseNumber);
      if (mails.length > 0) return mails;
      await pause(100);
    }
    throw new Error(`No further mail about ${caseNumber} within ${timeoutMs} ms.`);
  }
}

export const linkIn = (mail: Mail): string | null => mail.urls.find((u) => u.includes('/review/')) ?? null;

/** The answer code as a person reads it off the mail: eight digits in two groups. */
export const codeIn = (mail: Mail): string | null =>
  /\b(\d{4})[ \u00a0](\d{4})\b/.exec(mail.text)?.slice(1).join('') ?? null;
