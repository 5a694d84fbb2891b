import type { Language, Quoted } from '../../locales/languages';

/** What the frame around every page needs. */
export type Frame = Readonly<{
  language: Language;
  /** The languages offered in the switch, in this order; the page's own is among them. */
  languages: readonly Language[];
  /** The page's own path; the switch links to `<path>?lang=xx`. */
  path: string;
  /** What links and forms of the page append so that a language chosen by hand stays chosen: "?lang=th" or "". */
  carry?: string;
  /** The rest of the page's query, as it stands in an address: the switch of languages keeps it. */
  keep?: string;
  /** Who is signed in: the head of the page names them and offers to sign out. */
  who?: Who;
}>;

/**
 * A person who is signed in, as the head of a page names them. `office` is null where the name says it already; `nonce`
 * is for the forms that sign out and stay signed in.
 */
export type Who = Readonly<{ name: string; office: Quoted | null; nonce: string; idleUntil: string; zone: string }>;

/**
 * An error as a page shows it: a refusal's code (or one of `<room>:error.*`) with its facts, and the field
 * beside which it stands; null for the page as a whole.
 */
export type PageError = Readonly<{
  code: string;
  facts: Readonly<Record<string, unknown>>;
  field: string | null;
}>;
