/**
 * Attachments: files by the SHA-256 of their content.
 *
 * 1. A file is in the record whole or not at all: its row, its pieces and the answer under the idempotency key are one
 *    transaction, which begins when the last byte is already here and been looked at. Nobody's slow line holds it open.
 * 2. A side keeps its own copy, once. Sending what the side has already writes no piece again; what another side has
 *    changes nothing, not even how long it takes.
 * 3. A file is read by the organization that sent it, and by whoever a case shows it to: everyone of its own side in
 *    the case, the other sides once it is released. For everybody else it does not exist.
 * 4. Reading holds no connection between two pieces, however slowly they are taken.
 */
import type { Pool, PoolClient } from 'pg';
import type { Viewer } from '../domain/visibility/visible-to';
import type { KeptAnswer, KeyOfAnswer } from './load';
import { AGAIN, told, tryUntil } from './patience';
import { createQueue } from './queue';

export type Attachment = Readonly<{ sha256: string; name: string; type: string; bytes: number }>;

/** What a case names; `owner` is the side whose file it is. */
export type CaseAttachment = Attachment & Readonly<{ owner: string; audience: 'inside' | 'released' }>;

/** A file that the viewer may read. */
export type ReadableAttachment = Attachment & Readonly<{ content(): AsyncIterable<Uint8Array> }>;

type Response = Omit<KeptAnswer, 'bodyHash'>;

/** A file to keep, and what to answer. `pieces` is read again where a trial fails; each piece makes one row. */
export type Upload = Readonly<{
  viewer: Viewer;
  file: Attachment & Readonly<{ pieces(): AsyncIterable<Uint8Array> }>;
  key: KeyOfAnswer;
  bodyHash: string;
  /** `isNew` is false where the organization had sent this content before. Pure. */
  respond(isNew: boolean): Response;
}>;

/** An answer, the first one again, or null where the key stands for something else. */
export type Kept = (Response & Readonly<{ replayed: boolean }>) | null;

export type Attachments = Readonly<{
  /** Keeps a file exactly once. Throws StoreBusy. */
  keep(upload: Upload): Promise<Kept>;
  /** A file that a viewer may read; null where there is none for this viewer, whatever the reason. */
  open(viewer: Viewer, sha256: string): Promise<ReadableAttachment | null>;
  mayRead(viewer: Viewer, sha256: string): Promise<boolean>;
  /** Which of some hashes an organization may name in an act: what it sent itself and what is not about to expire. */
  known(viewer: Viewer, hashes: readonly string[]): Promise<readonly Attachment[]>;
  /** What a case names, as far as a viewer may see it, in the order in which it was attached. */
  ofCase(viewer: Viewer, proposal: string): Promise<readonly CaseAttachment[]>;
}>;

const PATIENCE_MS = 8_000;

export function createAttachments(pool: Pool, patienceMs = PATIENCE_MS): Attachments {
  // One file of an organization at a time: many large ones at once would leave no connection to anybody else.
  const queue = createQueue();
  const open = (viewer: Viewer, sha256: string) => openFor(pool, viewer, sha256);
  return {
    keep: (upload) =>
      queue.run(upload.viewer.organization, () => tryUntil(Date.now() + patienceMs, () => tryToKeep(pool, upload))),
    open,
    mayRead: async (viewer, sha256) => (await open(viewer, sha256)) !== null,
    async known({ organization }, hashes) {
      return (await pool.query<Attachment>(KNOWN, [organization, hashes])).rows;
    },
    async ofCase({ organization, side }, proposal) {
      return (await pool.query<CaseAttachment>(OF_CASE, [organization, side, proposal])).rows;
    },
  };
}

async function tryToKeep(pool: Pool, upload: Upload): Promise<Kept | typeof AGAIN> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    await client.query('BEGIN');
    const kept = await keepIn(client, upload);
    await client.query('COMMIT');
    return kept;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure;
    });
    // The same key in another process: its answer is read by the next trial.
    if (told(error, 'constraint') === 'idempotency_keys_pkey') return AGAIN;
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}

const ANSWER = `
SELECT body_hash AS "bodyHash", status, headers, body FROM idempotency_keys
 WHERE credential = $1 AND route = $2 AND key = $3`;

/** Takes the lock on the file until the end: whoever sends the same content waits, and so does its expiry. */
const FILE = `
INSERT INTO attachments (side, sha256, type, bytes, uploaded_at) VALUES ($1, $2, $3, $4, accord_now())
    ON CONFLICT (side, sha256) DO UPDATE SET uploaded_at = accord_now()`;

const STANDS = `
SELECT EXISTS (SELECT 1 FROM attachment_chunks WHERE side = $1 AND sha256 = $2) AS whole,
       EXISTS (SELECT 1 FROM attachment_uploads WHERE organization_id = $3 AND sha256 = $2) AS sent`;

const CHUNK = 'INSERT INTO attachment_chunks (side, sha256, n, content) VALUES ($1, $2, $3, $4)';

const UPLOAD = `
INSERT INTO attachment_uploads (organization_id, sha256, side, person_id, name, uploaded_at)
VALUES ($1, $2, $3, $4, $5, accord_now())
    ON CONFLICT (organization_id, sha256)
    DO UPDATE SET person_id = EXCLUDED.person_id, name = EXCLUDED.name, uploaded_at = EXCLUDED.uploaded_at`;

const KEEP_ANSWER = `
INSERT INTO idempotency_keys (credential, route, key, body_hash, status, headers, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, accord_now())`;

async function keepIn(client: PoolClient, { viewer, file, key, bodyHash, respond }: Upload): Promise<Kept> {
  const { credential, route, key: name } = key;
  const [given] = (await client.query<KeptAnswer>(ANSWER, [credential, route, name])).rows;
  if (given) {
    const { status, headers, body } = given;
    return given.bodyHash === bodyHash ? { status, headers, body, replayed: true } : null;
  }
  const { organization, side, person } = viewer;
  await client.query(FILE, [side, file.sha256, file.type, file.bytes]);
  const values = [side, file.sha256, organization];
  const [stands] = (await client.query<{ whole: boolean; sent: boolean }>(STANDS, values)).rows;
  if (!stands?.whole) await keepPieces(client, side, file);
  await client.query(UPLOAD, [organization, file.sha256, side, person, file.name]);
  const { status, headers, body } = respond(!stands?.sent);
  const answer = [bodyHash, status, JSON.stringify(headers), JSON.stringify(body)];
  await client.query(KEEP_ANSWER, [credential, route, name, ...answer]);
  return { status, headers, body, replayed: false };
}

async function keepPieces(client: PoolClient, side: string, { sha256, pieces }: Upload['file']): Promise<void> {
  let n = 0;
  for await (const piece of pieces()) {
    await client.query({ name: 'keep-chunk', text: CHUNK, values: [side, sha256, n, piece] });
    n += 1;
  }
}

/** Its own upload comes first, under the name that the organization gave it. A destroyed content is not there. */
const READABLE = `
SELECT shown.side, a.sha256, shown.name, a.type, a.bytes
  FROM (SELECT side, name, 0 AS place, uploaded_at AS at, NULL::uuid AS proposal_id
          FROM attachment_uploads WHERE organization_id = $1 AND sha256 = $3
        UNION ALL
        SELECT c.owner_side, c.name, 1, c.attached_at, c.proposal_id
          FROM case_attachments AS c
          JOIN case_readers AS r ON r.proposal_id = c.proposal_id AND r.organization_id = $1 AND r.side = $2
         WHERE c.sha256 = $3 AND (c.owner_side = $2 OR c.audience = 'released')) AS shown
  JOIN attachments AS a ON a.side = shown.side AND a.sha256 = $3
 WHERE EXISTS (SELECT 1 FROM attachment_chunks AS piece WHERE piece.side = a.side AND piece.sha256 = a.sha256)
 ORDER BY shown.place, shown.at, shown.proposal_id LIMIT 1`;

async function openFor(pool: Pool, viewer: Viewer, sha256: string): Promise<ReadableAttachment | null> {
  const values = [viewer.organization, viewer.side, sha256];
  const [found] = (await pool.query<Attachment & { side: string }>(READABLE, values)).rows;
  if (!found) return null;
  const { side, ...attachment } = found;
  return { ...attachment, content: () => contentOf(pool, side, attachment) };
}

const PIECE = 'SELECT content FROM attachment_chunks WHERE side = $1 AND sha256 = $2 AND n = $3';

async function* contentOf(pool: Pool, side: string, { sha256, bytes }: Attachment): AsyncIterable<Uint8Array> {
  for (let [n, given] = [0, 0]; given < bytes; n += 1) {
    const values = [side, sha256, n];
    const [row] = (await pool.query<{ content: Buffer }>({ name: 'read-chunk', text: PIECE, values })).rows;
    if (!row) throw new Error('A piece of an attachment is gone');
    given += row.content.length;
    yield row.content;
  }
}

/** A day before the end a file is refused: an act that names it must not race with its expiry. */
const KNOWN = `
SELECT a.sha256, u.name, a.type, a.bytes
  FROM attachment_uploads AS u JOIN attachments AS a ON a.side = u.side AND a.sha256 = u.sha256
 WHERE u.organization_id = $1 AND u.sha256 = ANY ($2::text[])
   AND (a.uploaded_at > accord_now() - interval '29 days'
        OR EXISTS (SELECT 1 FROM case_attachments AS c WHERE c.owner_side = a.side AND c.sha256 = a.sha256))
   AND EXISTS (SELECT 1 FROM attachment_chunks AS piece WHERE piece.side = a.side AND piece.sha256 = a.sha256)
 ORDER BY array_position($2::text[], u.sha256)`;

const OF_CASE = `
SELECT c.sha256, c.name, a.type, a.bytes, c.owner_side AS owner, c.audience
  FROM case_attachments AS c
  JOIN case_readers AS r ON r.proposal_id = c.proposal_id AND r.organization_id = $1 AND r.side = $2
  JOIN attachments AS a ON a.side = c.owner_side AND a.sha256 = c.sha256
 WHERE c.proposal_id = $3 AND (c.owner_side = $2 OR c.audience = 'released')
 ORDER BY c.attached_at, c.owner_side, c.sha256`;
