/** What the application's role may do, table by table: least privilege, and the record append-only. */
import type { Client } from 'pg';

type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | `UPDATE (${string})`;

/**
 * Events, texts and revisions are never changed by the application; erasing a text or a payload is the owner's act.
 * So is the history of the catalogue. Of the catalogue itself it changes what people may edit: calendars, people,
 * seats and their holders. Everything else comes in by seeding, as the owner.
 */
export const GRANTS: Readonly<Record<string, readonly Right[]>> = {
  proposals: ['SELECT', 'INSERT', 'UPDATE'],
  tracks: ['SELECT', 'INSERT', 'UPDATE'],
  ballots: ['SELECT', 'INSERT', 'UPDATE'],
  seats_asked: ['SELECT', 'INSERT', 'UPDATE'],
  case_readers: ['SELECT', 'INSERT'],
  events: ['SELECT', 'INSERT'],
  texts: ['SELECT', 'INSERT'],
  revisions: ['SELECT', 'INSERT'],
  idempotency_keys: ['SELECT', 'INSERT', 'DELETE'],
  refusals: ['SELECT', 'INSERT', 'DELETE'],
  deliveries: ['SELECT', 'INSERT', 'UPDATE'],
  review_refs: ['SELECT', 'INSERT', 'UPDATE'],
  reading_sessions: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  sign_in_people: ['SELECT', 'INSERT', 'UPDATE'],
  sign_in_codes: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  sign_in_attempts: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  sessions: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  // What is taken away with a file that no case names is taken away by the database itself.
  attachments: ['SELECT', 'INSERT', 'UPDATE (uploaded_at)', 'DELETE'],
  attachment_chunks: ['SELECT', 'INSERT'],
  attachment_uploads: ['SELECT', 'INSERT', 'UPDATE (name, person_id, uploaded_at)'],
  case_attachments: ['SELECT', 'INSERT', 'UPDATE (audience)'],
  catalogue_version: ['SELECT', 'UPDATE (version)'],
  countries: ['SELECT', 'UPDATE (calendar, calendar_origin)'],
  organizations: ['SELECT'],
  people: ['SELECT', 'INSERT', 'UPDATE'],
  seats: ['SELECT', 'INSERT', 'UPDATE'],
  holders: ['SELECT', 'INSERT', 'DELETE'],
  procedures: ['SELECT'],
  instruments: ['SELECT'],
  areas: ['SELECT'],
  api_keys: ['SELECT'],
  catalogue_changes: ['SELECT', 'INSERT'],
  holds: ['SELECT', 'INSERT', 'UPDATE (lifted_at)'],
  carried_acts: ['SELECT', 'INSERT', 'UPDATE (done_at, leased_until, result, tries)'],
  _prisma_migrations: ['SELECT'],
};

/** Takes everything away from a role and gives it what stands above, in one transaction. */
export async function grant(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT quote_ident(rolname) AS name FROM pg_roles WHERE rolname = $1',
    [role],
  );
  const name = rows[0]?.name;
  if (!name) throw new Error(`There is no role ${role}: create it, or name the application's role`);
  // One query of several statements is one transaction.
  await client.query(
    [
      `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${name}`,
      `GRANT USAGE ON SCHEMA public TO ${name}`,
      ...Object.entries(GRANTS).map(([table, rights]) => `GRANT ${rights.join(', ')} ON ${table} TO ${name}`),
    ].join(';\n'),
  );
}
