import { LANGUAGES } from '../../../locales/languages';
import { createMailRenderer, renderMail } from '../../../worker/mail/render';
import type { MailKind } from '../../../worker/mail/view';
import { columns, wrap } from '../../../worker/mail/wrap';
import { mails } from './pages';

const KINDS = Object.keys(mails('en')) as readonly MailKind[];

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(KINDS)('the mail "%s" has a subject of one line, HTML and a text that stands alone', (kind) => {
    const { subject, html, text } = renderMail(kind, language, mails(language)[kind] as never);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.includes('LMC-2027-K7Q4M')).toBe(kind !== 'signIn');
    expect(html).toMatch(new RegExp(`<html lang="${language}">`));
    expect(text).not.toMatch(/<[a-z/]|&(?:amp|quot|#39);|\n{3}|[ \t]\n/);
    for (const part of [subject, html, text]) expect(part).not.toMatch(/\{\{|undefined|\[object|NaN|Invalid Date/);
  });

  test('no line of a text is too wide, but for links', () => {
    for (const kind of KINDS) {
      const { text } = renderMail(kind, language, mails(language)[kind] as never);
      expect(text.split('\n').filter((line) => columns(line) > 72 && !line.includes('://'))).toEqual([]);
    }
  });
});

describe('a request', () => {
  const request = mails('en').request;
  const { html, text, subject } = renderMail('request', 'en', request);

  test.each([
    ['html', html],
    ['text', text],
  ])('says in its %s part what is asked, by whom, until when, and what happens otherwise', (_, part) => {
    expect(part.replace(/\s+/g, ' ')).toContain('Do you agree to the sister-city agreement between');
    expect(part).toContain('Guangzhou Foreign Affairs Office');
    expect(part.replace(/\s+/g, ' ')).toMatch(/22 April 2027 at 17:00 \(Bangkok time, UTC\+7\)/);
    expect(part).toContain('Silence is not consent.');
    expect(part).toContain(request.link);
  });

  test('prints the code in two groups below the link', () => {
    expect(text.indexOf('1234 5678')).toBeGreaterThan(text.indexOf(request.link));
    expect(html).toContain('1234 5678');
    expect(subject).not.toMatch(/1234|#/);
  });

  test('loads nothing and counts nobody', () => {
    const urls = [...html.matchAll(/(?:src|href|background)="([^"]*)"/g)].map(([, url]) => url);
    expect(urls).toEqual([request.link]);
    expect(html).not.toMatch(/<(img|script|link|style)\b|url\(/);
  });

  test('without a date says so', () => {
    const mail = renderMail('request', 'en', { ...request, due: null, workingDays: null });
    expect(mail.text).toContain('There is no fixed date');
    expect(mail.subject).toMatch(/^Your answer is asked/);
  });

  test('keeps what people wrote as text, in one subject line', () => {
    const evil = { text: 'A\r\nBcc: x@y.example <b>"{{ 1 }}"', lang: 'en' };
    const mail = renderMail('request', 'en', { ...request, title: evil, brief: evil });
    expect(mail.subject).toContain('A Bcc: x@y.example <b>');
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).not.toContain('<b>');
    expect(mail.text).toContain('<b>"{{ 1 }}"');
  });
});

test('a fresh link says nothing of the case but its number', () => {
  const { html, text, subject } = renderMail('fresh', 'en', mails('en').fresh);
  for (const part of [html, text, subject]) {
    expect(part).toContain('LMC-2027-K7Q4M');
    expect(part).not.toMatch(/Guangzhou|Chiang Mai|sister/i);
  }
});

describe('the code of a sign-in', () => {
  const data = mails('en').signIn;

  test('stands in groups, until when it works, and never in the subject', () => {
    const { html, text, subject } = renderMail('signIn', 'en', data);
    for (const part of [html, text]) {
      expect(part).toContain('1357 2468');
      expect(part.replace(/\s+/g, ' ')).toContain('16 April 2027 at 10:34');
      expect(part).not.toContain('longer than usual');
    }
    expect(subject).not.toMatch(/1357|2468/);
  });

  test('comes with no link: it is typed where it was asked for', () => {
    const { html, text } = renderMail('signIn', 'en', data);
    expect(html).not.toMatch(/<a\b|href=/);
    expect(text).not.toContain('://');
  });

  test('says why it is long where it is', () => {
    const { html, text } = renderMail('signIn', 'en', { ...data, code: '1357246813572468' });
    for (const part of [html, text]) {
      expect(part).toContain('1357 2468 1357 2468');
      expect(part).toContain('longer than usual');
    }
  });
});

test('a case that ended in its own house tells of no other side', () => {
  const ended = { ...mails('en').outcome, outcome: 'notAgreed' as const, insideOnly: true, positions: [] };
  const { text } = createMailRenderer()('outcome', 'en', ended);
  expect(text.replace(/\s+/g, ' ')).toContain('No other side has learned of it.');
  expect(text).not.toContain('Chinese side');
});

describe('lines of plain text', () => {
  test('break between words and keep their indent', () => {
    expect(wrap('  one two three', 'en', 9)).toBe('  one two\n  three');
    expect(wrap('- one two three', 'en', 9)).toBe('- one two\n  three');
  });

  test('never break a link', () => {
    const link = `https://accord.example/review/a#${'x'.repeat(90)}`;
    expect(wrap(link, 'en', 40)).toBe(link);
  });

  test('never begin with a full stop or end with an opening bracket', () => {
    const lines = wrap('一二三四五六七（八九十）。一二三四五六七八九十。', 'zh', 16).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => /^[。）]|（$/.test(line))).toEqual([]);
  });

  test('count wide signs twice and marks not at all', () => {
    expect([columns('abc'), columns('中文'), columns('ที่'), columns('é')]).toEqual([3, 4, 1, 1]);
  });

  test('lose nothing', () => {
    const text = 'ระบบจะถามรหัสนี้ก่อนบันทึกคำตอบ โปรดอย่าส่งต่อให้ผู้อื่น เปิดได้หลายครั้งจนกว่าคำถามจะปิด';
    expect(wrap(text, 'th', 30).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});

test.each(LANGUAGES)('a case number is never broken in %s', (language) => {
  const text = `${'案件'.repeat(5)} AC-2026-JF71FS `.repeat(8);
  for (let width = 30; width < 80; width += 1) {
    expect(wrap(text, language, width).match(/AC-2026-JF71FS/g)).toHaveLength(8);
  }
});
