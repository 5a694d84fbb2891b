import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox';

const MOST_BYTES = 10 * 1024 * 1024;

/** An SMTP server that takes any mail from anyone on this machine and puts it into the mailbox. */
export function createSmtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    banner: 'Accord development inbox',
    size: MOST_BYTES,
    authOptional: true,
    // There is no certificate on loopback; offering STARTTLS would only make clients stumble over ours.
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        // Beyond the limit the rest is read and dropped: only then does the client hear the answer.
        if (size <= MOST_BYTES) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (size > MOST_BYTES) return done(refusal(552, `A mail may have at most ${MOST_BYTES} bytes.`));
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        // 250 only after the mail is on disk: the sender forgets it then.
        mailbox.receive(Buffer.concat(chunks), recipients).then(
          (mail) => done(null, `Kept as ${mail.id}`),
          () => done(refusal(451, 'The mail could not be kept; try again later.')),
        );
      });
    },
  });
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
