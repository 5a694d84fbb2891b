import { NOTICES } from '../../../domain/proposal/effects';
import { LANGUAGES } from '../../../locales/languages';
import { renderMail } from '../../../worker/mail/render';
import { mails } from '../look/pages';

describe.each(['en', 'zh', 'th'] as const)('notices in %s', (language) => {
  test.each(NOTICES)('%s has a subject, a title and a body of its own', (about) => {
    const { subject, html, text } = renderMail('notice', language, { ...mails(language).notice, about });
    expect(subject).toContain('[');
    expect([subject, html, text].join()).not.toMatch(/mail:notice|undefined|\{\{/);
    expect(text).toContain('/board/cases/');
  });

  test('no two say the same', () => {
    const bodies = NOTICES.map((about) => renderMail('notice', language, { ...mails(language).notice, about }).text);
    expect(new Set(bodies).size).toBe(NOTICES.length);
  });
});

test('a notice can be written in every language there is', () => {
  for (const language of LANGUAGES) {
    expect(renderMail('notice', language, mails('en').notice).text.length).toBeGreaterThan(100);
  }
});
