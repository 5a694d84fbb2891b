/** What the handlers of the board work with. */
import type { DeliveryLog } from '../../store/delivery-log';
import type { ProposalParts } from '../deps';
import type { Visit } from '../forms/room';
import type { SignedIn } from '../sign-in/session';

export type BoardParts = ProposalParts & Readonly<{ deliveries: DeliveryLog }>;

/** Whoever is signed in; `required` stands before every page of this room. */
export function userIn({ user }: Visit): SignedIn {
  if (!user) throw new Error('Nobody is signed in: put `required` before this room');
  return user;
}
