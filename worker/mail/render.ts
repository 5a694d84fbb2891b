/**
 * Mails from templates: subject, HTML part and a text part that stands on its own.
 *
 * The HTML uses tables and inline styles because mail programs know nothing else, system fonts because
 * they load nothing, and no picture, so that opening a mail tells nobody anything.
 */
import { join } from 'node:path';
import type nunjucks from 'nunjucks';
import { checkoutRoot } from '../../locales/checkout';
import { createEnvironment, type Medium } from '../../locales/environment';
import { createInstants } from '../../locales/instants';
import type { Language } from '../../locales/languages';
import { loadTexts } from '../../locales/texts';
import type { MailKind, Mails, RenderedMail } from './view';
import { wrap } from './wrap';

export type RenderMail = <Kind extends MailKind>(kind: Kind, language: Language, data: Mails[Kind]) => RenderedMail;

/** Lines of a script need room for what stands above and below its letters. */
const LINE_HEIGHT = { en: 1.5, km: 1.8, lo: 1.7, my: 1.9, th: 1.65, vi: 1.55, zh: 1.65 } satisfies Record<
  Language,
  number
>;

/** Makes `renderMail`; templates are compiled at their first use and kept. */
export function createMailRenderer(): RenderMail {
  const texts = loadTexts();
  const instants = createInstants(texts);
  const viewsDirs = [join(checkoutRoot(__dirname), 'worker/mail/templates')];
  const environments = new Map<string, nunjucks.Environment>();

  const environmentOf = (language: Language, medium: Medium): nunjucks.Environment => {
    const known = environments.get(language + medium);
    if (known) return known;
    const made = createEnvironment({ viewsDirs, language, texts, instants, medium });
    made.addGlobal('lineHeight', LINE_HEIGHT[language]);
    environments.set(language + medium, made);
    return made;
  };

  return (kind, language, data) => {
    const text = environmentOf(language, 'text');
    const subject = oneLine(text.render(`${kind}.subject.njk`, data));
    return {
      subject,
      html: environmentOf(language, 'html').render(`${kind}.html.njk`, { ...data, subject }),
      text: `${wrap(tidy(text.render(`${kind}.text.njk`, data)), language)}\n`,
    };
  };
}

let shared: RenderMail | undefined;

/** Renders one mail in the reader's language; reads the templates at the first call. */
export const renderMail: RenderMail = (kind, language, data) => {
  shared ??= createMailRenderer();
  return shared(kind, language, data);
};

/** A header is one line: a line break in a title must not begin a header of its own. */
const oneLine = (subject: string): string => subject.replace(/\s+/g, ' ').trim();

const tidy = (text: string): string =>
  text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
