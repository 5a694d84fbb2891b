/** The registrar's desk, mounted at /desk: answers that came on paper, entered for offices of the own side. */
import { join } from 'node:path';
import type { Router } from 'express';
import { checkoutRoot } from '../../locales/checkout';
import type { PageLimits } from '../forms/limits';
import { createRoom, type Handler } from '../forms/room';
import { notFound } from '../http/route';
import { requireRole, type SessionReader } from '../sign-in/session';
import { confirmEntry, refuseEntry, showConfirm } from './confirm';
import { changeEntry, checkEntry, recordEntry, showForm } from './enter';
import { showLetter } from './letter-page';
import { listPage } from './list-page';
import type { DeskParts } from './parts';
import { showReceipt } from './receipt-page';
import { sendScan } from './scan';
import { readEntryForm } from './upload';
import type { DeskViews } from './views';

export type DeskDeps = DeskParts &
  Readonly<{
    signIn: Pick<SessionReader, 'required'>;
    limits: PageLimits;
    baseUrl: string;
    assetsUrl: string;
    onError?: (error: unknown, requestId: string) => void;
  }>;

const SEAT = '/:ballot/:seat';

export function createDeskRoutes(deps: DeskDeps): Router {
  const on =
    (page: (visit: Parameters<Handler<DeskViews>>[0], parts: DeskParts) => ReturnType<Handler<DeskViews>>) =>
    (visit: Parameters<Handler<DeskViews>>[0]) =>
      page(visit, deps);
  const before = [readEntryForm(deps)];
  return createRoom<DeskViews>({
    pages: {
      '/': { get: on(listPage) },
      [SEAT]: { get: on(showForm), post: on(checkEntry), before },
      [`${SEAT}/change`]: { post: on(changeEntry), before },
      [`${SEAT}/record`]: { post: on(recordEntry), before },
      [`${SEAT}/letter`]: { get: on(showLetter) },
      [`${SEAT}/confirm/:entry`]: { get: on(showConfirm), post: on(confirmEntry) },
      [`${SEAT}/confirm/:entry/refusal`]: { post: on(refuseEntry) },
      [`${SEAT}/receipt/:hash`]: { get: on(showReceipt) },
      [`${SEAT}/scan/:sha256`]: {
        get: () => {
          throw notFound();
        },
        before: [sendScan(deps)],
      },
    },
    viewsDir: join(checkoutRoot(__dirname), 'api/desk/templates'),
    texts: deps.texts,
    errorsIn: ['desk'],
    assetsUrl: deps.assetsUrl,
    baseUrl: deps.baseUrl,
    limits: deps.limits,
    before: [deps.signIn.required, requireRole('registrar')],
    ...(deps.onError ? { onError: deps.onError } : {}),
  });
}
