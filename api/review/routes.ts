/**
 * The reviewers' pages, mounted at /review.
 *
 * 1. GET, HEAD and OPTIONS write nothing and set no cookie. Every act is a POST from a page of ours.
 * 2. No secret stands in an address that reaches a server: the token travels behind `#` and then in a body.
 * 3. Nothing is stored by a browser or a proxy between, and nothing is loaded from anywhere else.
 */
import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RefusalCode } from '../../domain/proposal/refusals';
import { REFUSALS } from '../../domain/proposal/refusals';
import { looksLikeRef } from '../../store/review-access';
import { Refused } from '../http/route';
import { createRenderer, REVIEW_TEMPLATES } from '../look/render';
import { refusedFrom } from '../problems/broken';
import { type Answer, page } from './answer';
import { change, choose } from './choose';
import { comment } from './comment';
import { confirm } from './confirm';
import { cookieName, setCookie } from './cookie';
import type { ReviewDeps } from './deps';
import { sendFresh } from './fresh';
import { showCase, showCheck, showFresh, showReceipt } from './look';
import { endSession, openSession } from './open-session';
import { isOurPage } from './our-page';
import { type Parts, partsFrom } from './parts';
import type { ReviewViews } from './view';
import { frameOf, type Visit, visitOf } from './visit';

type Handler = (visit: Visit, parts: Parts) => Promise<Answer>;
type Handlers = Readonly<{ get?: Handler; post?: Handler }>;

const PAGES: Readonly<Record<string, Handlers>> = {
  '/:ref': { get: showCase },
  '/:ref/session': { post: openSession },
  '/:ref/draft': { post: choose },
  '/:ref/change': { post: change },
  '/:ref/check': { get: showCheck },
  '/:ref/confirm': { post: confirm },
  '/:ref/receipt': { get: showReceipt },
  '/:ref/comments': { post: comment },
  '/:ref/fresh': { get: showFresh, post: sendFresh },
  '/:ref/end': { post: endSession },
};

/** Many may sit behind one address. */
const POSTS_PER_MINUTE = 600;
/** A POST that was refused (a wrong code above all) counts as five: 120 guesses a minute from one address. */
const REFUSED_COSTS = 4;

/**
 * Referrer-Policy is `same-origin`, not `no-referrer`: under the latter browsers send `Origin: null` with forms, and
 * a form of ours could not be told from a stranger's. To other origins nothing is sent either way.
 */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  Vary: 'Cookie, Accept-Language',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;

/** The routes of the reviewers' pages. */
export function createReviewRoutes(deps: ReviewDeps): Router {
  const parts = partsFrom(deps);
  const renderer = createRenderer<ReviewViews>({
    viewsDirs: [REVIEW_TEMPLATES],
    assetsUrl: deps.assetsUrl,
    texts: parts.texts,
  });
  const posts = new RateLimiterMemory({ points: deps.postsPerMinute ?? POSTS_PER_MINUTE, duration: 60 });
  const readForm = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 });

  const send = (visit: Visit, answer: Answer, res: Response): void => {
    const { session } = answer;
    if (session !== undefined) res.append('Set-Cookie', setCookie(cookieName(deps.instance, visit.ref), session));
    if ('seeOther' in answer) {
      res.redirect(303, answer.seeOther);
      return;
    }
    const { view, data } = answer.page;
    res.status(answer.status).set('Content-Language', data.language).type('html');
    res.send(renderer.render(view, data));
  };

  const fail = (thrown: unknown, req: Request, res: Response): void => {
    const known = refusedFrom(thrown);
    const { refusal, headers } = known ?? new Refused({ code: 'InternalError' });
    const { status } = REFUSALS[refusal.code];
    const requestId = requestIdOf(res);
    if (status >= 500) deps.onError?.(thrown, requestId);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const visit = visitOf(req, deps.instance, requestId);
    res.set(headers);
    send(visit, problemPage(visit, parts, { code: refusal.code, headers, path: req.baseUrl + req.path }), res);
  };

  const serve = (handler: Handler) => async (req: Request, res: Response) => {
    try {
      const isPost = req.method === 'POST';
      if (isPost) await admit(req, res);
      const visit = visitOf(req, deps.instance, requestIdOf(res));
      const answer = looksLikeRef(visit.ref) ? await handler(visit, parts) : problemPage(visit, parts, NOT_FOUND);
      if (isPost && 'status' in answer && answer.status === 403)
        await posts.penalty(req.ip ?? 'unknown', REFUSED_COSTS);
      send(visit, answer, res);
    } catch (thrown) {
      fail(thrown, req, res);
    }
  };

  /** Who may send a form, how often, and only then what it says. */
  const admit = async (req: Request, res: Response): Promise<void> => {
    await countPost(posts, req.ip ?? 'unknown');
    if (!isOurPage(req, deps.baseUrl)) throw new Refused({ code: 'SessionEnded' });
    await new Promise<void>((resolve, reject) => {
      readForm(req, res, (error?: unknown) => (error ? reject(unreadable(error)) : resolve()));
    });
  };

  const router = Router({ caseSensitive: true });
  router.use((_req, res, next) => {
    res.set(HEADERS);
    next();
  });
  for (const [path, { get, post }] of Object.entries(PAGES)) {
    const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');
    const route = router.route(path);
    if (get) route.get(serve(get));
    if (post) route.post(serve(post));
    route.options((_req, res) => {
      res.set('Allow', allow).status(204).end();
    });
    route.all((req, res) => fail(new Refused({ code: 'MethodNotAllowed' }, [], { Allow: allow }), req, res));
  }
  router.use((req, res) => fail(new Refused({ code: 'NotFound' }), req, res));
  return router;
}

const requestIdOf = (res: Response): string => {
  const locals = res.locals as { requestId?: string };
  locals.requestId ??= randomUUID();
  return locals.requestId;
};

/** What the reader of forms stumbled over is the sender's doing, except where the connection broke. */
function unreadable(error: unknown): unknown {
  const { status } = error as { status?: unknown };
  if (status === 413) return new Refused({ code: 'TooLarge' });
  if (status === 415) return new Refused({ code: 'UnsupportedMediaType' });
  return status === 400 ? new Refused({ code: 'ValidationFailed' }) : error;
}

async function countPost(posts: RateLimiterMemory, address: string): Promise<void> {
  try {
    await posts.consume(address);
  } catch (result) {
    if (!(result instanceof RateLimiterRes)) throw result;
    const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    throw new Refused({ code: 'TooManyRequests', facts: { seconds } }, [], { 'Retry-After': String(seconds) });
  }
}

type Trouble = Readonly<{ code: RefusalCode; headers: Readonly<Record<string, string>>; path: string }>;

const NOT_FOUND: Trouble = { code: 'NotFound', headers: {}, path: '/review' };

/** An error page: what happened and what to do, and nothing of any case. Pure. */
function problemPage(visit: Visit, { texts }: Parts, { code, headers, path }: Trouble): Answer {
  const { status } = REFUSALS[code];
  const seconds = Number(headers['Retry-After']);
  return page(status, 'problem.njk', {
    ...frameOf(visit, texts, { path }),
    status,
    error: { code, facts: {}, field: null },
    retryAfterSeconds: seconds > 0 ? seconds : null,
    requestId: status >= 500 ? visit.requestId : null,
  });
}
