/** What the API is made of, handed in by `main.ts` and by tests. */
import type { Router } from 'express';
import type { Language } from '../locales/languages';
import type { Texts } from '../locales/texts';
import type { Attachments } from '../store/attachments';
import type { Calendars } from '../store/calendars';
import type { Cases } from '../store/cases';
import type { Catalogue } from '../store/catalogue';
import type { CatalogueHistory } from '../store/catalogue-history';
import type { DeliveryLog } from '../store/delivery-log';
import type { Events } from '../store/events';
import type { Holds } from '../store/holds';
import type { PeopleAndSeats } from '../store/people-and-seats';
import type { Record_ } from '../store/record';
import type { Check } from './health/checks';
import type { Keys } from './http/authenticate';
import type { Limits } from './http/limits';
import type { Logger } from './http/log';
import type { NotedRefusal } from './http/mount';
import type { SignIn } from './sign-in/routes';

/** What the routes of a case need. */
export type CaseParts = Readonly<{
  record: Pick<Record_, 'apply'>;
  cases: Cases;
  events: Events;
  catalogue: Pick<Catalogue, 'current'>;
  texts: Texts;
}>;

/** What the routes of a proposal need beside them: files are named when a text is written, and shown with the case. */
export type ProposalParts = CaseParts & Readonly<{ attachments: Pick<Attachments, 'known' | 'ofCase'> }>;

export type AppDeps = CaseParts &
  Readonly<{
    deliveries: DeliveryLog;
    attachments: Attachments;
    calendars: Calendars;
    holds: Holds;
    peopleAndSeats: PeopleAndSeats;
    history: CatalogueHistory;
    keys: Keys;
    limits: Limits;
    logger: Logger;
    /** The parts that `/readyz` looks at, by name. */
    checks: Readonly<Record<string, Check>>;
    noteRefusal(noted: NotedRefusal): Promise<void>;
    /** An error page for a browser. */
    errorPage(page: ErrorPage): string;
    settings: AppSettings;
    /** In tests: an answer that breaks its own schema becomes a 500. */
    checkResponses?: boolean;
    reviewRoutes?: Router;
    /** Sign-in, and who is signed in. */
    signIn?: SignIn;
    boardRoutes?: Router;
    deskRoutes?: Router;
  }>;

export type AppSettings = Readonly<{
  baseUrl: string;
  /** How many proxies in front of us are believed when they say whom they speak for. */
  trustedProxies: number;
  /** Folder of the built assets of the pages. */
  assetsDir: string;
  /** The largest file that is taken. */
  attachmentMostBytes: number;
}>;

export type ErrorPage = Readonly<{
  language: Language;
  path: string;
  status: number;
  code: string;
  facts: Readonly<Record<string, unknown>>;
  requestId: string | null;
  retryAfterSeconds: number | null;
}>;
