import type { IncomingMessage } from 'node:http';
import { chooseLanguage, type Language } from '../../locales/languages';

/** The reader's language by Accept-Language (RFC 9110), English where none of ours is asked for. Pure. */
export function languageOf({ headers }: Pick<IncomingMessage, 'headers'>): Language {
  const ranges = (headers['accept-language'] ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().split(';');
    const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
    return { tag, quality: quality === undefined ? 1 : Number(quality) };
  });
  const wanted = ranges.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  return chooseLanguage(wanted.map(({ tag }) => tag));
}
