/** What handlers work with, made once from what the app hands in. */
import { loadTexts, type Texts } from '../../locales/texts';
import type { Events } from '../../store/events';
import { createReadingSessions } from '../../store/reading-sessions';
import type { Record_ } from '../../store/record';
import { createReviewAccess } from '../../store/review-access';
import type { ReviewDeps } from './deps';
import type { PageLimits } from './limits';
import type { Sources } from './situation';

export type Parts = Sources &
  Readonly<{
    texts: Texts;
    events: Events;
    record: Pick<Record_, 'apply'>;
    onDelivery: (id: string) => void;
    limits: Pick<PageLimits, 'countBareCode'>;
  }>;

export function partsFrom(deps: ReviewDeps, limits: PageLimits): Parts {
  const { pool, secrets, catalogue, cases, events, record, texts, onDelivery } = deps;
  const access = createReviewAccess({ pool, secrets });
  return {
    access,
    sessions: createReadingSessions({ pool, access }),
    cases,
    events,
    catalogue,
    record,
    texts: texts ?? loadTexts(),
    onDelivery: onDelivery ?? (() => undefined),
    limits,
  };
}
