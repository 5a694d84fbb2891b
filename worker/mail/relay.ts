/**
 * The way out: one pooled connection to the relay, and what its answers mean.
 *
 * Outside production no mail may reach a stranger. Without an override address the relay has to greet as the
 * development inbox does, and is asked before the first mail and after every failure.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { MailHeaders } from './thread';
import type { RenderedMail } from './view';

/** How the development inbox greets. */
const INBOX_GREETING = 'Accord development inbox';
const PROBE_MS = 3_000;

export type OutgoingMail = MailHeaders & RenderedMail & Readonly<{ to: string }>;

/** `later`: this mail was refused for now. `never`: it will always be. `away`: it was not the mail's fault. */
export type SendResult = Readonly<
  { sent: true } | { sent: false; because: 'later' | 'never' | 'away'; reason: string }
>;

/** `stranger`: it answers, but mails of this instance must not go there. */
export type RelayState = 'ready' | 'away' | 'stranger';

export type Relay = Readonly<{
  send(mail: OutgoingMail): Promise<SendResult>;
  probe(): Promise<RelayState>;
  close(): void;
}>;

export type RelayOptions = Readonly<{
  url: string;
  from: string;
  /** Outside production: every mail goes here, and shows where it would have gone. */
  override: string | null;
  isProduction: boolean;
  maxConnections: number;
}>;

export function createRelay({ url, from, override, isProduction, maxConnections }: RelayOptions): Relay {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections,
    maxMessages: 1_000,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mustBeInbox = !isProduction && override === null;
  return {
    send: async ({ to, ...mail }) => {
      const addressed = override === null ? { to } : { to: { name: `for ${to}`, address: override } };
      try {
        await transport.sendMail({ ...mail, ...addressed, from });
        return { sent: true };
      } catch (error) {
        return meaningOf(error);
      }
    },
    probe: async () => {
      const greeting = await greetingOf(url);
      if (greeting === null || !greeting.startsWith('220')) return 'away';
      return mustBeInbox && !greeting.includes(INBOX_GREETING) ? 'stranger' : 'ready';
    },
    close: () => transport.close(),
  };
}

/** Commands whose answers judge the mail and not the connection. */
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA)/;

/** What a failure of nodemailer means for the mail. Pure. */
export function meaningOf(error: unknown): SendResult {
  const { message, responseCode, command } = error as { message?: string; responseCode?: number; command?: string };
  const reason = (message ?? String(error)).slice(0, 300);
  const isAboutTheMail = ABOUT_THE_MAIL.test(command ?? '');
  // 421: the relay closes the connection, whatever was asked (RFC 5321, 3.8).
  if (responseCode === undefined || responseCode === 421 || !isAboutTheMail) {
    // A connection that breaks in the middle of a mail may break at this mail each time.
    return { sent: false, because: isAboutTheMail && responseCode === undefined ? 'later' : 'away', reason };
  }
  return { sent: false, because: responseCode >= 500 ? 'never' : 'later', reason };
}

/** The first line of a relay; null where none came in time. */
function greetingOf(url: string): Promise<string | null> {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 465 : 587) };
  return new Promise((resolve) => {
    const socket: Socket = isSecure ? connectTls({ ...address, servername: hostname }) : connectPlain(address);
    const end = (greeting: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(greeting);
    };
    const timer = setTimeout(() => end(null), PROBE_MS);
    socket.once('error', () => end(null));
    socket.once('close', () => end(null));
    socket.once('data', (bytes) => end(bytes.toString('latin1').split('\r\n')[0] ?? ''));
  });
}
