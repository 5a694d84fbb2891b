/** Every type of event has its line in one of these tables. */
import type { EventType } from '../../../domain/proposal/events';
import { agreementTellers } from './agreement';
import { clockTellers } from './clock';
import { courseTellers } from './course';
import { peopleTellers } from './people';
import { roundTellers } from './rounds';
import type { Tellers } from './teller';

export const TELLERS: Tellers<EventType> = {
  ...courseTellers,
  ...roundTellers,
  ...clockTellers,
  ...peopleTellers,
  ...agreementTellers,
};
