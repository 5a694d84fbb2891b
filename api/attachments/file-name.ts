/**
 * The name of a file, as Content-Disposition gives it (RFC 6266, RFC 8187).
 *
 * 1. What reads as a path, or could not be the name of a file on a reader's computer, is refused and never mended: a
 *    mended name is one that nobody has given.
 * 2. Nothing in a name may show it as another one: no control characters, no marks of direction, nothing invisible.
 *    Word breaks and joiners that Khmer, Lao, Myanmar and Thai are written with are letters here.
 */
import { Refused } from '../http/route';

/** What file systems keep of a name. */
const MOST_BYTES = 255;

const HOW = "attachment; filename*=UTF-8''<percent-encoded name>";

const refused = (given: string | null, allowed: string): Refused =>
  new Refused({ code: 'FileNameRefused', pointer: '/Content-Disposition', facts: { given, allowed } });

const PARAMETER = /;\s*([\w!#$&+.^`|~-]+\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))\s*/gy;
/** With the four signs that RFC 8187 would have encoded and encodeURIComponent leaves as they are. */
const EXTENDED = /^utf-8'[\w-]*'((?:[\w!#$&+.^`|~()*'-]|%[0-9a-f]{2})+)$/i;

/** The name that a header gives. Throws `Refused` with FileNameRefused. Pure. */
export function fileNameOf(disposition: string | null): string {
  const given = nameIn(disposition ?? '');
  if (given === null) throw refused(null, HOW);
  const wrong = wrongIn(given);
  if (wrong !== null) throw refused(visible(given), wrong);
  return given;
}

/** The extended form comes first, as RFC 6266 asks; the plain one holds ASCII only. Null where neither is sound. */
function nameIn(disposition: string): string | null {
  const [kind = ''] = /^\s*attachment\s*(?=;)/i.exec(disposition) ?? [];
  if (kind === '') return null;
  const found = new Map<string, string>();
  PARAMETER.lastIndex = kind.length;
  for (let at = kind.length; at < disposition.length; at = PARAMETER.lastIndex) {
    const [whole, name = '', quoted, token] = PARAMETER.exec(disposition) ?? [];
    const isNew = whole !== undefined && !found.has(name.toLowerCase());
    if (!isNew) return null;
    found.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? '');
  }
  const extended = found.get('filename*');
  if (extended !== undefined) return decoded(EXTENDED.exec(extended)?.[1]);
  const plain = found.get('filename') ?? '';
  return /^[\x20-\x7e]+$/.test(plain) ? plain : null;
}

function decoded(percents: string | undefined): string | null {
  if (percents === undefined) return null;
  try {
    return decodeURIComponent(percents);
  } catch {
    return null;
  }
}

/**
 * Zero-width space, non-joiner and joiner, after a letter of a script that words are written with by them, are letters;
 * everywhere else they hide something, as everything of the kind does.
 */
const LETTERLIKE = String.raw`(?<=[\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Thai}])[\u200b-\u200d]`;
const HIDDEN = new RegExp(String.raw`(?!${LETTERLIKE})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]`, 'u');
const OF_PATHS = /[/\\:*?"<>|]/;

/** What is allowed where a name is wrong, in English for developers; null where nothing is. */
function wrongIn(name: string): string | null {
  if (HIDDEN.test(name)) return 'no control characters, no marks of direction, nothing invisible';
  if (OF_PATHS.test(name)) return 'the name of the file alone, without / \\ : * ? " < > |';
  if (Buffer.byteLength(name) > MOST_BYTES) return `at most ${MOST_BYTES} bytes of UTF-8`;
  if (!/^[^\s.\p{M}].*[^\s.]$/u.test(name)) return 'no dot or space at either end';
  return null;
}

/** What cannot be seen is said back as its code point. */
const visible = (name: string): string =>
  [...name.slice(0, 100)]
    .map((sign) =>
      HIDDEN.test(sign) ? `<U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>` : sign,
    )
    .join('');
