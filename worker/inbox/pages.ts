import type { Mail } from './mail';

/** The style of both pages; served by us, like everything else here. */
export const STYLE = `
:root { color-scheme: light; --ink: #16202b; --soft: #55606c; --line: #d5dae0; --accent: #1d5a8c; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 "Noto Sans", system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
p.about { color: var(--soft); margin: 0 0 1.5rem; }
a { color: var(--accent); } a:focus-visible { outline: 3px solid #ffbf47; }
ol.mails { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
ol.mails li { border-bottom: 1px solid var(--line); padding: .75rem 0; display: grid; gap: .125rem 1rem;
  grid-template-columns: minmax(0, 1fr) auto; }
ol.mails a { font-weight: 600; overflow-wrap: anywhere; } ol.mails .to, time { color: var(--soft); font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f7f9; padding: 1rem; font: inherit; margin: 0; }
iframe { width: 100%; height: 42rem; border: 1px solid var(--line); background: #fff; }
`;

/** The list, the newest mail first. */
export function listPage(mails: readonly Mail[]): string {
  const rows = [...mails].reverse().map(
    (mail) => `<li><a href="/mails/${escaped(mail.id)}">${escaped(mail.subject || '(no subject)')}</a>
        ${time(mail.receivedAt)}<span class="to">to ${escaped(mail.to.join(', '))}</span></li>`,
  );
  const body = rows.length > 0 ? `<ol class="mails">${rows.join('\n')}</ol>` : '<p>No mail yet.</p>';
  return page(
    'Inbox',
    `<h1>Inbox</h1><p class="about">Every mail that this instance sends ends here; none leaves this machine.
      ${mails.length} so far. As JSON: <a href="/api/mails">/api/mails</a></p>${body}`,
  );
}

/** One mail: its head, its plain text, its HTML part in a frame that can run and load nothing, its addresses. */
export function mailPage(mail: Mail): string {
  const facts: [string, string][] = [
    ['From', escaped(mail.from)],
    ['To', escaped(mail.to.join(', '))],
    ['Received', time(mail.receivedAt)],
    ['Message-ID', escaped(mail.messageId ?? 'none')],
  ];
  const links = mail.urls.map((url) => `<li><a href="${escaped(url)}" rel="noreferrer">${escaped(url)}</a></li>`);
  const files = mail.attachments.map(
    (each) => `<li>${escaped(`${each.filename ?? 'unnamed'} (${each.mimeType})`)}</li>`,
  );
  const frame = `<iframe title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox"
    src="/mails/${escaped(mail.id)}/html"></iframe>`;
  const parts = [
    `<p><a href="/">All mails</a></p><h1>${escaped(mail.subject || '(no subject)')}</h1>`,
    `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`,
    mail.html === '' ? '' : `<h2>HTML part</h2>${frame}`,
    `<h2>Text part</h2><pre>${escaped(mail.text)}</pre>`,
    links.length > 0 ? `<h2>Links</h2><ul>${links.join('')}</ul>` : '',
    files.length > 0 ? `<h2>Attached</h2><ul>${files.join('')}</ul>` : '',
  ];
  return page(mail.subject, parts.join('\n'));
}

/** What the frame shows: the sender's HTML as it is, its links opening in a tab of their own. */
export function framedHtml(mail: Mail): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank">${mail.html}`;
}

/** A page that says one sentence. */
export function wordPage(sentence: string): string {
  return page(sentence, `<h1>${escaped(sentence)}</h1><p><a href="/">All mails</a></p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} - Accord inbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">
</head><body><main>${body}</main></body></html>`;
}

function time(instant: string): string {
  return `<time datetime="${instant}">${instant.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
