/** Headers by which mail programs group what belongs together, and machines see that a machine wrote. */
import { createHmac, hkdfSync } from 'node:crypto';

export type MailHeaders = Readonly<{
  messageId: string;
  inReplyTo: string;
  references: string;
  headers: Readonly<Record<string, string>>;
}>;

/**
 * The same Message-ID however often a mail is sent, and one thread for each case and side. The thread's id is keyed,
 * so that a mail which is forwarded across a border names nothing that the other side's mails name.
 */
export function createThreads(secret: string, baseUrl: string) {
  const { hostname } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '').replaceAll(':', '-');
  const key = Buffer.from(hkdfSync('sha256', secret, 'accord/mail', 'thread', 32));
  const rootOf = (proposal: string, side: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([proposal, side]))
      .digest('base64url')
      .slice(0, 24);
  return (mail: Readonly<{ id: string; proposal: string; side: string }>): MailHeaders => {
    const root = `<case.${rootOf(mail.proposal, mail.side)}@${host}>`;
    return {
      messageId: `<${mail.id}@${host}>`,
      inReplyTo: root,
      references: root,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'List-Id': `Accord <accord.${host}>`,
      },
    };
  };
}
