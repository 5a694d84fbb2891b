import { Browser, formsOf, type Page, textOf } from './browser';
import { codeIn, linkIn, type Mail } from './mailbox';

export type Answer = Readonly<{ kind: string; inside?: string; statement?: string }>;
export type Answered = Readonly<{ question: string; seat: string; receipt: Page }>;

/**
 * Answers a mail as a person does: opens the link, reads the case, chooses, checks, types the code, confirms.
 * Null where the page offers no answer any more, because a colleague of the same office was faster.
 */
export async function answerMail(mail: Mail, answer: Answer, language: string): Promise<Answered | null> {
  const link = linkIn(mail);
  const code = codeIn(mail);
  if (!link || !code) throw new Error(`The mail "${mail.subject}" holds no link or no answer code.`);
  const browser = new Browser(language);
  const [address = '', token = ''] = link.split('#');
  const door = await browser.open(address);
  // What the page's own script does with the part of the address behind the #.
  const casePage = await browser.submit(door, '/session', { token });
  const form = formsOf(casePage).find((f) => f.action.split('?')[0]?.endsWith('/draft'));
  // No form: the question is closed. A standing answer: it could be changed, but a colleague has spoken.
  if (!form || form.fields['shown[standing]']) return null;
  const { kind, inside = '', statement = '' } = answer;
  const check = await browser.submit(casePage, '/draft', { kind, inside, ...(statement ? { statement } : {}) });
  const receipt = await browser.submit(check, '/confirm', { code });
  if (receipt.status !== 200 || !receipt.url.includes('/receipt')) {
    throw new Error(`The answer of ${mail.to} was not recorded: ${receipt.status} ${textOf(receipt, 'h1')}`);
  }
  return { question: textOf(casePage, 'h1'), seat: seatOn(casePage), receipt };
}

/** The office that the page says it asks. */
const seatOn = (page: Page): string => textOf(page, 'strong');
