import { Mailbox } from './mailbox';
import { createSmtpServer } from './smtp';
import { createWebServer } from './web';

/**
 * The development inbox as a process: takes every mail on one loopback port and shows it on another.
 *
 * - `INBOX_FOLDER`: where the mails are kept
 * - `INBOX_SMTP_PORT`, `INBOX_PORT`: the ports of SMTP and of the pages
 */
async function main(): Promise<void> {
  const mailbox = await Mailbox.open(wanted('INBOX_FOLDER'));
  const smtp = createSmtpServer(mailbox);
  const web = createWebServer(mailbox);
  smtp.on('error', (error) => console.error(error.message));
  smtp.listen(Number(wanted('INBOX_SMTP_PORT')), '127.0.0.1');
  web.listen(Number(wanted('INBOX_PORT')), '127.0.0.1');
  const stop = () => {
    web.close();
    web.closeAllConnections();
    smtp.close(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function wanted(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
