/** A relay that does as it is told: greets like the development inbox, takes mails, refuses them, or is away. */
import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Behaviour = 'accept' | 'refuse for good' | 'refuse for now' | 'slow';
export type TakenMail = Readonly<{ to: string; raw: string }>;

export class TestRelay {
  readonly taken: TakenMail[] = [];
  behaviour: Behaviour = 'accept';
  private server: SMTPServer | null = null;

  private constructor(
    readonly port: number,
    private readonly banner: string,
  ) {}

  static async open(banner = 'Accord development inbox'): Promise<TestRelay> {
    const relay = new TestRelay(await freePort(), banner);
    await relay.up();
    return relay;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    const server = new SMTPServer({
      banner: this.banner,
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 50,
      onRcptTo: (_address, _session, done) => done(this.refusal()),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.taken.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks).toString() });
          setTimeout(() => done(null), this.behaviour === 'slow' ? 300 : 0);
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', () => resolve()));
    this.server = server;
  }

  async down(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private refusal(): Error | null {
    if (this.behaviour === 'refuse for good') return Object.assign(new Error('No such mailbox'), { responseCode: 550 });
    if (this.behaviour === 'refuse for now') return Object.assign(new Error('Try later'), { responseCode: 451 });
    return null;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

/** The value of a header, unfolded. */
export const headerOf = ({ raw }: TakenMail, name: string): string =>
  new RegExp(`^${name}: ((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.replaceAll(/\r\n[ \t]+/g, ' ') ?? '';
