/** The registrar's desk, as a registrar uses it: signs in by a mailed code, types in what came on paper, checks, records. */
import { Browser, type FileToSend, type Page, textOf } from './browser';
import { codeIn } from './mailbox';
import { type Asked, addressOf, type Offices } from './offices';

export type Paper = Readonly<{ kind: string; number: string; dated: string; received: string }>;
/** Where an entry on paper stands: it counts, or it waits for a second registrar. */
export type Entered = 'recorded' | 'waits';

/** The smallest thing that is a PDF by its content. */
const SCAN: FileToSend = {
  field: 'file',
  name: 'answer.pdf',
  type: 'application/pdf',
  content: '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
};

export class Desk {
  private constructor(
    private readonly url: string,
    private readonly browser: Browser,
    readonly registrar: string,
  ) {}

  /** Signs in with the code that is mailed to a registrar. */
  static async open({ url, mailbox }: Offices, registrar: string): Promise<Desk> {
    const browser = new Browser('en');
    const email = addressOf(registrar);
    const since = await mailbox.idsTo(email);
    const ask = await browser.open(`${url}/sign-in?return=/desk`);
    const typeCode = await browser.submit(ask, '/sign-in', { email });
    const mail = await mailbox.nextTo(email, (m) => !since.has(m.id) && codeIn(m) !== null);
    const desk = await browser.submit(typeCode, '/sign-in/code', { code: codeIn(mail) ?? '' });
    if (desk.status !== 200 || !desk.url.endsWith('/desk')) {
      throw new Error(`${email} could not sign in at the desk: ${desk.status} ${desk.url} ${textOf(desk, 'h1')}`);
    }
    return new Desk(url, browser, registrar);
  }

  /** Enters an answer on paper for a seat, with its scan. */
  async enter({ ballot, seat }: Asked, paper: Paper): Promise<Entered> {
    const at = `/desk/${ballot.id}/${seat.key}`;
    const form = await this.browser.open(this.addressOf(ballot.id, seat.key));
    const check = await this.browser.submit(form, at, { ...typed(paper), ...namedOn(form) }, SCAN);
    expectPage(check, 'record', 'The entry was not taken');
    const receipt = await this.browser.submit(check, '/record', {});
    if (receipt.status !== 200 || !receipt.url.includes('/receipt/')) {
      throw new Error(`The answer on paper was not recorded: ${receipt.status} ${textOf(receipt, 'h1')}`);
    }
    return check.html.includes('ac-warning') ? 'waits' : 'recorded';
  }

  /** Confirms what another registrar has entered. */
  async confirm(ballot: string, seat: string, entry: string): Promise<void> {
    const page = await this.browser.open(this.addressOf(ballot, seat, `/confirm/${encodeURIComponent(entry)}`));
    const receipt = await this.browser.submit(page, `/confirm/${entry}`, { decision: 'confirm' });
    if (receipt.status !== 200 || !receipt.url.includes('/receipt/')) {
      throw new Error(`The entry was not confirmed: ${receipt.status} ${textOf(receipt, 'h1')}`);
    }
  }

  private addressOf(ballot: string, seat: string, rest = ''): string {
    return `${this.url}/desk/${encodeURIComponent(ballot)}/${encodeURIComponent(seat)}${rest}`;
  }
}

function expectPage(page: Page, action: string, otherwise: string): void {
  const errors = /<div class="govuk-error-summary[\s\S]*?<\/ul>/.exec(page.html)?.[0].replace(/<[^>]+>/g, ' ') ?? '';
  if (!page.html.includes(`/${action}`)) {
    throw new Error(`${otherwise}: ${page.status} ${textOf(page, 'h1')} ${errors.replace(/\s+/g, ' ')}`);
  }
}

const day = (name: string, date: string): Readonly<Record<string, string>> => {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

const typed = ({ kind, number, dated, received }: Paper): Readonly<Record<string, string>> => ({
  ...{ kind, number, name: 'Nguyen Van A', title: 'Head of the legal department' },
  ...day('dated', dated),
  ...day('received', received),
});

/** What the registrar ticks: the text that the paper names, in its language. */
function namedOn({ html }: Page): Readonly<Record<string, string>> {
  const revision = /id="revision" name="revision" type="checkbox" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const language = /name="language" type="(?:radio|hidden)" value="([^"]*)"/.exec(html)?.[1];
  return { revision, ...(language === undefined ? {} : { language }) };
}
