import { hostCookie } from '../forms/cookie';

/** The cookie of a reading session: one for each ref. An expired one still names the draft of this browser. Pure. */
export const cookieName = (instance: string, ref: string): string => hostCookie(instance, ref);
