/**
 * What may not cross a border, each with a word of its own, and the search for these words.
 *
 * `mayRead` is this test's own saying of who may read what. It knows nothing of `domain/visibility`.
 */
export type Side = 'CN' | 'TH' | 'VN';
/** The other side of a case of two cities. */
export const otherThan = (side: Side): Side => (side === 'CN' ? 'TH' : 'CN');

/** What stands in the catalogue: known in its own country, and in no other. */
const OF_THE_CATALOGUE = [
  'office name',
  'office',
  'person',
  'name of a person',
  'address',
  'role',
  'step',
  'source',
  'reason of a hold',
] as const;
/** What belongs to a house in one case. */
const OF_A_HOUSE = [
  'inside text',
  'comment',
  'inside file',
  'refused text',
  'reason of an act',
  'reason of the withdrawal',
  'instant',
  'ballot',
  'hash of an event',
  'text of the record',
  'delivery',
  'link',
] as const;
/** What crosses with the release and not before. */
const OF_A_CASE = ['content', 'case', 'number'] as const;

export type Kind = (typeof OF_THE_CATALOGUE)[number] | (typeof OF_A_HOUSE)[number] | (typeof OF_A_CASE)[number];

/** `of`: the name of a case, or null where it stands in every one or in the catalogue. */
export type Marker = Readonly<{ word: string; kind: Kind; side: Side; of: string | null }>;

/** Somebody who reads. `involved`: of an organization that is in the cases. */
export type Reader = Readonly<{ name: string; side: string; involved: boolean }>;

const isOneOf = (kinds: readonly Kind[], { kind }: Marker): boolean => kinds.includes(kind);

/** Whether a reader may come across a marker. `released`: names of the cases that were released. Pure. */
export function mayRead({ side, involved }: Reader, marker: Marker, released: ReadonlySet<string>): boolean {
  if (isOneOf(OF_THE_CATALOGUE, marker)) return side === marker.side;
  const own = involved && side === marker.side;
  return isOneOf(OF_A_CASE, marker) ? own || (involved && released.has(marker.of ?? '')) : own;
}

/** Minutes at which nothing happens but inner acts: an instant that tells one is found by its minute. */
export const MINUTE_OF: Readonly<Record<Side, number>> = { CN: 41, TH: 37, VN: 23 };

export class Markers {
  readonly all: Marker[] = [];
  private readonly known = new Set<string>();

  constructor(sides: readonly Side[]) {
    for (const side of sides) this.note({ word: `:${MINUTE_OF[side]}`, kind: 'instant', side, of: null });
  }

  /** A new word that stands nowhere else. */
  plant(side: Side, kind: Kind, of: string | null = null): string {
    const word = `canary-${side}-${kind.replaceAll(' ', '-')}-${this.all.length}x`.toLowerCase();
    this.note({ word, kind, side, of });
    return word;
  }

  /** A value that stands nowhere else already. */
  note(given: Marker): void {
    const marker = { ...given, word: given.word.toLowerCase() };
    if (this.known.has(JSON.stringify(marker))) return;
    this.known.add(JSON.stringify(marker));
    this.all.push(marker);
  }
}

/** A text as it is searched, and the long words in it. */
export type Plain = Readonly<{ text: string; words: ReadonlySet<string> }>;

/** Kinds of which there are hundreds, all of them long words. */
const LONG_WORDS: readonly Kind[] = ['hash of an event', 'text of the record', 'delivery', 'link'];

/** Whether a word stands in a text. Pure. */
export function standsIn(marker: Marker, { text, words }: Plain): boolean {
  if (isOneOf(LONG_WORDS, marker)) return words.has(marker.word);
  return marker.kind === 'instant' && marker.word.startsWith(':')
    ? new RegExp(`\\d\\d${marker.word}(?!\\d)`).test(text)
    : text.includes(marker.word);
}

/** A text without what could hide a word: capitals, broken lines, escapes of addresses, the wrapping of cursors. */
export function undressed(text: string): Plain {
  const cursors = [...text.matchAll(/"next":"([\w-]+)"/g)].map(([, c = '']) => Buffer.from(c, 'base64url').toString());
  const plain = [text, ...cursors].join('\n').replaceAll('%3A', ':').toLowerCase();
  // Hashes are shown to people in groups of four.
  const grouped = plain.match(/[0-9a-f]{4}(?:\s[0-9a-f]{4}){3,}/g) ?? [];
  const words = [...(plain.match(/[\w-]{16,}/g) ?? []), ...grouped.map((g) => g.replaceAll(/\s/g, ''))];
  return { text: `${plain}\n${plain.replaceAll(/\s+/g, '')}`, words: new Set(words) };
}
