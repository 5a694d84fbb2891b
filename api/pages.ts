import { LANGUAGES, type Language } from '../locales/languages';
import type { Texts } from '../locales/texts';
import type { ErrorPage } from './deps';
import type { Frame, PageError } from './look/frame';
import { createRenderer } from './look/render';

type ProblemPage = Frame &
  Readonly<{
    status: number;
    error: PageError;
    requestId: string | null;
    retryAfterSeconds: number | null;
  }>;

/** Draws error pages for browsers. */
export function createErrorPages(texts: Texts, assetsUrl: string): (page: ErrorPage) => string {
  const renderer = createRenderer<{ 'problem.njk': ProblemPage }>({ viewsDirs: [], assetsUrl, texts });
  const languages: readonly Language[] = LANGUAGES;
  return ({ language, path, status, code, facts, requestId, retryAfterSeconds }) =>
    renderer.render('problem.njk', {
      language,
      languages,
      path,
      status,
      error: { code, facts, field: null },
      requestId,
      retryAfterSeconds,
    });
}
