/** Numbers in a text that is JSON, compared with what a double keeps of them. */

export type LostNumber = Readonly<{ path: readonly PropertyKey[]; source: string }>;

type Open = { key: string | number | null };

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * The first fraction that is not what was written once it is a number, with its place, or null. Integers are left
 * out: whether one is safe can be told from its value. Pure; the text is known to be JSON.
 */
export function lostNumberIn(text: string): LostNumber | null {
  const open: Open[] = [];
  for (let at = 0; at < text.length; ) {
    const here = text.charAt(at);
    if (here === '"') {
      const end = endOfString(text, at);
      const top = open.at(-1);
      // In an object whose member has no name yet, a string is that name.
      if (top?.key === null) top.key = JSON.parse(text.slice(at, end)) as string;
      at = end;
    } else if (/[-\d]/.test(here)) {
      NUMBER.lastIndex = at;
      const source = NUMBER.exec(text)?.[0] ?? here;
      if (isLost(source)) return { path: open.map(({ key }) => key ?? ''), source };
      at += source.length;
    } else {
      step(here, open);
      at += 1;
    }
  }
  return null;
}

/** Follows a mark of punctuation into, along and out of objects and lists. */
function step(mark: string, open: Open[]): void {
  const top = open.at(-1);
  if (mark === '{') open.push({ key: null });
  else if (mark === '[') open.push({ key: 0 });
  else if (mark === '}' || mark === ']') open.pop();
  else if (mark === ',' && top) top.key = typeof top.key === 'number' ? top.key + 1 : null;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isLost(source: string): boolean {
  const value = Number(source);
  const isInteger = Number.isInteger(value) && value !== 0;
  if (!Number.isFinite(value) || (isInteger && !Number.isSafeInteger(value))) return false;
  return plain(source) !== plain(String(value));
}

/** A decimal as its digits without zeros around them and the power of ten: the same for every way to write it. */
function plain(decimal: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(decimal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
