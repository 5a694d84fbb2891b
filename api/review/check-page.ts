/** The answer shown back, with the question for the code where this session has not proven it. */
import type { Texts } from '../../locales/texts';
import type { PageError } from '../look/frame';
import type { Draft } from './draft';
import { headOf, readingFrame } from './head';
import type { Reading } from './situation';
import type { CheckPage } from './view';
import type { Visit } from './visit';

export const checkPage = (
  visit: Visit,
  reading: Reading,
  draft: Draft,
  { texts, errors = [], proven = false }: { texts: Texts; errors?: readonly PageError[]; proven?: boolean },
): CheckPage => ({
  ...readingFrame(visit, texts, reading, `/review/${visit.ref}/check`),
  ...headOf(reading),
  shown: draft.shown,
  answer: draft.answer,
  nonce: draft.nonce ?? '',
  codeNeeded: !(proven || reading.session.codeProven),
  errors,
});
