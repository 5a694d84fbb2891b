/** The operator's commands for API keys. The text of a key is shown once, when it is made, and stored nowhere. */
import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { issueKey, listKeys, mayIssue, revokeKey, SCOPES, type Scope } from '../store/keys';

export const KEYS_USAGE = `keys issue --id <id> --organization <id> --person <id> --scopes <scope,scope>
            makes a key for a person of an organization; scopes: ${SCOPES.join(', ')}
  keys list
            all keys, those that were ended among them
  keys revoke --id <id>
            ends a key`;

/** What was asked for is none of the commands, or lacks something. */
export class Misused extends Error {}

const OPTIONS = {
  id: { type: 'string' },
  organization: { type: 'string' },
  person: { type: 'string' },
  scopes: { type: 'string' },
} as const;
type Given = Readonly<Partial<Record<keyof typeof OPTIONS, string>>>;

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Carries out one command for keys; false where there was nothing to do it to. Throws Misused. */
export async function runKeys(pool: Pool, args: readonly string[]): Promise<boolean> {
  const [command, ...rest] = args;
  const given = optionsIn(rest);
  switch (command) {
    case 'issue':
      return issue(pool, given);
    case 'list':
      return list(pool);
    case 'revoke':
      return revoke(pool, given);
    default:
      throw new Misused();
  }
}

function optionsIn(args: readonly string[]): Given {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : '');
  }
}

const needed = (given: Given, name: keyof Given): string => {
  const value = given[name];
  if (!value) throw new Misused(`--${name} is missing`);
  return value;
};

async function issue(pool: Pool, given: Given): Promise<boolean> {
  const id = needed(given, 'id');
  if (!ID.test(id)) throw new Misused('--id takes lower-case letters, digits and single hyphens');
  const scopes = needed(given, 'scopes').split(',');
  const unknown = scopes.find((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (unknown !== undefined) throw new Misused(`--scopes: ${unknown} is none of ${SCOPES.join(', ')}`);
  const [organization, person] = [needed(given, 'organization'), needed(given, 'person')];
  const key = { id, organization, person, scopes: scopes as Scope[] };
  if (!(await mayIssue(pool, key))) {
    console.error(`No key was made: ${person} is nobody of ${organization}, or a key ${id} exists already.`);
    return false;
  }
  console.log(await issueKey(pool, key));
  return true;
}

async function list(pool: Pool): Promise<boolean> {
  for (const { id, organization, person, scopes, createdAt, revokedAt } of await listKeys(pool)) {
    const end = revokedAt === null ? '' : `  ended ${revokedAt}`;
    console.log(`${id}  ${organization}  ${person}  ${scopes.join(',')}  made ${createdAt}${end}`);
  }
  return true;
}

async function revoke(pool: Pool, given: Given): Promise<boolean> {
  const id = needed(given, 'id');
  const isEnded = await revokeKey(pool, id);
  if (isEnded) console.log(`The key ${id} has ended.`);
  else console.error(`There is no key ${id} that has not ended.`);
  return isEnded;
}
