import { createRenderer, REVIEW_TEMPLATES } from '../../../api/look/render';
import type { ReviewViews } from '../../../api/review/view';
import { LANGUAGES } from '../../../locales/languages';
import { NOTHING, otherStates, pages } from './pages';

const renderer = createRenderer<ReviewViews>({ viewsDirs: [REVIEW_TEMPLATES], assetsUrl: '/assets' });
const VIEWS = Object.keys(pages('en')) as readonly (keyof ReviewViews)[];
const page = <View extends keyof ReviewViews>(view: View, data: Partial<ReviewViews[View]> = {}): string =>
  renderer.render(view, { ...pages('en')[view], ...data });

/** Elements that are opened and not closed, or closed and not opened, in order. */
function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const alone = /^(meta|link|input|br|circle|path)$/;
  for (const [, closing, name] of html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (!name || alone.test(name)) continue;
    if (!closing) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else wrong.push(name);
  }
  return [...wrong, ...open];
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(VIEWS)('%s is a whole document', (view) => {
    const html = renderer.render(view, pages(language)[view]);
    expect(html).toMatch(new RegExp(`^\\s*<!DOCTYPE html>\\s*<html lang="${language}"`));
    expect(unbalanced(html)).toEqual([]);
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(html).not.toMatch(/\{\{|undefined|\[object|NaN|Invalid Date/);
  });

  test.each(otherStates(language).map(({ name, view, data }) => [name, view, data] as const))(
    '%s is one too',
    (_, view, data) => {
      const html = renderer.render(view, data as never);
      expect(unbalanced(html)).toEqual([]);
      expect(html.match(/<h1\b/g)).toHaveLength(1);
      expect(html).not.toMatch(/\{\{|undefined|\[object|NaN|Invalid Date/);
    },
  );

  test('no page has two elements of one id, or a label or description that points at none', () => {
    for (const view of VIEWS) {
      const html = renderer.render(view, pages(language)[view]);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? '');
      const pointed = [...html.matchAll(/\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g)].flatMap(([, v]) =>
        (v ?? '').split(' '),
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(pointed.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });
});

describe('what a page shows', () => {
  test('a page before any proof holds nothing of the case', () => {
    const html = [
      page('link.njk'),
      page('fresh.njk'),
      page('closed.njk', { known: null, why: 'unknown' }),
      page('problem.njk'),
    ].join();
    const { number, title, seat, participants } = pages('en')['case.njk'];
    for (const secret of [number, title.text, seat.text, ...participants.map((p) => p.text)])
      expect(html).not.toContain(secret);
  });

  test('nothing is preselected', () => {
    expect(page('case.njk')).not.toMatch(/\schecked\b/);
  });

  test('what was typed is kept, with the error beside its field and in the summary', () => {
    const { data } = otherStates('en').find(({ name }) => name === 'case with errors') ?? {};
    const html = renderer.render('case.njk', data as ReviewViews['case.njk']);
    expect(html).toMatch(/value="object"[^>]*\schecked/);
    expect(html).toContain('Typed before.');
    expect(html).toMatch(/<a href="#inside">Give a reason/);
    expect(html).toMatch(/id="inside-error"/);
    expect(html).toMatch(/aria-describedby="inside-hint inside-error"/);
  });

  test('every date says its zone', () => {
    const html = page('case.njk');
    const dates = [...html.matchAll(/<time\b[^>]*>([^<]*)<\/time>/g)].map(([, said]) => said ?? '');
    expect(dates.length).toBeGreaterThan(5);
    // The large date of the due card has its zone in the next line.
    expect(dates.filter((said) => !said.includes('UTC+7'))).toHaveLength(1);
    expect(html).toMatch(/ac-due__zone">Bangkok time, UTC\+7</);
  });

  test('what was shown travels through the forms', () => {
    const { shown } = pages('en')['case.njk'];
    for (const html of [page('case.njk'), page('check.njk'), page('stale.njk')]) {
      expect(html).toContain(`name="shown[revision]" value="${shown.revision}"`);
      expect(html).toContain(`name="shown[procedure]" value="${shown.procedure}"`);
      expect(html).toContain('name="shown[language]" value="en"');
      expect(html).toContain('name="shown[standing]" value=""');
      expect(html).toMatch(/name="nonce" value="n0nce-\d"/);
    }
  });

  test('the answer code is asked for only while it is needed, and stands nowhere', () => {
    expect(page('check.njk')).toMatch(/name="code"[^>]*inputmode="numeric"[^>]*autocomplete="one-time-code"/);
    expect(page('check.njk', { codeNeeded: false })).not.toContain('name="code"');
  });

  test('a text in another language than the page carries its language', () => {
    const html = page('case.njk');
    expect(html).toContain('<span lang="th">คณะกรรมการเมืองพี่เมืองน้องจังหวัดเชียงใหม่</span>');
    expect(html).toContain('<span lang="zh">赞成，并期待早日签署。</span>');
    expect(html).not.toContain('<span lang="en">');
  });

  test('the list of Chinese faces is loaded by pages that show Chinese, and by no other', () => {
    expect(page('case.njk')).toContain('/assets/fonts-han.css');
    expect(page('link.njk')).not.toContain('fonts-han.css');
    expect(renderer.render('link.njk', pages('zh')['link.njk'])).toContain('/assets/fonts-han.css');
  });

  test('an untranslated page says so and marks its English', () => {
    const html = renderer.render('link.njk', pages('my')['link.njk']);
    expect(html).toContain('This page is not complete in <span lang="my">မြန်မာ</span> yet.');
    expect(html).toMatch(/<h1[^>]*><span lang="en">Open your request for opinion<\/span><\/h1>/);
  });

  test('a draft says that it is one', () => {
    expect(renderer.render('link.njk', pages('zh')['link.njk'])).toContain('翻译草稿');
    expect(page('link.njk')).not.toContain('draft');
  });
});

describe('safety', () => {
  const EVIL = `"><script>alert(1)</script>{{ 7 * 7 }}$t(common:brand){{count}}'&`;
  const evil = { text: EVIL, lang: 'en' };

  test('whatever people write stays text', () => {
    const base = pages('en');
    const written = [
      page('case.njk', {
        title: evil,
        seat: evil,
        participants: [evil, evil],
        askedBy: { text: EVIL, lang: '"><script>' },
        summary: evil,
        sections: [{ key: 'a', title: evil, text: evil, state: 'changed', runs: [{ kind: 'ins', text: EVIL }] }],
        comments: [{ by: evil, at: '2027-04-12T08:00:00Z', text: evil }],
        commentForm: { text: EVIL, nonce: 'n' },
        number: EVIL,
      }),
      page('check.njk', {
        answer: {
          ...NOTHING,
          kind: 'agree',
          inside: EVIL,
          statement: EVIL,
          except: [EVIL],
          noteNumber: EVIL,
          noteDate: EVIL,
        },
      }),
      page('receipt.njk', { reply: { ...base['receipt.njk'].reply, inside: evil, statement: evil }, receiptTo: EVIL }),
      page('problem.njk', { error: { code: EVIL, facts: {}, field: null }, requestId: EVIL }),
    ].join();
    expect(written).not.toContain('<script>alert');
    expect(written).not.toContain('lang="">');
    expect(written).toContain('{{ 7 * 7 }}$t(common:brand){{count}}');
    expect(written).not.toContain('49$t');
  });

  test('a value that is missing is an error and no blank', () => {
    const broken = { ...pages('en')['receipt.njk'], eventHash: undefined } as unknown as ReviewViews['receipt.njk'];
    expect(() => renderer.render('receipt.njk', broken)).toThrow();
  });

  test('pages load nothing from elsewhere and run no script of their own', () => {
    for (const view of VIEWS) {
      const html = page(view);
      expect(html).not.toMatch(/(?:src|href|action|formaction)="(?!\/|#)/);
      expect(html).not.toMatch(/\sstyle=|\son[a-z]+="/);
    }
    expect(page('link.njk')).toMatch(/<script src="\/assets\/open-link.js" defer><\/script>/);
  });
});
