import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { checkoutRoot } from './checkout';
import { type PartOptions, plainEnvironment, type RunningPart } from './part';
import { HOST } from './ports';
import { endProcess, launch, waitUntilReady } from './processes';

export interface InboxOptions extends PartOptions {
  readonly smtpPort: number;
}

export interface RunningInbox extends RunningPart {
  readonly smtpUrl: string;
  /** The address of the pages and of the JSON API. */
  readonly url: string;
}

/** Brings up the development inbox and waits until it takes mails and shows them. Needs `dist/`. */
export async function startInbox(options: InboxOptions): Promise<RunningInbox> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const launched = await launch(process.execPath, [join(checkoutRoot(), 'dist/worker/inbox/main.js')], {
    env: {
      ...plainEnvironment(),
      INBOX_FOLDER: options.folder,
      INBOX_PORT: String(options.port),
      INBOX_SMTP_PORT: String(options.smtpPort),
    },
    log: options.log,
  });
  options.onLaunch?.(launched, 'SIGTERM');
  const url = `http://${HOST}:${options.port}`;
  const check = async () => {
    await greeting(options.smtpPort);
    if (!(await fetch(url, { method: 'HEAD' })).ok) throw new Error('the page does not answer');
  };
  await waitUntilReady('The inbox', launched, { check, timeoutMs: 20_000, log: options.log });
  return {
    name: 'Inbox',
    launched,
    signal: 'SIGTERM',
    smtpUrl: `smtp://${HOST}:${options.smtpPort}`,
    url,
    stop: () => endProcess(launched, [['SIGTERM', 5_000]]),
  };
}

/** Waits for the first line of the SMTP server. */
function greeting(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: HOST, port, timeout: 2_000 });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.once('error', end);
    socket.once('timeout', () => end(new Error('no greeting')));
    socket.once('data', () => end());
  });
}
