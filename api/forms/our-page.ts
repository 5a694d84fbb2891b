import type { Request } from 'express';

/**
 * Whether a POST comes from a page of this very origin. Browsers say so in Sec-Fetch-Site and Origin, which no page
 * can forge; a program that sends neither carries nobody's cookie but its own. Pure.
 */
export function isOurPage(req: Pick<Request, 'get'>, baseUrl: string): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.get('origin');
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  // Behind a proxy the host may be another one than people see; the base URL is what they see.
  const { host, origin: given } = new URL(origin);
  return given === new URL(baseUrl).origin || host === req.get('host');
}
