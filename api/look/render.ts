/**
 * Pages from templates: `render(view, data)` gives a whole HTML document in the language of its frame.
 */
import { join } from 'node:path';
import type nunjucks from 'nunjucks';
import { checkoutRoot } from '../../locales/checkout';
import { createEnvironment } from '../../locales/environment';
import { createInstants } from '../../locales/instants';
import type { Language } from '../../locales/languages';
import { refusalText } from '../../locales/refusals';
import { loadTexts, type Texts } from '../../locales/texts';
import type { Frame, PageError } from './frame';
import { monthStrip } from './month-strip';

export type RendererOptions = Readonly<{
  /** Folders of templates beside the shared ones of `api/look/templates`. */
  viewsDirs: readonly string[];
  /** Where the built assets are served, without a slash at the end: "/assets". */
  assetsUrl: string;
  texts?: Texts;
  /** Namespaces of texts whose `error.<code>` go before the words of a refusal, the first one first. */
  errorsIn?: readonly string[];
}>;

export interface Renderer<Views extends Record<string, Frame>> {
  /** Throws when the template prints something that the data lacks. */
  render<View extends keyof Views & string>(view: View, data: Views[View]): string;
}

const root = checkoutRoot(__dirname);

/** The folder of the reviewers' templates, for `viewsDirs`. */
export const REVIEW_TEMPLATES = join(root, 'api/review/templates');

/** Makes a renderer; each language's templates are compiled at their first use and kept. */
export function createRenderer<Views extends Record<string, Frame>>(options: RendererOptions): Renderer<Views> {
  const { texts = loadTexts(), errorsIn = ['review'] } = options;
  const instants = createInstants(texts);
  const viewsDirs = [...options.viewsDirs, join(root, 'api/look/templates')];
  const environments = new Map<Language, nunjucks.Environment>();

  const environmentOf = (language: Language): nunjucks.Environment => {
    const known = environments.get(language);
    if (known) return known;
    const made = createEnvironment({ viewsDirs, language, texts, instants, medium: 'html' });
    made.addGlobal('assets', options.assetsUrl);
    made.addGlobal('monthStrip', monthStrip);
    made.addFilter('at', (errors: readonly PageError[], field: string) => errors.filter((e) => e.field === field));
    made.addGlobal('errorText', (error: PageError) => errorText({ texts, language, errorsIn }, error));
    environments.set(language, made);
    return made;
  };

  return {
    render: (view, data) => environmentOf(data.language).render(view, { carry: '', ...data, withHan: showsHan(data) }),
  };
}

type Words = Readonly<{ texts: Texts; language: Language; errorsIn: readonly string[] }>;

/** A form's own words for an error where there are some, else the refusal's. */
function errorText({ texts, language, errorsIn }: Words, { code, facts }: PageError): string {
  const own = errorsIn.map((namespace) => `${namespace}:error.${code}`).find((key) => texts.has(key));
  return own === undefined ? refusalText(texts, language, code, facts) : texts.say(language, own, facts);
}

/** Chinese faces are hundreds of slices; their list is loaded only by a page that shows Chinese. */
const showsHan = (data: Frame): boolean => data.language === 'zh' || JSON.stringify(data).includes('"lang":"zh"');
