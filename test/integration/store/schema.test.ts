import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench } from './fixture';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(async () => bench.close());

const TYPES: Readonly<Record<string, string>> = {
  ...{ String: 'text', Int: 'integer', BigInt: 'bigint', Boolean: 'boolean', Json: 'jsonb', Bytes: 'bytea' },
  ...{ '@db.Uuid': 'uuid', '@db.Json': 'json', '@db.Timestamptz': 'timestamp with time zone', '@db.Date': 'date' },
};

/** `table.column type null?` of each field of prisma/schema.prisma. */
function columnsOfSchema(): string[] {
  const schema = readFileSync(join(__dirname, '../../../prisma/schema.prisma'), 'utf8');
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    const fields = body.split('\n').filter((line) => /^ {2}\w/.test(line));
    return fields.map((line) => {
      const [, field, type = '', optional] = /^\s*(\w+)\s+(\w+)(?:\("(?:\w+)"\))?(\??)/.exec(line) ?? [];
      const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
      const other = /Unsupported\("(\w+)"\)/.exec(line)?.[1];
      const native = /@db\.\w+/.exec(line)?.[0];
      return `${table}.${column} ${other ?? TYPES[native ?? type]}${optional === '?' ? ' null' : ''}`;
    });
  });
}

it('the schema that Prisma reads is that of the migrations, column by column', async () => {
  const columns = await bench.rows<{ line: string }>(
    `SELECT table_name || '.' || column_name || ' ' || data_type
            || CASE WHEN is_nullable = 'YES' THEN ' null' ELSE '' END AS line
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  );
  expect(columnsOfSchema().toSorted()).toEqual(columns.map((c) => c.line).toSorted());
});
