/** POST /v1/attachments: a file comes in, is looked at, and is kept. */
import type { Attachments } from '../../store/attachments';
import { hashOfBody } from '../http/repeatable';
import { type Answer, type IncomingFile, Refused, type UploadInput } from '../http/route';
import { fileNameOf } from './file-name';
import { FILE_TYPES, typeOf } from './file-type';
import { type TakenFile, takeFile } from './take';

export type UploadParts = Readonly<{ attachments: Pick<Attachments, 'keep'>; mostBytes: number }>;

const ANY = 'application/octet-stream';

/** What a request may say that its body is. */
export const DECLARED_TYPES: readonly string[] = [ANY, ...Object.keys(FILE_TYPES)];

export async function uploadAttachment(parts: UploadParts, input: UploadInput): Promise<Answer> {
  const declared = declaredType(input.file);
  const name = fileNameOf(input.file.disposition);
  const file = await takeFile(input.file, parts.mostBytes);
  try {
    const type = await typeOf(file, name);
    if (declared !== ANY && declared !== type) throw wrongMediaType([ANY, type], declared);
    return await kept(parts, input, { file, name, type });
  } finally {
    await file.close();
  }
}

/** A form that wraps the file, or a text of JSON, would otherwise be kept as plain text. */
function declaredType({ declaredType: header }: IncomingFile): string {
  const declared = header?.split(';')[0]?.trim().toLowerCase() ?? ANY;
  if (!DECLARED_TYPES.includes(declared)) throw wrongMediaType(DECLARED_TYPES, declared);
  return declared;
}

const wrongMediaType = (allowed: readonly string[], declared: string): Refused =>
  new Refused({ code: 'UnsupportedMediaType', facts: { given: declared.slice(0, 100), allowed } });

type Looked = Readonly<{ file: TakenFile; name: string; type: string }>;

async function kept({ attachments }: UploadParts, input: UploadInput, { file, name, type }: Looked): Promise<Answer> {
  const { caller, route, idempotencyKey } = input;
  const { sha256, bytes, pieces } = file;
  const said = { sha256, bytes, type, name };
  const answer = await attachments.keep({
    viewer: caller.viewer,
    file: { ...said, pieces },
    key: { credential: caller.key, route, key: idempotencyKey },
    bodyHash: hashOfBody({ at: route, body: said }),
    respond: (isNew) => ({
      status: isNew ? 201 : 200,
      headers: { Location: `/v1/attachments/${sha256}` },
      body: said,
    }),
  });
  if (answer === null) throw new Refused({ code: 'IdempotencyKeyReused' });
  const { replayed, ...first } = answer;
  return { ...first, headers: { ...first.headers, ...(replayed ? { 'Idempotency-Replayed': 'true' } : {}) } };
}
