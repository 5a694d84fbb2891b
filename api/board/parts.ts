/** What the handlers of the board work with. */
import type { Attachments } from '../../store/attachments';
import type { DeliveryLog } from '../../store/delivery-log';
import type { ProposalParts } from '../deps';
import type { Visit } from '../forms/room';
import type { Caller } from '../http/route';
import type { SignedIn } from '../sign-in/session';

export type BoardParts = ProposalParts &
  Readonly<{ deliveries: DeliveryLog; attachments: Pick<Attachments, 'known' | 'ofCase' | 'open'> }>;

/** Whoever is signed in; `required` stands before every page of this room. */
export function userIn({ user }: Visit): SignedIn {
  if (!user) throw new Error('Nobody is signed in: put `required` before this room');
  return user;
}

/** The same person as the handlers of the API know whoever calls them. Pure. */
export const callerOf = ({ viewer }: SignedIn): Caller => ({
  key: `board:${viewer.person}`,
  viewer,
  scopes: [],
  channel: 'desk',
});
