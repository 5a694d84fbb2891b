import { setTimeout as pause } from 'node:timers/promises';
import { type BallotJson, type CaseJson, Client, type SeatJson } from './client';
import type { Clock } from './clock';
import { linkIn, type Mail, type Mailbox } from './mailbox';
import { type Answer, answerMail } from './reviewer';
import { say } from './transcript';

/** What may be said with a reply over HTTP beside its kind. */
export type Said = Readonly<{
  kind: string;
  inside?: string;
  statement?: string;
  sections?: readonly string[];
  workingDays?: number;
}>;

export type Asked = Readonly<{ ballot: BallotJson; seat: SeatJson }>;

const PATIENCE_MS = 120_000;
const LANGUAGE_OF: Readonly<Record<string, string>> = { cn: 'zh', th: 'th' };

/** Everybody who takes part: whoever has a key acts over HTTP, everybody else answers a mail. */
export class Offices {
  constructor(
    readonly url: string,
    private readonly keys: Readonly<Record<string, string>>,
    readonly mailbox: Mailbox,
    readonly clock: Clock,
  ) {}

  as(organization: string): Client {
    const key = this.keys[organization];
    if (key === undefined) throw new Error(`There is no demo key for ${organization}.`);
    return new Client(this.url, key);
  }

  has(...organizations: readonly string[]): boolean {
    return organizations.every((organization) => this.keys[organization] !== undefined);
  }

  /** A case as an organization sees it, as soon as it looks as expected. */
  async sees(organization: string, id: string, what: string, isSo: (found: CaseJson) => boolean): Promise<CaseJson> {
    const client = this.as(organization);
    let found: CaseJson | null = null;
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(150)) {
      found = await client.find(id);
      if (found && isSo(found)) return found;
    }
    throw new Error(`${organization} did not see in time: ${what}. It sees ${JSON.stringify(found)}`);
  }

  /** The open ballots that ask an office now, as an organization of its house sees them, once there are so many. */
  async asked(
    organization: string,
    id: string,
    atLeast = 1,
    office = `${organization}:desk`,
  ): Promise<readonly Asked[]> {
    const client = this.as(organization);
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(150)) {
      const found = await client.find(id);
      const open = found ? (await client.ballots(id)).filter((ballot) => ballot.status === 'open') : [];
      const asked = open.flatMap((ballot) =>
        ballot.seats.filter((seat) => seat.office === office && seat.reply === null).map((seat) => ({ ballot, seat })),
      );
      if (asked.length >= atLeast) return asked.toSorted((a, b) => a.ballot.id.localeCompare(b.ballot.id));
    }
    throw new Error(`${office} was not asked ${atLeast} times in time.`);
  }

  /** Answers over HTTP whatever an organization's office is asked in a case. */
  async answers(
    organization: string,
    id: string,
    say: Said | ((asked: Asked) => Said),
    atLeast = 1,
  ): Promise<readonly Asked[]> {
    const asked = await this.asked(organization, id, atLeast);
    for (const one of asked) await this.reply(organization, id, one, typeof say === 'function' ? say(one) : say);
    return asked;
  }

  /** One reply over HTTP. */
  async reply(organization: string, id: string, { ballot, seat }: Asked, said: Said): Promise<void> {
    const client = this.as(organization);
    const { revision, procedure } = await client.get(id);
    const shown = {
      revision: revision.hash,
      language: 'en',
      procedure: procedure.hash,
      standing: seat.reply?.id ?? null,
    };
    await client.act(`/v1/ballots/${ballot.id}/replies`, { seat: seat.key, ...said, shown });
  }

  /** Somebody answers a mail about a case that still asks them something, as soon as there is one. */
  async answersByMail(person: string, number: string, answer: Answer): Promise<void> {
    const language = LANGUAGE_OF[person.slice(0, 2)] ?? 'en';
    const isQuestion = (mail: Mail) => linkIn(mail) !== null && `${mail.subject}\n${mail.text}`.includes(number);
    for (;;) {
      const mail = await this.mailbox.nextTo(addressOf(person), isQuestion);
      if (await answerMail(mail, answer, language)) break;
    }
    say(`${addressOf(person)} opens the link in the mail, reads, chooses "${answer.kind}", types the code, confirms.`);
  }
}

/** The address of a person of the catalogue: `vn-cao-bang-head` writes from `head@vn-cao-bang.example`. Pure. */
export const addressOf = (person: string): string => {
  const [, organization = '', name = ''] =
    /^(.*?)-((?:second-)?registrar|head|secretary|desk|deputy)$/.exec(person) ?? [];
  return `${name}@${organization}.example`;
};

/** Says what must be true, and fails loudly where it is not. */
export function expectThat(what: string, isTrue: boolean, seen?: unknown): void {
  if (!isTrue) throw new Error(`Expected: ${what}.${seen === undefined ? '' : ` Seen: ${JSON.stringify(seen)}`}`);
}
