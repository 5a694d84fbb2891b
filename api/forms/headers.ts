/**
 * What every page says of itself: kept by nobody between, framed by nobody, loading nothing from anywhere else.
 *
 * Referrer-Policy is `same-origin`, not `no-referrer`: under the latter browsers send `Origin: null` with forms, and
 * a form of ours could not be told from a stranger's. To other origins nothing is sent either way.
 */
export const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  Vary: 'Cookie, Accept-Language',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;
