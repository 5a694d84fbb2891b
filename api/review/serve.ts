/** From Express to handlers and back: who may send a form, what comes out of it, and what is told when it breaks. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { REFUSALS, type RefusalCode } from '../../domain/proposal/refusals';
import { looksLikeRef } from '../../store/review-access';
import { setCookie } from '../forms/cookie';
import { createPageLimits, type PageLimits } from '../forms/limits';
import { isOurPage } from '../forms/our-page';
import { readForm } from '../forms/read-form';
import { Refused } from '../http/route';
import { createRenderer, REVIEW_TEMPLATES, type Renderer } from '../look/render';
import { refusedFrom } from '../problems/broken';
import { type Answer, page } from './answer';
import { cookieName } from './cookie';
import type { ReviewDeps } from './deps';
import { type Parts, partsFrom } from './parts';
import type { ReviewViews } from './view';
import { frameOf, type Visit, visitOf } from './visit';

export type Handler = (visit: Visit, parts: Parts) => Promise<Answer>;

/** Many may sit behind one address. */
const POSTS_PER_MINUTE = 600;

export class PageServer {
  private readonly parts: Parts;
  private readonly renderer: Renderer<ReviewViews>;
  private readonly limits: PageLimits;

  constructor(private readonly deps: ReviewDeps) {
    const { assetsUrl, redis = null, instance, postsPerMinute = POSTS_PER_MINUTE } = deps;
    this.limits = createPageLimits({ redis, instance, postsPerMinute });
    this.parts = partsFrom(deps);
    this.renderer = createRenderer({ viewsDirs: [REVIEW_TEMPLATES], assetsUrl, texts: this.parts.texts });
  }

  /** A handler as Express calls it. */
  serve(handler: Handler): (req: Request, res: Response) => Promise<void> {
    return async (req, res) => {
      try {
        const isPost = req.method === 'POST';
        if (isPost) await this.admit(req, res);
        const visit = this.visit(req, res);
        const answer = looksLikeRef(visit.ref) ? await handler(visit, this.parts) : this.problem(visit, NOT_FOUND);
        if (isPost && 'status' in answer && answer.status === 403) {
          await this.limits.countRefused(addressOf(req));
        }
        this.send(visit, answer, res);
      } catch (thrown) {
        this.fail(thrown, req, res);
      }
    };
  }

  /** Answers with an error page; its cause goes to the log and nowhere else. */
  fail(thrown: unknown, req: Request, res: Response): void {
    const { refusal, headers } = refusedFrom(thrown) ?? new Refused({ code: 'InternalError' });
    const visit = this.visit(req, res);
    if (REFUSALS[refusal.code].status >= 500) this.deps.onError?.(thrown, visit.requestId);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    res.set(headers);
    this.send(visit, this.problem(visit, { code: refusal.code, headers, path: req.baseUrl + req.path }), res);
  }

  private visit(req: Request, res: Response): Visit {
    const locals = res.locals as { requestId?: string };
    locals.requestId ??= randomUUID();
    return visitOf(req, this.deps.instance, locals.requestId);
  }

  /** Who may send a form, how often, and only then what it says. */
  private async admit(req: Request, res: Response): Promise<void> {
    await this.limits.countPost(addressOf(req));
    if (!isOurPage(req, this.deps.baseUrl)) throw new Refused({ code: 'SessionEnded' });
    await readForm(req, res);
  }

  private send(visit: Visit, answer: Answer, res: Response): void {
    const { session } = answer;
    if (session !== undefined) res.append('Set-Cookie', setCookie(cookieName(this.deps.instance, visit.ref), session));
    if ('seeOther' in answer) {
      res.redirect(303, answer.seeOther);
      return;
    }
    const { view, data } = answer.page;
    res.status(answer.status).set('Content-Language', data.language).type('html');
    res.send(this.renderer.render(view, data));
  }

  /** What happened and what to do, and nothing of any case. */
  private problem(visit: Visit, { code, headers, path }: Trouble): Answer {
    const { status } = REFUSALS[code];
    const seconds = Number(headers['Retry-After']);
    return page(status, 'problem.njk', {
      ...frameOf(visit, this.parts.texts, { path }),
      status,
      error: { code, facts: {}, field: null },
      retryAfterSeconds: seconds > 0 ? seconds : null,
      requestId: status >= 500 ? visit.requestId : null,
    });
  }
}

type Trouble = Readonly<{ code: RefusalCode; headers: Readonly<Record<string, string>>; path: string }>;

const NOT_FOUND: Trouble = { code: 'NotFound', headers: {}, path: '/review' };

const addressOf = (req: Request): string => req.ip ?? 'unknown';
