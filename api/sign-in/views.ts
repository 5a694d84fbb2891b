/** What the pages of sign-in are given. */
import type { Frame, PageError } from '../look/frame';

/** `ask.njk`: which address the code goes to. */
type AskPage = Frame &
  Readonly<{
    email: string;
    /** Where the person wanted to go: a path of ours, or "". */
    back: string;
    /** A form was sent after the session had ended. */
    ended: boolean;
    errors: readonly PageError[];
  }>;

/** `code.njk`: the same for everyone who asked, whoever they are. */
type CodePage = Frame & Readonly<{ nonce: string; back: string; errors: readonly PageError[] }>;

export type SignInViews = {
  'ask.njk': AskPage;
  'code.njk': CodePage;
  'out.njk': Frame;
};
