import type { ClientBase } from 'pg';

/** Every row of every table as one text, so that two of them are equal exactly when nothing was written in between. */
export async function wholeDatabase(database: Pick<ClientBase, 'query'>): Promise<string> {
  const { rows: tables } = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.query<{ all: string | null }>(
      `SELECT string_agg(t::text, E'\\n' ORDER BY t::text) AS all FROM ${name} AS t`,
    );
    texts.push(`${name}\n${rows[0]?.all ?? ''}`);
  }
  return texts.join('\n\n');
}
