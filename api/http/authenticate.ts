import { type Caller, Refused, type Scope } from './route';

/** What the store knows of a key; see `store/keys.ts`. */
export interface Keys {
  find(secret: string): Promise<Readonly<{
    id: string;
    organization: string;
    side: string;
    person: string;
    scopes: readonly string[];
    revoked: boolean;
  }> | null>;
}

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="accord"' };
const BEARER = /^Bearer +([\x21-\x7e]{1,300})$/i;

const unauthenticated = (): Refused => new Refused({ code: 'Unauthenticated' }, [], CHALLENGE);

/** The caller behind an Authorization header. Unknown, malformed and revoked keys are refused alike. */
export async function authenticate(header: string | undefined, keys: Keys): Promise<Caller> {
  const secret = BEARER.exec(header ?? '')?.[1];
  const key = secret === undefined ? null : await keys.find(secret);
  if (!key || key.revoked) throw unauthenticated();
  const { organization, side, person } = key;
  return { key: key.id, viewer: { organization, side, person }, scopes: key.scopes };
}

/** Refuses a caller whose key was not made for this; of several scopes any one is enough. */
export function assertScope(caller: Caller, scope: Scope | readonly Scope[]): void {
  const enough = [scope].flat();
  if (enough.some((one) => caller.scopes.includes(one))) return;
  throw new Refused({ code: 'MissingScope', facts: { needed: typeof scope === 'string' ? scope : enough } }, [], {
    'WWW-Authenticate': `Bearer realm="accord", error="insufficient_scope", scope="${enough.join(' ')}"`,
  });
}
