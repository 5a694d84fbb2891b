/**
 * Lines of plain text for mail programs that do not wrap by themselves.
 *
 * A line breaks between words as `Intl.Segmenter` finds them, since Khmer, Lao, Thai, Burmese and Chinese
 * put no spaces between them; wide signs count twice and marks above or below not at all. Addresses of
 * links are never broken, and lines that are short enough stay as they are.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const MARK = /\p{Mn}|\p{Me}|\p{Cf}/u;
const MAY_NOT_BEGIN = /^[\p{Pd}\p{Pe}\p{Pf}\p{Po}\p{Mn}]/u;

/** Columns that a text takes in a fixed font. Pure. */
export const columns = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (MARK.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1), 0);

/** The text with lines of at most `width` columns; what stands before a line stays before its rest. Pure. */
export const wrap = (text: string, language: string, width = 72): string =>
  text
    .split('\n')
    .map((line) => (columns(line) <= width || line.includes('://') ? line : wrapLine(line, language, width)))
    .join('\n');

function wrapLine(line: string, language: string, width: number): string {
  const indent = /^(\s*(?:- )?)/.exec(line)?.[1] ?? '';
  const hanging = ' '.repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  for (const piece of unbreakable(line.slice(indent.length), language)) {
    const full = columns(current + piece.trimEnd()) > width && current.trim() !== '';
    if (full) {
      lines.push(current.trimEnd());
      current = hanging + piece.trimStart();
    } else {
      current += piece;
    }
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** Words, each with the signs that may not begin a line. */
function unbreakable(text: string, language: string): readonly string[] {
  const pieces: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    const last = pieces.at(-1);
    const joins =
      last !== undefined && !/\s$/.test(last) && (MAY_NOT_BEGIN.test(segment) || /^\s/.test(segment) || opens(last));
    if (joins) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

const opens = (piece: string): boolean => /[\p{Ps}\p{Pi}\p{Pd}@/#]$/u.test(piece);
