import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Envelope, type Mail, readMail } from './mail';

/** Which mails: to this address, received at or after this instant, with these words in the subject. */
export interface MailQuery {
  readonly to?: string;
  readonly since?: string;
  readonly subject?: string;
}

/** Beyond this many the oldest mails are let go: it is a development inbox, not an archive. */
const MOST_MAILS = 20_000;
const NAME = /^\d{8}T\d{9}Z-[0-9a-f]{8}\.json$/;

/**
 * The mails on disk: `<id>.eml` holds the bytes as they came, `<id>.json` the envelope, and is written last, so that a
 * mail is there exactly when its envelope is. Ids sort by time of receipt.
 */
export class Mailbox {
  private readonly mails = new Map<string, Mail>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<Mailbox> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const mailbox = new Mailbox(folder);
    for (const file of readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()) {
      const envelope = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Envelope;
      mailbox.mails.set(envelope.id, await readMail(readFileSync(mailbox.file(envelope.id, 'eml')), envelope));
    }
    return mailbox;
  }

  /** Takes a mail over; when this has returned it survives the end of the process. */
  async receive(raw: Buffer, recipients: readonly string[]): Promise<Mail> {
    const receivedAt = new Date().toISOString();
    const id = `${receivedAt.replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
    const envelope: Envelope = { id, receivedAt, to: recipients.map((each) => each.toLowerCase()) };
    const mail = await readMail(raw, envelope);
    await writeFile(this.file(id, 'eml'), raw, { mode: 0o600 });
    await writeFile(this.file(id, 'new'), JSON.stringify(envelope), { mode: 0o600 });
    await rename(this.file(id, 'new'), this.file(id, 'json'));
    this.mails.set(id, mail);
    const oldest = this.mails.keys().next().value;
    if (this.mails.size > MOST_MAILS && oldest !== undefined) await this.remove(oldest);
    return mail;
  }

  get(id: string): Mail | undefined {
    return this.mails.get(id);
  }

  /** The mails that fit, the oldest first. */
  list(query: MailQuery): Mail[] {
    const to = query.to?.toLowerCase();
    const subject = query.subject?.toLowerCase();
    const since = query.since === undefined ? undefined : Date.parse(query.since);
    return [...this.mails.values()].filter(
      (mail) =>
        (to === undefined || mail.to.includes(to)) &&
        (since === undefined || Date.parse(mail.receivedAt) >= since) &&
        (subject === undefined || mail.subject.toLowerCase().includes(subject)),
    );
  }

  async clear(): Promise<void> {
    for (const id of [...this.mails.keys()]) await this.remove(id);
  }

  private async remove(id: string): Promise<void> {
    this.mails.delete(id);
    for (const kind of ['json', 'eml'] as const) await rm(this.file(id, kind), { force: true });
  }

  private file(id: string, kind: 'eml' | 'json' | 'new'): string {
    return join(this.folder, `${id}.${kind}`);
  }
}
