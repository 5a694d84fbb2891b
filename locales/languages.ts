/**
 * The seven languages of pages and mails, in the neutral order of their own codes.
 *
 * `tag` is what Intl gets: the reader's calendar and digits (Buddhist years in Thai, Burmese digits in
 * Burmese) belong to the language, the time zone belongs to the person.
 */
export const LANGUAGES = ['en', 'km', 'lo', 'my', 'th', 'vi', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language in which every text exists, and into which the others fall back. */
export const FALLBACK_LANGUAGE: Language = 'en';

const TAGS = {
  en: 'en-GB',
  km: 'km-KH',
  lo: 'lo-LA',
  my: 'my-MM-u-nu-mymr',
  th: 'th-TH-u-ca-buddhist',
  vi: 'vi-VN',
  zh: 'zh-CN',
} satisfies Record<Language, string>;

/** The tag under which `Intl` knows a language here. Pure. */
export const tagOf = (language: Language): string => TAGS[language];

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** The first language that we have of those given in order of preference, else English. Pure. */
export const chooseLanguage = (preferred: readonly (string | undefined)[]): Language =>
  preferred.map((tag) => tag?.toLowerCase().split('-')[0]).find(isLanguage) ?? FALLBACK_LANGUAGE;

/** A text of the case, with the language in which it stands. */
export type Quoted = Readonly<{ text: string; lang: string }>;
