import type { Language } from '../../locales/languages';

/** What the frame around every page needs. */
export type Frame = Readonly<{
  language: Language;
  /** The languages offered in the switch, in this order; the page's own is among them. */
  languages: readonly Language[];
  /** The page's own path; the switch links to `<path>?lang=xx`. */
  path: string;
  /** What links and forms of the page append so that a language chosen by hand stays chosen: "?lang=th" or "". */
  carry?: string;
}>;

/**
 * An error as a page shows it: a refusal's code (or one of `review:error.*`) with its facts, and the field
 * beside which it stands; null for the page as a whole.
 */
export type PageError = Readonly<{
  code: string;
  facts: Readonly<Record<string, unknown>>;
  field: 'kind' | 'inside' | 'statement' | 'code' | 'comment' | null;
}>;
