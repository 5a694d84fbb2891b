/**
 * `/docs`: Scalar, served by us from its own package. It brings no fonts, sends no telemetry and asks no proxy: the
 * policy of this one page allows no other host than ours, so that a new version of it could not either.
 */
import { dirname, join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import helmet from 'helmet';

/** The folder of Scalar's own bundle, whatever its package calls its main file. */
function bundleFile(): string {
  const main = require.resolve('@scalar/api-reference');
  const root = main.slice(0, main.lastIndexOf(join('@scalar', 'api-reference')));
  return join(root, '@scalar/api-reference/dist/browser/standalone.js');
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Accord API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference"></div>
<noscript>The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `Scalar.createApiReference('#reference', {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
});
`;

const policy: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Scalar writes its styles from JavaScript.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
});

/** The page and its two scripts; `/openapi.json` stands in the table of routes. */
export function docsRouter(): Router {
  const bundle = bundleFile();
  const router = Router();
  router.use(policy);
  router.get('/', (_req, res) => void res.type('html').set('Cache-Control', 'no-cache').send(PAGE));
  router.get('/start.js', (_req, res) => void res.type('js').set('Cache-Control', 'no-cache').send(START));
  router.get('/scalar.js', (_req, res) => {
    const options = { root: dirname(bundle), maxAge: '1h' };
    res.sendFile('standalone.js', options);
  });
  return router;
}
