/** What a handler answers, as a value: a page, or the address of the next one. */
import type { ReviewViews } from './view';

type Page = { [V in keyof ReviewViews]: Readonly<{ view: V; data: ReviewViews[V] }> }[keyof ReviewViews];

/** `session`: sets the cookie of a reading session, or with null takes it away. Only a POST may carry it. */
export type PageAnswer = Readonly<{ status: number; page: Page; session?: string | null }>;
export type Redirect = Readonly<{ seeOther: string; session?: string | null }>;
export type Answer = PageAnswer | Redirect;

/** A page with its data; keeps the two together. Pure. */
export const page = <V extends keyof ReviewViews>(status: number, view: V, data: ReviewViews[V]): PageAnswer => ({
  status,
  page: { view, data } as Page,
});

export const seeOther = (address: string, session?: string | null): Redirect => ({
  seeOther: address,
  ...(session === undefined ? {} : { session }),
});
