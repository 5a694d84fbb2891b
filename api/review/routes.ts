/**
 * The reviewers' pages, mounted at /review.
 *
 * 1. GET, HEAD and OPTIONS write nothing and set no cookie. Every act is a POST from a page of ours.
 * 2. No secret stands in an address that reaches a server: the token travels behind `#` and then in a body.
 * 3. Nothing is stored by a browser or a proxy between, and nothing is loaded from anywhere else.
 */
import { Router } from 'express';
import { PAGE_HEADERS } from '../forms/headers';
import { Refused } from '../http/route';
import { change, choose } from './choose';
import { comment } from './comment';
import { confirm } from './confirm';
import type { ReviewDeps } from './deps';
import { sendFresh } from './fresh';
import { showCase, showCheck, showFresh, showReceipt } from './look';
import { endSession, openSession } from './open-session';
import { declareConflict, delegate, endDelegation } from './people';
import { type Handler, PageServer } from './serve';

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
  '/:ref/delegate': { post: delegate },
  '/:ref/undelegate': { post: endDelegation },
  '/:ref/conflict': { post: declareConflict },
  '/:ref/fresh': { get: showFresh, post: sendFresh },
  '/:ref/end': { post: endSession },
};

/** The routes of the reviewers' pages. */
export function createReviewRoutes(deps: ReviewDeps): Router {
  const server = new PageServer(deps);
  const router = Router({ caseSensitive: true });
  router.use((_req, res, next) => {
    res.set(PAGE_HEADERS);
    next();
  });
  for (const [path, { get, post }] of Object.entries(PAGES)) {
    const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');
    const route = router.route(path);
    if (get) route.get(server.serve(get));
    if (post) route.post(server.serve(post));
    route.options((_req, res) => {
      res.set('Allow', allow).status(204).end();
    });
    route.all((req, res) => server.fail(new Refused({ code: 'MethodNotAllowed' }, [], { Allow: allow }), req, res));
  }
  router.use((req, res) => server.fail(new Refused({ code: 'NotFound' }), req, res));
  return router;
}
