/** What the handlers of the desk work with. */
import type { Attachments } from '../../store/attachments';
import type { CaseParts } from '../deps';
import type { Visit } from '../forms/room';
import type { SignedIn } from '../sign-in/session';

export type DeskParts = CaseParts &
  Readonly<{
    attachments: Attachments;
    /** The largest scan that is taken. */
    attachmentMostBytes: number;
  }>;

/** The registrar who is signed in; `required` and `requireRole` stand before every page of this room. */
export function registrarIn({ user }: Pick<Visit, 'user'>): SignedIn {
  if (!user) throw new Error('Nobody is signed in: put `required` before this room');
  return user;
}

/** What a registrar's acts are recorded under: never a key, always the person. Pure. */
export const credentialOf = ({ person }: SignedIn): string => `desk:${person.id}`;
