/** The HTTP application, put together from what it is handed. */
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { REFUSALS } from '../domain/proposal/refusals';
import { isLanguage } from '../locales/languages';
import type { AppDeps } from './deps';
import { openApiDocument } from './docs/openapi';
import { docsRouter } from './docs/routes';
import { languageOf } from './http/language';
import { logRequests, traceOf } from './http/log';
import { mountRoutes, sendThrown } from './http/mount';
import { notFound, type PublicRoute, type Route } from './http/route';
import { refusedFrom } from './problems/broken';
import { routesOf } from './routes';

/** Makes the application. It opens nothing and listens nowhere. */
export function createApp(deps: AppDeps): Express {
  const { settings, logger } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', settings.trustedProxies);
  app.use(logRequests(logger));
  app.use(security(settings.baseUrl));
  app.use('/docs', docsRouter());
  app.use('/assets', express.static(settings.assetsDir, { maxAge: '1h', fallthrough: true }));
  if (deps.reviewRoutes) app.use('/review', deps.reviewRoutes);
  if (deps.signIn) app.use('/sign-in', deps.signIn.routes);
  if (deps.boardRoutes) app.use('/board', deps.boardRoutes);
  if (deps.deskRoutes) app.use('/desk', deps.deskRoutes);
  mountRoutes(app, allRoutes(deps), { ...deps, checkResponses: deps.checkResponses ?? false });
  app.use(nothingHere(deps));
  app.use(somethingBroke(deps));
  return app;
}

/** Every route of the application that is not a page. */
export function allRoutes(deps: AppDeps): readonly Route[] {
  const routes = routesOf(deps);
  const document: unknown = openApiDocument([...routes, openApiRoute(null)], deps.settings.baseUrl);
  return [...routes, openApiRoute(document)];
}

const openApiRoute = (document: unknown): PublicRoute => ({
  method: 'get',
  path: '/openapi.json',
  operation: 'getOpenApiDocument',
  tag: 'Docs',
  summary: 'This document',
  scope: 'public',
  responses: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
  handle: async () => ({ status: 200, body: document }),
});

/** Nothing from elsewhere, nothing inline, no frame around us; the address of a page goes to nobody. */
function security(baseUrl: string): RequestHandler {
  const secure = baseUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}

const nothingHere =
  (deps: AppDeps): RequestHandler =>
  (req, res) =>
    tell(notFound(), req, res, deps);

const somethingBroke =
  (deps: AppDeps): ErrorRequestHandler =>
  (error, req, res, _next) =>
    tell(error, req, res, deps);

/** A browser on a page gets a page, everybody else a problem document. */
function tell(thrown: unknown, req: Request, res: Response, deps: AppDeps): void {
  const isPage = !req.path.startsWith('/v1/') && req.accepts(['json', 'html']) === 'html';
  if (isPage && !res.headersSent) sendPage(thrown, req, res, deps);
  else sendThrown(thrown, req, res, deps);
}

function sendPage(thrown: unknown, req: Request, res: Response, { logger, errorPage }: AppDeps): void {
  const refused = refusedFrom(thrown);
  const { code, facts = {} } = refused?.refusal ?? { code: 'InternalError' as const };
  const { status, log } = REFUSALS[code];
  const trace = traceOf(res);
  Object.assign(trace, { code, level: log });
  if (status >= 500) logger.error({ requestId: trace.requestId, err: thrown }, 'request failed');
  const retryAfter = Number(refused?.headers['Retry-After'] ?? Number.NaN);
  const page = errorPage({
    language: isLanguage(req.query.lang) ? req.query.lang : languageOf(req),
    path: req.path,
    status,
    code,
    facts,
    requestId: status >= 500 ? trace.requestId : null,
    retryAfterSeconds: Number.isNaN(retryAfter) ? null : retryAfter,
  });
  res
    .status(status)
    .set(refused?.headers ?? {})
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(page);
}
