import { readFileSync } from 'node:fs';

/** Where the parts of this test run are; written by set-up.ts. */
export interface TestParts {
  /** A folder of this run, removed at its end. */
  readonly folder: string;
  /** Addresses of the database `postgres` of the run's server: the superuser's, the owner's role, the application's. */
  readonly database: { readonly adminUrl: string; readonly ownerUrl: string; readonly url: string };
  readonly redisUrl: string;
  readonly temporal: string;
  readonly smtpUrl: string;
  /** The inbox's pages and JSON API. */
  readonly inbox: string;
}

/** The variable that tells every test process where set-up.ts left the addresses. */
export const PARTS_FILE = 'ACCORD_TEST_PARTS';

/** The parts that run for this test run. */
export function testParts(): TestParts {
  const file = process.env[PARTS_FILE];
  if (!file) throw new Error(`${PARTS_FILE} is not set: only integration and end-to-end tests have parts.`);
  return JSON.parse(readFileSync(file, 'utf8')) as TestParts;
}
