/** The board, mounted at /board: for people who are signed in. */
import { join } from 'node:path';
import type { Router } from 'express';
import { checkoutRoot } from '../../locales/checkout';
import type { PageLimits } from '../forms/limits';
import { createRoom, page, type Visit } from '../forms/room';
import { notFound } from '../http/route';
import type { SessionReader } from '../sign-in/session';
import { ACT_NAMES } from './acts';
import { act } from './acts/act';
import { casePage } from './case-page';
import { sendAttachment } from './file';
import { listPage } from './list-page';
import type { BoardParts } from './parts';
import type { BoardViews } from './views';

export type BoardDeps = BoardParts &
  Readonly<{
    signIn: Pick<SessionReader, 'required'>;
    limits: PageLimits;
    baseUrl: string;
    assetsUrl: string;
    onError?: (error: unknown, requestId: string) => void;
  }>;

export const createBoardRoutes = (deps: BoardDeps): Router =>
  createRoom<BoardViews>({
    pages: {
      '/': { get: (visit) => listPage(visit, deps) },
      '/cases/:id': {
        get: async (visit) => page<BoardViews, 'case.njk'>(200, 'case.njk', await casePage(visit, deps)),
      },
      ...Object.fromEntries(
        ACT_NAMES.map((name) => [`/cases/:id/${name}`, { post: (visit: Visit) => act(name, visit, deps) }]),
      ),
      '/files/:sha256': {
        get: () => {
          throw notFound();
        },
        before: [sendAttachment(deps)],
      },
    },
    viewsDir: join(checkoutRoot(__dirname), 'api/board/templates'),
    texts: deps.texts,
    errorsIn: ['board'],
    assetsUrl: deps.assetsUrl,
    baseUrl: deps.baseUrl,
    limits: deps.limits,
    before: [deps.signIn.required],
    ...(deps.onError ? { onError: deps.onError } : {}),
  });
