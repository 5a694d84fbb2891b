/** What handlers work with, made once from what the app hands in. */
import { loadTexts, type Texts } from '../../locales/texts';
import type { Events } from '../../store/events';
import { createReadingSessions } from '../../store/reading-sessions';
import type { Record_ } from '../../store/record';
import { createReviewAccess } from '../../store/review-access';
import type { ReviewDeps } from './deps';
import type { Sources } from './situation';

export type Parts = Sources &
  Readonly<{
    texts: Texts;
    events: Events;
    record: Pick<Record_, 'apply'>;
    onDelivery: (id: string) => void;
  }>;

export function partsFrom({ pool, secrets, catalogue, cases, events, record, texts, onDelivery }: ReviewDeps): Parts {
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
  };
}
