import { setTimeout as pause } from 'node:timers/promises';
import type { CaseJson, Client, Overview } from './client';
import { linkIn, type Mail, type Mailbox } from './mailbox';
import proposals from './proposals.json';
import { type Answer, answerMail } from './reviewer';
import { fact, heading, say } from './transcript';

export type Stage = Readonly<{
  guangzhou: Client;
  /** A key of the Thai side, to see what it can see; null when none was given. */
  chiangMai: Client | null;
  mailbox: Mailbox;
  drafter: string;
}>;

const OPEN = ['inside', 'released', 'stopped'];
const LANGUAGE_OF: Readonly<Record<string, string>> = { cn: 'zh', th: 'th' };
/** Everybody is asked at most this often before the demo gives up on a case. */
const ROUNDS_AT_MOST = 40;

const languageOf = (mail: Mail): string => LANGUAGE_OF[/@(cn|th)-/.exec(mail.to)?.[1] ?? ''] ?? 'en';

function tellWaiting(found: CaseJson): void {
  for (const w of found.waitingFor) {
    const whom = w.on === 'seat' ? `the office ${w.seat}` : w.on === 'side' ? `the side ${w.side}` : 'the engine';
    fact('waits for', `${whom}, since ${w.since}${w.until ? `, until ${w.until}` : ', no fixed date'}`);
  }
}

/** Carries a case on until it has ended: reads each new mail and answers it. */
async function carry(stage: Stage, started: Overview, answer: (mail: Mail) => Answer): Promise<CaseJson> {
  let told = '';
  let readBefore = 0;
  for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
    const found = await stage.guangzhou.get(started.id);
    if (!OPEN.includes(found.status)) return found;
    if (found.status !== told) {
      told = found.status;
      await tellStatus(stage, found);
    }
    const asking = (await stage.mailbox.next(started.number)).filter((mail) => linkIn(mail));
    for (const mail of asking) {
      if (readBefore === 0) showMail(mail);
      readBefore += 1;
      await answerOne(mail, answer(mail));
    }
  }
  throw new Error(`Case ${started.number} did not end after ${ROUNDS_AT_MOST} rounds of mail.`);
}

/** The first mail as it stands in the inbox, link and answer code included: nothing here is secret but to the demo. */
function showMail(mail: Mail): void {
  say(`The first mail goes to ${mail.to}:`);
  console.log(`\n${mail.text.replace(/^/gm, '      | ')}\n`);
}

async function answerOne(mail: Mail, answer: Answer): Promise<void> {
  const language = languageOf(mail);
  const answered = await answerMail(mail, answer, language);
  if (!answered) return say(`${mail.to} opens the link too and finds that a colleague has answered.`);
  say(`${mail.to} opens the link (${language}), reads, chooses "${answer.kind}", types the code, confirms.`);
}

async function tellStatus({ chiangMai }: Stage, found: CaseJson): Promise<void> {
  const foreign = chiangMai ? await chiangMai.status(`/v1/proposals/${found.id}`) : null;
  if (found.status === 'released') heading('Released: the Thai side can read it now');
  else heading("Inside the Chinese side's own house");
  tellWaiting(found);
  if (foreign !== null) fact('Chiang Mai', `asks for this case and gets ${foreign}`);
}

/** From the letter of intent to the agreement. */
export async function sisterCity(stage: Stage): Promise<void> {
  heading('Guangzhou (CN) and Chiang Mai Province (TH): from a letter of intent to a sister-city agreement');
  say('Both signed a letter of intent on 31 March 2024. Guangzhou now submits the agreement over the API.');
  const submitted = await stage.guangzhou.submit({ ...proposals.agreement, drafters: [stage.drafter] });
  fact('case', `${submitted.number}, status ${submitted.status}`);
  const ended = await carry(stage, submitted, () => ({ kind: 'agree' }));
  heading(`Outcome: ${ended.status}`);
  await tellNames(stage, ended);
  for (const p of ended.outcome?.positions ?? []) fact(p.side, `${p.participant ?? 'position of the side'}: ${p.kind}`);
  if (ended.status !== 'agreed') throw new Error(`Expected "agreed", found "${ended.status}".`);
}

/** What each side calls the instrument, in its own language. */
async function tellNames({ guangzhou }: Stage, ended: CaseJson): Promise<void> {
  const instruments = await guangzhou.instruments();
  for (const [side, key] of Object.entries(ended.calls)) {
    const names = instruments.find((i) => i.key === key)?.names ?? {};
    fact(side, `calls the instrument "${names[LANGUAGE_OF[side.toLowerCase()] ?? 'en'] ?? names.en ?? key}"`);
  }
}

/** A case that its own house ends before the release. */
export async function endedInside(stage: Stage): Promise<void> {
  heading('A second case, ended by its own house before the release');
  const before = stage.chiangMai ? (await stage.chiangMai.list()).length : null;
  const submitted = await stage.guangzhou.submit({ ...proposals.early, drafters: [stage.drafter] });
  fact('case', `${submitted.number}, status ${submitted.status}`);
  const ended = await carry(stage, submitted, () => ({
    kind: 'object',
    inside: 'Too early: the budget is not settled.',
  }));
  fact('outcome', ended.status);
  if (ended.status !== 'notAgreed') throw new Error(`Expected "notAgreed", found "${ended.status}".`);
  if (stage.chiangMai === null) return;
  await pause(1_000);
  const foreign = await stage.chiangMai.status(`/v1/proposals/${submitted.id}`);
  const after = (await stage.chiangMai.list()).length;
  const mails = (await stage.mailbox.unread(submitted.number)).filter((m) => languageOf(m) === 'th');
  fact(
    'Chiang Mai',
    `asks for it: ${foreign}; its list held ${before} cases before and holds ${after}; mails: ${mails.length}`,
  );
  if (foreign !== 404 || after !== before || mails.length > 0)
    throw new Error('The other side learned of a case that never left its house.');
}
