/** What the reviewers' pages are made with; wired where the app is made. */
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Texts } from '../../locales/texts';
import type { Cases } from '../../store/cases';
import type { Catalogue } from '../../store/catalogue';
import type { Events } from '../../store/events';
import type { Record_ } from '../../store/record';
import type { ReviewSecrets } from '../../store/review-secrets';

/** The reads of a case that these pages need. */
export type CaseReader = Pick<Cases, 'find' | 'content' | 'texts'>;

export type ReviewDeps = Readonly<{
  pool: Pool;
  catalogue: Pick<Catalogue, 'ensure'>;
  record: Pick<Record_, 'apply'>;
  cases: CaseReader;
  events: Events;
  secrets: ReviewSecrets;
  /** Names the cookies: several instances may share one host. */
  instance: string;
  /** Where people reach this instance: forms are taken from its pages only. */
  baseUrl: string;
  /** Where the built assets are served: "/assets". */
  assetsUrl: string;
  texts?: Texts;
  /** Counts forms across processes; without it they are counted in this one. */
  redis?: Redis | null;
  /** POSTs of one network (an IPv4 address, a /64 of IPv6) in a minute; more are asked to wait. */
  postsPerMinute?: number;
  /** A mail was queued: a hint to the dispatcher, which finds it without, only later. */
  onDelivery?: (id: string) => void;
  /** Told of whatever broke; the page never shows it. */
  onError?: (error: unknown, requestId: string) => void;
}>;
