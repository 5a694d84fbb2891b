/**
 * What a file is, found by its content; never by its name or by what the sender says.
 *
 * 1. What is not on the list is refused: no HTML, no SVG, no scripts, no programs, no archives, no legacy office files,
 *    of which nobody can say whether macros are in them.
 * 2. Office files that hold macros or controls are refused with a word of their own, since their sender can save them
 *    without.
 * 3. The last letters of the name fit the content: a reader's computer opens a file by its name.
 *
 * Signatures: ISO 32000-2 7.5.2 (PDF), ISO/IEC 15948 5.2 (PNG), ISO/IEC 10918-1 B.1.1.3 (JPEG), TIFF 6.0 section 2,
 * ECMA-376 part 2 (packages of docx, xlsx, pptx), ODF 1.3 part 2 section 3.3 (`mimetype` as the first entry).
 */
import { Refused } from '../http/route';
import { isPlainText } from './plain-text';
import type { TakenFile } from './take';
import { contentOf, type Entry, entriesOf, type ReadsAt } from './zip';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** What is taken, with the endings that a name may have. */
export const FILE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/tiff': ['.tif', '.tiff'],
  'text/plain': ['.txt'],
  'text/csv': ['.csv'],
  [`${OOXML}.wordprocessingml.document`]: ['.docx'],
  [`${OOXML}.spreadsheetml.sheet`]: ['.xlsx'],
  [`${OOXML}.presentationml.presentation`]: ['.pptx'],
  [`${ODF}.text`]: ['.odt'],
  [`${ODF}.spreadsheet`]: ['.ods'],
  [`${ODF}.presentation`]: ['.odp'],
};

const SIGNATURES: readonly (readonly [hex: string, type: string])[] = [
  ['255044462d', 'application/pdf'],
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
];
const ARCHIVE = '504b0304';
const HEAD_BYTES = 8;

/** The type of a file under a name. Throws `Refused`: UnsupportedType, ActiveContent or FileNameMisleads. */
export async function typeOf(file: TakenFile, name: string): Promise<string> {
  const ending = endingOf(name);
  const type = await typeByContent(file, ending);
  if (type === null) {
    throw new Refused({ code: 'UnsupportedType', facts: { given: ending, allowed: Object.values(FILE_TYPES).flat() } });
  }
  const allowed = FILE_TYPES[type] ?? [];
  if (allowed.includes(ending)) return type;
  const facts = { given: name.slice(-100), allowed };
  throw new Refused({ code: 'FileNameMisleads', pointer: '/Content-Disposition', facts });
}

const endingOf = (name: string): string => /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? '';

async function typeByContent(file: TakenFile, ending: string): Promise<string | null> {
  const head = (await file.read(0, HEAD_BYTES)).toString('hex');
  const signed = SIGNATURES.find(([signature]) => head.startsWith(signature));
  if (signed) return signed[1];
  if (head.startsWith(ARCHIVE)) return typeOfArchive(file);
  if (!(await isPlainText(file.pieces()))) return null;
  // Nothing but its name tells a table from other text.
  return ending === '.csv' ? 'text/csv' : 'text/plain';
}

async function typeOfArchive(file: ReadsAt): Promise<string | null> {
  const entries = await entriesOf(file);
  if (!entries) return null;
  const types = entries.find((entry) => entry.name === '[Content_Types].xml');
  const type = types ? await typeOfPackage(file, types) : await typeOfOpenDocument(file, entries);
  if (type !== null && entries.some((entry) => ACTIVE_ENTRY.test(entry.name))) throw activeContent();
  return type;
}

const activeContent = (): Refused => new Refused({ code: 'ActiveContent' });

const ACTIVE_ENTRY = /^(Basic|Scripts)\/|(^|\/)(vbaProject|vbaData|macrosheets|activeX)/i;
const ACTIVE_PART = /macroEnabled|macrosheet|vbaProject|activeX/i;
const TYPES_AT_MOST = 1024 * 1024;

/** The main part says what a package is. Entities and a DOCTYPE could say it in hiding, so that neither is read. */
async function typeOfPackage(file: ReadsAt, types: Entry): Promise<string | null> {
  const xml = (await contentOf(file, types, TYPES_AT_MOST))?.toString('utf8') ?? '';
  if (/&|<!/.test(xml)) return null;
  if (ACTIVE_PART.test(xml)) throw activeContent();
  const mains = new Set([...xml.matchAll(/ContentType\s*=\s*["']([^"']+)\.main\+xml["']/g)].map(([, type]) => type));
  const [main = ''] = mains;
  return mains.size === 1 && main.startsWith(OOXML) && main in FILE_TYPES ? main : null;
}

async function typeOfOpenDocument(file: ReadsAt, entries: readonly Entry[]): Promise<string | null> {
  const first = entries.find((entry) => entry.at === 0);
  if (first?.name !== 'mimetype' || first.method !== 0) return null;
  const type = (await contentOf(file, first, HEAD_BYTES * HEAD_BYTES))?.toString('latin1') ?? '';
  return type.startsWith(ODF) && type in FILE_TYPES ? type : null;
}
