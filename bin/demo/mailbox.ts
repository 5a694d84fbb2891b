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

  /** Mails about a case, or that say something else, which were not handed out yet; the oldest first. */
  async unread(said: string, to?: string): Promise<readonly Mail[]> {
    const fresh = (await this.all(to)).filter((m) => !this.read.has(m.id) && `${m.subject}\n${m.text}`.includes(said));
    for (const mail of fresh) this.read.add(mail.id);
    return fresh;
  }

  /** The same, as soon as there is one; throws after `timeoutMs`. */
  async next(said: string, timeoutMs = 120_000): Promise<readonly Mail[]> {
    for (const until = Date.now() + timeoutMs; Date.now() < until; await pause(100)) {
      const mails = await this.unread(said);
      if (mails.length > 0) return mails;
    }
    throw new Error(`No further mail about ${said} within ${timeoutMs} ms.`);
  }

  /** The oldest mail to somebody that fits and was not handed out yet; throws after `timeoutMs`. */
  async nextTo(to: string, fits: (mail: Mail) => boolean, timeoutMs = 120_000): Promise<Mail> {
    for (const until = Date.now() + timeoutMs; Date.now() < until; await pause(100)) {
      const found = (await this.all(to)).find((mail) => !this.read.has(mail.id) && fits(mail));
      if (!found) continue;
      this.read.add(found.id);
      return found;
    }
    throw new Error(`No mail to ${to} that fits within ${timeoutMs} ms.`);
  }

  /** The mails that somebody has, read or not. */
  async idsTo(to: string): Promise<ReadonlySet<string>> {
    return new Set((await this.all(to)).map((mail) => mail.id));
  }

  /** How many mails about a case have arrived, read or not. */
  async count(said: string, to?: string): Promise<number> {
    return (await this.all(to)).filter((m) => `${m.subject}\n${m.text}`.includes(said)).length;
  }

  /** Waits until mails about a case have come to all of these, and no further one comes. */
  async settled(said: string, to: readonly string[], quietMs = 2_000): Promise<void> {
    const until = Date.now() + 120_000;
    const haveCome = async () => (await Promise.all(to.map((one) => this.count(said, one)))).every((n) => n > 0);
    while (!(await haveCome())) {
      if (Date.now() > until) throw new Error(`Not all of ${to.join(', ')} had mail about ${said}.`);
      await pause(200);
    }
    for (let before = -1, now = await this.count(said); before !== now; now = await this.count(said)) {
      before = now;
      await pause(quietMs);
    }
  }

  /** Does something, and waits for the mail about a case that somebody gets because of it. */
  async further(to: string, said: string, act: () => Promise<void>): Promise<void> {
    const before = await this.count(said, to);
    await act();
    for (const until = Date.now() + 120_000; Date.now() < until; await pause(100)) {
      if ((await this.count(said, to)) > before) return;
    }
    throw new Error(`No further mail about ${said} came to ${to}.`);
  }

  private async all(to?: string): Promise<readonly Mail[]> {
    const query = new URLSearchParams({ since: this.since, ...(to === undefined ? {} : { to }) });
    const response = await fetch(`${this.inbox}/api/mails?${query}`);
    if (!response.ok) throw new Error(`The inbox answered ${response.status}.`);
    const mails = (await response.json()) as readonly (Omit<Mail, 'to'> & { to: unknown })[];
    return mails.map((m) => ({ ...m, to: addressOf(m.to) }));
  }
}

export const linkIn = (mail: Mail): string | null => mail.urls.find((u) => u.includes('/review/')) ?? null;

/** The answer code as a person reads it off the mail: eight digits in two groups. */
export const codeIn = (mail: Mail): string | null =>
  /\b(\d{4})[ \u00a0](\d{4})\b/.exec(mail.text)?.slice(1).join('') ?? null;
