/**
 * The cookies of our pages, each the name of a session.
 *
 * `__Host-` ties one to this host with `Secure` and `Path=/`. Ports are not told apart by cookies, hence the
 * instance in its name. Browsers take it over plain HTTP from loopback only, which they trust. It has no age: the
 * server ends the session.
 */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The name of a cookie of an instance. Pure. */
export const hostCookie = (instance: string, purpose: string): string =>
  `__Host-accord-${instance.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${purpose}`;

/** The value of a cookie in a `Cookie` header, or null. Pure. */
export function cookieValue(header: string | undefined, name: string): string | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return found !== undefined && /^[A-Za-z0-9_-]{20,100}$/.test(found) ? found : null;
}

/** The `Set-Cookie` header that sets a value, or with null takes it away. Pure. */
export const setCookie = (name: string, value: string | null): string =>
  value === null ? `${name}=; ${ATTRIBUTES}; Max-Age=0` : `${name}=${value}; ${ATTRIBUTES}`;
