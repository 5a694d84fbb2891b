import PostalMime from 'postal-mime';

/** A mail as the inbox shows it, on its page and in its JSON. */
export interface Mail {
  readonly id: string;
  /** When the inbox took it over, as an ISO instant. */
  readonly receivedAt: string;
  /** The sender that the mail names. */
  readonly from: string;
  /** Whom it was delivered to: the recipients of the envelope, in lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The mail's own date as an ISO instant; null without one. */
  readonly date: string | null;
  readonly messageId: string | null;
  /** By name in lower case; a header that comes several times has one line for each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
  /** Every web address of either part, once each, in the order in which they appear. */
  readonly urls: readonly string[];
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly filename: string | null;
  readonly mimeType: string;
  readonly content: string;
  readonly encoding: 'base64';
}

/** What the SMTP session told beside the mail itself. */
export interface Envelope {
  readonly id: string;
  readonly receivedAt: string;
  readonly to: readonly string[];
}

/** Reads the bytes of a mail. */
export async function readMail(raw: Buffer, envelope: Envelope): Promise<Mail> {
  const parsed = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  const headers: Record<string, string> = {};
  for (const { key, value } of parsed.headers) headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
  const date = Date.parse(parsed.date ?? '');
  const text = parsed.text ?? '';
  const html = parsed.html ?? '';
  return {
    ...envelope,
    from: parsed.from?.address ?? '',
    subject: parsed.subject ?? '',
    date: Number.isNaN(date) ? null : new Date(date).toISOString(),
    messageId: parsed.messageId ?? null,
    headers,
    text,
    html,
    urls: urlsOf(text, html),
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      filename,
      mimeType,
      content: String(content),
      encoding: 'base64',
    })),
  };
}

function urlsOf(text: string, html: string): string[] {
  const inText = text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
  const inHtml = [...html.matchAll(/\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, a, b]) => a ?? b ?? '');
  const decoded = inHtml.map((url) => url.replaceAll('&amp;', '&')).filter((url) => /^https?:/.test(url));
  // A sentence may end right behind an address.
  return [...new Set([...inText.map((url) => url.replace(/[.,;:!?]+$/, '')), ...decoded])];
}
