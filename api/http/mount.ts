/**
 * From the table of routes to Express.
 *
 * The order binds: who calls, how often, with which right; only then is the body read, so that a stranger
 * cannot make us read one. Then the key that makes a repetition safe, the schema, the handler.
 */
import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { REFUSALS, type Refusal } from '../../domain/proposal/refusals';
import type { Language } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import { refusedFrom } from '../problems/broken';
import { checked } from '../problems/issues';
import { PROBLEM_TYPE, problemAnswer, problemSchema } from '../problems/problem';
import { assertScope, authenticate, type Keys } from './authenticate';
import { entityTagOf, isNoneMatch } from './entity-tag';
import { drain, incomingFile, sendFile } from './files';
import { parseJson } from './json';
import { languageOf } from './language';
import type { Limits } from './limits';
import { type Logger, traceOf } from './log';
import { hashOfBody, idempotencyKeyOf } from './repeatable';
import {
  type ActRoute,
  type Answer,
  type Caller,
  type DownloadRoute,
  notFound,
  type PublicRoute,
  type PutRoute,
  type ReadRoute,
  Refused,
  type Route,
  type UploadRoute,
} from './route';

export type MountParts = Readonly<{
  keys: Keys;
  limits: Limits;
  texts: Texts;
  logger: Logger;
  /** In tests: an answer that breaks its own schema becomes a 500. */
  checkResponses: boolean;
  /** Keeps the refusal of an authenticated caller's command. */
  noteRefusal(noted: NotedRefusal): Promise<void>;
}>;

export type NotedRefusal = Readonly<{ credential: string; person: string; route: string; refusal: Refusal }>;

const EMPTY = z.strictObject({});
const BODY_LIMIT_BYTES = 1024 * 1024;
const readRaw = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });

/** How a route is named in logs and under idempotency keys. Pure. */
export const nameOf = (route: Pick<Route, 'method' | 'path'>): string => `${route.method.toUpperCase()} ${route.path}`;

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Mounts every route, and for every path an answer to the methods it does not take. */
export function mountRoutes(app: Express, routes: readonly Route[], parts: MountParts): void {
  for (const route of routes) {
    app[route.method](expressPath(route.path), (req, res) => serve(route, req, res, parts));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    const allow = methods.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])).join(', ');
    app.all(expressPath(path), (req, res) => {
      const refused = new Refused({ code: 'MethodNotAllowed', facts: { given: req.method } }, [], { Allow: allow });
      sendThrown(refused, req, res, parts);
    });
  }
}

async function serve(route: Route, req: Request, res: Response, parts: MountParts): Promise<void> {
  const trace = traceOf(res);
  trace.route = nameOf(route);
  let caller: Caller | null = null;
  try {
    if (route.scope === 'public') return sendAnswer(await callPublic(route, req, res), route, req, res, parts);
    caller = await admit(req, route.scope, parts);
    trace.key = caller.key;
    if ('gives' in route) return await sendFile(await download(route, caller, req, res), req, res);
    sendAnswer(await answerOf(route, caller, req, res), route, req, res, parts);
  } catch (thrown) {
    if (caller && route.method !== 'get') await note(thrown, caller, nameOf(route), parts);
    sendThrown(thrown, req, res, parts);
  }
}

function answerOf(
  route: ReadRoute | ActRoute | PutRoute | UploadRoute,
  caller: Caller,
  req: Request,
  res: Response,
): Promise<Answer> {
  if ('takes' in route) return upload(route, caller, req, res);
  return route.method === 'get' ? read(route, caller, req, res) : act(route, caller, req, res);
}

const callPublic = (route: PublicRoute, req: Request, res: Response): Promise<Answer> =>
  route.handle({ ...common(req, res), params: undefined, query: undefined, body: undefined });

const common = (req: Request, res: Response): { language: Language; requestId: string } => ({
  language: languageOf(req),
  requestId: traceOf(res).requestId,
});

async function admit(req: Request, scope: Exclude<Route['scope'], 'public'>, parts: MountParts): Promise<Caller> {
  try {
    const caller = await authenticate(req.get('authorization'), parts.keys);
    await parts.limits.countRequest(caller.key);
    assertScope(caller, scope);
    return caller;
  } catch (thrown) {
    const stranger = thrown instanceof Refused && thrown.refusal.code === 'Unauthenticated';
    if (stranger) await parts.limits.countFailure(req.ip ?? 'unknown');
    throw thrown;
  }
}

function read(route: ReadRoute, caller: Caller, req: Request, res: Response): Promise<Answer> {
  const params = paramsOf(route, req);
  const query = checked(route.query ?? EMPTY, { ...req.query });
  return route.handle({ ...common(req, res), caller, params, query, body: undefined });
}

/** A part of an address that cannot name anything is answered like one that names nothing. */
function paramsOf({ params }: ReadRoute | ActRoute | PutRoute | DownloadRoute, req: Request): unknown {
  if (!params) return undefined;
  try {
    return checked(params, { ...req.params });
  } catch (thrown) {
    throw thrown instanceof Refused ? notFound() : thrown;
  }
}

async function act(route: ActRoute | PutRoute, caller: Caller, req: Request, res: Response): Promise<Answer> {
  const key = idempotencyKeyOf(req.get('idempotency-key'));
  const params = paramsOf(route, req);
  const query = route.query && checked(route.query, { ...req.query });
  const ifMatch = route.method === 'put' ? ifMatchOf(req) : '';
  const given = await readBody(req, res);
  const body = checked(route.body, given);
  const asked = { at: req.path, body: given, ...(query === undefined ? {} : { query: { ...req.query } }) };
  const repeatable = { route: nameOf(route), idempotency: { key, bodyHash: hashOfBody(asked) } };
  return route.handle({ ...common(req, res), ...repeatable, caller, params, query, body, ifMatch });
}

/** Whoever replaces something has to have read it: without this header two people would overwrite each other. */
function ifMatchOf(req: Request): string {
  const given = req.get('if-match');
  if (given === undefined) throw new Refused({ code: 'PreconditionRequired' });
  return given;
}

function download(route: DownloadRoute, caller: Caller, req: Request, res: Response) {
  checked(EMPTY, { ...req.query });
  const params = paramsOf(route, req);
  return route.handle({ ...common(req, res), caller, params, query: undefined, body: undefined });
}

async function upload(route: UploadRoute, caller: Caller, req: Request, res: Response): Promise<Answer> {
  const idempotencyKey = idempotencyKeyOf(req.get('idempotency-key'));
  const named = { route: nameOf(route), idempotencyKey, file: incomingFile(req) };
  try {
    const known = { caller, params: undefined, query: undefined, body: undefined };
    return await route.handle({ ...common(req, res), ...known, ...named });
  } finally {
    // Whoever still sends what was refused reads no answer before all of it is taken.
    drain(req);
  }
}

async function readBody(req: Request, res: Response): Promise<unknown> {
  const type = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
  const isEmpty =
    req.get('content-length') === '0' || !('transfer-encoding' in req.headers || req.get('content-length'));
  if (isEmpty) return {};
  if (!type.test(req.get('content-type') ?? '')) {
    throw new Refused({ code: 'UnsupportedMediaType', facts: { allowed: ['application/json'] } });
  }
  await new Promise<void>((resolve, reject) => {
    readRaw(req, res, (error?: unknown) => (error ? reject(error) : resolve()));
  });
  return parseJson(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
}

async function note(thrown: unknown, caller: Caller, route: string, parts: MountParts): Promise<void> {
  const refused = refusedFrom(thrown);
  if (!refused || REFUSALS[refused.refusal.code].status >= 429) return;
  const { key, viewer } = caller;
  await parts
    .noteRefusal({ credential: key, person: viewer.person, route, refusal: refused.refusal })
    .catch((error: unknown) => parts.logger.warn({ err: error }, 'a refusal could not be noted'));
}

function sendAnswer(answer: Answer, route: Route, req: Request, res: Response, parts: MountParts): void {
  const schema = route.responses[answer.status]?.schema;
  if (parts.checkResponses) assertKeeps(schema ?? problemSchema, answer, nameOf(route));
  const { code } = (schema ? {} : answer.body) as { code?: keyof typeof REFUSALS };
  if (code) Object.assign(traceOf(res), { code, level: REFUSALS[code]?.log });
  send(answer, schema ? 'application/json' : PROBLEM_TYPE, req, res);
}

function assertKeeps(schema: z.ZodType, { status, body }: Answer, route: string): void {
  const result = schema.safeParse(JSON.parse(JSON.stringify(body)));
  if (!result.success) throw new Error(`${route} breaks the schema of its answer ${status}`, { cause: result.error });
}

function send({ status, body, headers = {} }: Answer, type: string, req: Request, res: Response): void {
  const representation = JSON.stringify(body);
  res.status(status).set('Cache-Control', 'no-store').set('Vary', 'Authorization, Accept-Language').set(headers);
  res.type(type);
  if ((req.method === 'GET' || req.method === 'HEAD') && status === 200) {
    const tag = entityTagOf(representation);
    // It may be kept by the reader's own client alone, and asked about before each use.
    res.set('ETag', tag).set('Cache-Control', 'private, no-cache');
    if (isNoneMatch(req.get('if-none-match'), tag)) {
      res.status(304).end();
      return;
    }
  }
  res.end(representation);
}

/** Answers with what was thrown; its cause goes to the log and nowhere else. */
export function sendThrown(
  thrown: unknown,
  req: Request,
  res: Response,
  { texts, logger }: Pick<MountParts, 'texts' | 'logger'>,
): void {
  const refused = refusedFrom(thrown) ?? new Refused({ code: 'InternalError' });
  const { refusal, errors, headers } = refused;
  const { status, log } = REFUSALS[refusal.code];
  const trace = traceOf(res);
  Object.assign(trace, { code: refusal.code, level: log });
  if (status >= 500) logger.error({ requestId: trace.requestId, err: thrown }, 'request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const named = status >= 500 ? { requestId: trace.requestId } : {};
  const answer = problemAnswer(refusal, { texts, language: languageOf(req) }, { errors, headers, ...named });
  send(answer, PROBLEM_TYPE, req, res);
}
