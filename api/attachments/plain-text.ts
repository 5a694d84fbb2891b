/**
 * Whether bytes are plain text: well-formed UTF-8, no control characters but those of lines and tabs, and nothing at
 * the beginning by which a program would take it for something else (markup, a script, RTF, PostScript).
 */

/** Control characters other than tab, line feed, form feed and carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/;
const BEGINS_OTHERWISE = /^(<|#!|\{\\rtf|%!PS)/i;

/** Reads until it knows. */
export async function isPlainText(pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  // The mark of the byte order is left out by the decoder.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let beginning = '';
  try {
    for await (const piece of pieces) {
      const text = decoder.decode(piece, { stream: true });
      if (CONTROL.test(text)) return false;
      if (beginning.length < BEGINS_OTHERWISE.source.length) beginning = (beginning + text).trimStart().slice(0, 100);
      if (BEGINS_OTHERWISE.test(beginning)) return false;
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
