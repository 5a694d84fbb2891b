/**
 * API keys: `accord_<id>_<random>`. A key belongs to an organization and names the person it acts for.
 *
 * Only the SHA-256 of the whole key is stored. Its random part has 256 bits, so that a slow hash would add
 * nothing but time to every request.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { SCOPES, type Scope } from '../catalog/shapes';
import type { Instant } from '../domain/time/instant';
import { sha256 } from './canonical';

export { SCOPES, type Scope };

export type ApiKey = Readonly<{
  id: string;
  organization: string;
  side: string;
  person: string;
  scopes: readonly Scope[];
  revoked: boolean;
}>;

export type NewKey = Readonly<{ id: string; organization: string; person: string; scopes: readonly Scope[] }>;

export type Keys = Readonly<{
  /** The key that a caller showed, revoked or not; null where there is none such. */
  find(secret: string): Promise<ApiKey | null>;
}>;

const SHAPE = /^accord_([a-z0-9]+(?:-[a-z0-9]+)*)_([A-Za-z0-9_-]{43})$/;

/** The text of a key. Pure. */
export const keyText = (id: string, random: string): string => `accord_${id}_${random}`;

type Row = {
  id: string;
  secret_hash: string;
  organization_id: string;
  country: string;
  person_id: string;
  scopes: Scope[];
  revoked: boolean;
};

const FIND = `
SELECT k.id, k.secret_hash, k.organization_id, o.country, k.person_id, k.scopes, k.revoked_at IS NOT NULL AS revoked
  FROM api_keys AS k JOIN organizations AS o ON o.id = k.organization_id WHERE k.id = $1`;

const ISSUE = `
INSERT INTO api_keys (id, secret_hash, organization_id, person_id, scopes, created_at)
VALUES ($1, $2, $3, $4, $5, accord_now())`;

const REVOKE = 'UPDATE api_keys SET revoked_at = accord_now() WHERE id = $1 AND revoked_at IS NULL';

/** The API keys of the record. */
export function createKeys(pool: Pool): Keys {
  return {
    async find(secret) {
      const id = SHAPE.exec(secret)?.[1];
      if (id === undefined) return null;
      const [row] = (await pool.query<Row>({ name: 'find-key', text: FIND, values: [id] })).rows;
      if (!row || !isSame(row.secret_hash, sha256(secret))) return null;
      const { organization_id: organization, country: side, person_id: person, scopes, revoked } = row;
      return { id, organization, side, person, scopes, revoked };
    },
  };
}

/** Makes a key, as the owner of the tables, and returns its text, which is shown once and never stored. */
export async function issueKey(
  owner: Pick<Pool, 'query'>,
  { id, organization, person, scopes }: NewKey,
): Promise<string> {
  const secret = keyText(id, randomBytes(32).toString('base64url'));
  await owner.query(ISSUE, [id, sha256(secret), organization, person, JSON.stringify(scopes)]);
  return secret;
}

/** Ends a key, as the owner of the tables; ending it twice keeps the first instant, and tells that it was ended. */
export async function revokeKey(owner: Pick<Pool, 'query'>, id: string): Promise<boolean> {
  return (await owner.query(REVOKE, [id])).rowCount === 1;
}

const MAY_ISSUE = `
SELECT EXISTS (SELECT 1 FROM people WHERE id = $2 AND organization_id = $1)
       AND NOT EXISTS (SELECT 1 FROM api_keys WHERE id = $3) AS may`;

/** Whether a key of that name may be made: for a person of the organization, under a name that is free. */
export async function mayIssue(owner: Pick<Pool, 'query'>, { id, organization, person }: NewKey): Promise<boolean> {
  const { rows } = await owner.query<{ may: boolean }>(MAY_ISSUE, [organization, person, id]);
  return rows[0]?.may ?? false;
}

export type ListedKey = NewKey & Readonly<{ createdAt: Instant; revokedAt: Instant | null }>;

type ListedRow = Omit<ListedKey, 'createdAt' | 'revokedAt'> & { createdAt: Date; revokedAt: Date | null };

const LIST = `
SELECT id, organization_id AS organization, person_id AS person, scopes, created_at AS "createdAt",
       revoked_at AS "revokedAt" FROM api_keys ORDER BY id`;

/** All keys without their texts, which are stored nowhere. */
export async function listKeys(owner: Pick<Pool, 'query'>): Promise<readonly ListedKey[]> {
  const { rows } = await owner.query<ListedRow>(LIST);
  return rows.map(({ createdAt, revokedAt, ...key }) => ({
    ...key,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
