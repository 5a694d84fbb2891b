/** Sign-in by a mailed code, mounted at /sign-in, and the sessions that it opens for all other rooms. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Router } from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { checkoutRoot } from '../../locales/checkout';
import type { Texts } from '../../locales/texts';
import type { Catalogue } from '../../store/catalogue';
import { clock } from '../../store/load';
import { createSessions } from '../../store/sessions';
import { createSignIns } from '../../store/sign-in';
import { createSignInSecrets } from '../../store/sign-in-secrets';
import type { PageLimits } from '../forms/limits';
import { createRoom, type Handler, type Handlers } from '../forms/room';
import { count, createLimiter } from '../http/limits';
import {
  askForCode,
  type Page,
  type SignInParts,
  showAsk,
  showCode,
  showOut,
  signInByCode,
  signOut,
  stay,
} from './pages';
import { createSessionReader, type SessionReader } from './session';
import type { SignInViews } from './views';

/** Who is signed in, and the pages that sign people in and out. */
export type SignIn = SessionReader & Readonly<{ routes: Router }>;

export type SignInDeps = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'ensure' | 'current'>;
  /** The secret of the instance: codes are derived from it. */
  secret: string;
  instance: string;
  baseUrl: string;
  assetsUrl: string;
  texts: Texts;
  limits: PageLimits;
  /** Counts mails asked for across processes; without it they are counted in this one. */
  redis?: Redis | null;
  /** Mails that one network may ask for in a minute. */
  asksPerMinute?: number;
  /** How long an answer to an address or a code takes at least. */
  answersAfterMs?: number;
  /** A mail was queued: a hint to the dispatcher, which finds it without, only later. */
  onDelivery?: (id: string) => void;
  onError?: (error: unknown, requestId: string) => void;
}>;

/** Many may sit behind one address. */
const ASKS_PER_MINUTE = 60;
/** Longer than the statements of either way take. */
const ANSWERS_AFTER_MS = 100;

export function createSignIn(deps: SignInDeps): SignIn {
  const { pool, catalogue, instance, texts, redis = null } = deps;
  const sessions = createSessions(pool);
  const reader = createSessionReader({ sessions, catalogue, instance });
  const points = deps.asksPerMinute ?? ASKS_PER_MINUTE;
  const asks = createLimiter({ redis, instance }, { name: 'sign-ins', points, seconds: 60 });
  const parts: SignInParts = {
    signIns: createSignIns({ pool, secrets: createSignInSecrets(deps.secret) }),
    sessions,
    catalogue,
    now: () => clock(pool),
    texts,
    instance,
    countAsk: (network) => count(asks, network),
    onDelivery: deps.onDelivery ?? (() => undefined),
  };
  const routes = createRoom<SignInViews>({
    ...deps,
    pages: pagesOf(parts, { ...reader, answersAfterMs: deps.answersAfterMs ?? ANSWERS_AFTER_MS }),
    viewsDir: join(checkoutRoot(__dirname), 'api/sign-in/templates'),
  });
  return { ...reader, routes };
}

/**
 * What is answered to an address or a code takes a while whatever came of it: the row that is written for a known
 * address, and for no other, shows in no measured time.
 */
function pagesOf(
  parts: SignInParts,
  { required, answersAfterMs }: Pick<SessionReader, 'required'> & Readonly<{ answersAfterMs: number }>,
): Record<string, Handlers<SignInViews>> {
  const evenly =
    (page: Page): Page =>
    async (...given) => {
      const [answer] = await Promise.all([page(...given), pause(answersAfterMs)]);
      return answer;
    };
  const on =
    (page: Page): Handler<SignInViews> =>
    (visit) =>
      page(visit, parts);
  return {
    '/': { get: on(showAsk), post: on(evenly(askForCode)) },
    '/code': { get: on(showCode), post: on(evenly(signInByCode)) },
    '/out': { get: on(showOut), post: on(signOut) },
    '/stay': { post: on(stay), before: [required] },
  };
}
