/**
 * Reads the forms of the desk, which may carry a scan. The scan is kept before the form is judged, so that nobody has to
 * choose it again because of a mistyped date; what is wrong with it is said beside its field.
 */
import type { Request, RequestHandler } from 'express';
import type { Viewer } from '../../domain/visibility/visible-to';
import { sha256 } from '../../store/canonical';
import { fileNameOf } from '../attachments/file-name';
import { FILE_TYPES, typeOf } from '../attachments/file-type';
import { type TakenFile, takeFile } from '../attachments/take';
import { drain, incomingFile } from '../http/files';
import { hashOfBody } from '../http/repeatable';
import { Refused } from '../http/route';
import type { PageError } from '../look/frame';
import { type SignedIn, userIn } from '../sign-in/session';
import { boundaryOf, type FormFile, readMultipart } from './multipart';
import { credentialOf, type DeskParts } from './parts';

/** What a scanner makes. */
const SCAN_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];
const KEEP = 'POST /desk/scan';

/** What was wrong with the scan of a request. */
const faults = new WeakMap<Request, PageError>();

export const scanFault = (req: Request): readonly PageError[] => [faults.get(req)].flatMap((fault) => fault ?? []);

/** Stands before a page that takes a scan; other forms are left to the room. */
export const readEntryForm =
  (parts: DeskParts): RequestHandler =>
  async (req, res, next) => {
    const boundary = req.method === 'POST' ? boundaryOf(req.get('content-type')) : null;
    const user = userIn(res);
    if (boundary !== null && user) {
      try {
        req.body = await formIn(req, boundary, { parts, user });
      } catch (thrown) {
        // Whoever is refused in the middle has to be able to read why.
        drain(req);
        throw thrown;
      }
    }
    next();
  };

type For = Readonly<{ parts: DeskParts; user: SignedIn }>;

/** A scan that is too large is passed over up to here, so that what was typed behind it is kept. */
const PASSED_OVER = 4;

async function formIn(req: Request, boundary: string, { parts, user }: For): Promise<Record<string, string>> {
  const { content, declaredBytes } = incomingFile(req);
  const most = parts.attachmentMostBytes * PASSED_OVER;
  if ((declaredBytes ?? 0) > most) throw new Refused({ code: 'TooLarge', facts: { most, given: declaredBytes } });
  let scan: string | null = null;
  const fields = await readMultipart(content, boundary, async (file, { nonce = '' }) => {
    // Nothing is kept for a form that is not one of this session.
    if (!user.csrf.isOurs(nonce)) throw new Refused({ code: 'SessionEnded' });
    scan = await keepScan(parts, user, file, nonce).catch((thrown: unknown) => {
      faults.set(req, faultOf(thrown));
      return null;
    });
  });
  return scan === null ? fields : { ...fields, scan };
}

/** The hash of a scan that is kept now. */
async function keepScan(parts: DeskParts, user: SignedIn, { name, content }: FormFile, nonce: string): Promise<string> {
  const file = await takeFile({ content, declaredBytes: null }, parts.attachmentMostBytes);
  try {
    const checked = fileNameOf(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    const type = await typeOf(file, checked);
    if (!SCAN_TYPES.includes(type)) throw new Refused({ code: 'UnsupportedType', facts: { given: type, allowed } });
    await keep(parts, user.viewer, { file, name: checked, type, credential: credentialOf(user), nonce });
    return file.sha256;
  } finally {
    await file.close();
  }
}

const allowed = SCAN_TYPES.flatMap((type) => FILE_TYPES[type] ?? []);

type Scan = Readonly<{ file: TakenFile; name: string; type: string; credential: string; nonce: string }>;

async function keep(
  { attachments }: DeskParts,
  viewer: Viewer,
  { file, name, type, credential, nonce }: Scan,
): Promise<void> {
  const { sha256: hash, bytes, pieces } = file;
  const said = { sha256: hash, bytes, type, name };
  await attachments.keep({
    viewer,
    file: { ...said, pieces },
    // The same form may be sent again with another file.
    key: { credential, route: KEEP, key: sha256(`${nonce} ${hash} ${name}`) },
    bodyHash: hashOfBody(said),
    respond: (isNew) => ({ status: isNew ? 201 : 200, headers: {}, body: said }),
  });
}

/** What the sender can put right becomes a sentence beside the field; all else breaks the page. */
function faultOf(thrown: unknown): PageError {
  if (!(thrown instanceof Refused) || thrown.refusal.code === 'UploadCut') throw thrown;
  const { code, facts = {} } = thrown.refusal;
  return { code, facts, field: 'scan' };
}
