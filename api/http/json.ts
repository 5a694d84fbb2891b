/**
 * Reads JSON that strangers sent.
 *
 * 1. Bytes must be UTF-8 and text must be JSON; where it stops being so is told as a position.
 * 2. What cannot be kept exactly in the record is refused with a pointer: control characters (line feed, tab and
 *    the Windows line end excepted), halves of a surrogate pair, numbers that are not what was written.
 * 3. Everything else of Unicode is accepted and kept as it was sent: nothing is normalised.
 */
import { lostNumberIn } from './numbers';
import type { Fault } from './route';
import { Refused } from './route';

const DEEPEST = 32;
const FAULTS_AT_MOST = 20;

/** The value of a body. Throws `Refused` with MalformedJson and the position, or for a number that would be lost. Pure. */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  const value = parsed(text);
  const lost = lostNumberIn(text);
  if (lost) {
    const found = fault(lost.path, 'ValidationFailed', 'more digits than a number keeps; write it as text');
    throw new Refused({ code: found.code, pointer: found.pointer }, [found]);
  }
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused({ code: 'MalformedJson', facts: { position: positionOfFault(text) } });
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused({ code: 'MalformedJson', facts: { position: lengthOfUtf8(bytes) } });
  }
}

/** How many bytes are well-formed: found by halving, since the decoder does not say. */
function lengthOfUtf8(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      decoder.decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

type Expects = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

/** Index of the first character at which a text stops being JSON. Pure; the text is known not to be JSON. */
export function positionOfFault(text: string): number {
  const open: ('{' | '[')[] = [];
  let expects: Expects = 'value';
  for (let at = 0; ; ) {
    TOKEN.lastIndex = at;
    const token: RegExpExecArray | null = TOKEN.exec(text);
    const next: Expects | null = token && afterToken(expects, token[1] ?? (token[2] ? '"' : '0'), open);
    if (!token || !next) return at + (/^[ \t\n\r]*/.exec(text.slice(at))?.[0].length ?? 0);
    expects = next;
    at = TOKEN.lastIndex;
  }
}

/** What may follow a token, or null where the token itself may not stand; keeps `open` up to date. */
function afterToken(expects: Expects, token: string, open: ('{' | '[')[]): Expects | null {
  const ended = (): Expects => (open.length === 0 ? 'nothing' : 'commaOrEnd');
  const wantsValue = expects === 'value' || expects === 'valueOrEnd';
  switch (token) {
    case '{':
    case '[':
      if (!wantsValue) return null;
      open.push(token);
      return token === '{' ? 'keyOrEnd' : 'valueOrEnd';
    case '}':
      return open.at(-1) === '{' && (expects === 'keyOrEnd' || expects === 'commaOrEnd') && open.pop() ? ended() : null;
    case ']':
      return open.at(-1) === '[' && (expects === 'valueOrEnd' || expects === 'commaOrEnd') && open.pop()
        ? ended()
        : null;
    case ',':
      return expects === 'commaOrEnd' ? (open.at(-1) === '{' ? 'key' : 'value') : null;
    case ':':
      return expects === 'colon' ? 'value' : null;
    case '"':
      if (expects === 'key' || expects === 'keyOrEnd') return 'colon';
      return wantsValue ? ended() : null;
    default:
      return wantsValue ? ended() : null;
  }
}

/** A JSON pointer (RFC 6901) to a place. Pure. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const LONE_SURROGATE = /\p{Surrogate}/u;

/** C0 and C1 controls and DEL, but for tab, line feed and the carriage return of a Windows line end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /(?!\r\n)[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Everything in a body that cannot be kept exactly, with its place; stops at twenty. Pure. */
export function faultsOf(value: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  for (const fault of faultsIn(value, [])) {
    faults.push(fault);
    if (faults.length === FAULTS_AT_MOST) break;
  }
  return faults;
}

type Path = readonly PropertyKey[];

const fault = (path: Path, code: Fault['code'], hint: string, facts: Fault['facts'] = {}): Fault => ({
  pointer: pointerTo(path),
  code,
  facts,
  hint,
});

function* faultsIn(given: unknown, path: Path): Generator<Fault> {
  if (typeof given === 'string') yield* faultsInText(given, path);
  else if (typeof given === 'number') yield* faultsInNumber(given, path);
  else if (typeof given !== 'object' || given === null) return;
  else if (path.length >= DEEPEST) yield fault(path, 'ValidationFailed', `at most ${DEEPEST} levels deep`);
  else if (Array.isArray(given)) for (const [i, child] of given.entries()) yield* faultsIn(child, [...path, i]);
  else {
    for (const [key, child] of Object.entries(given)) {
      // A key of this name would be lost or worse in every later copy of the object.
      if (key === '__proto__') yield fault([...path, key], 'UnknownField', 'this name cannot be used', { given: key });
      yield* faultsInText(key, path);
      yield* faultsIn(child, [...path, key]);
    }
  }
}

function* faultsInText(given: string, path: Path): Generator<Fault> {
  if (LONE_SURROGATE.test(given)) yield fault(path, 'LoneSurrogate', 'a surrogate without its other half');
  else if (CONTROL.test(given))
    yield fault(path, 'ControlCharacter', 'a control character other than tab and line feed');
}

function* faultsInNumber(given: number, path: Path): Generator<Fault> {
  if (Number.isFinite(given) && (!Number.isInteger(given) || Number.isSafeInteger(given))) return;
  yield fault(path, 'UnsafeInteger', 'integers must lie within ±9007199254740991; write larger ones as text');
}
