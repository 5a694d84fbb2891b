/** What people do in a case, at their pages and with their keys. Whatever they write holds a word of its own. */
import type { ReplyKind } from '../../../domain/ballot/replies';
import type { Ballot, Seat } from '../../../domain/proposal/state';
import { Browser } from '../review/house';
import { houseOf } from './catalogue';
import type { Side } from './markers';
import type { Answered, Stage } from './stage';

/** What everybody says in a joint step, for all sides to read; a page inside a house takes no statement. */
export const STATEMENT = 'Let all sides read this.';

export async function submit(stage: Stage, name: string): Promise<void> {
  const { markers, proposing, other } = stage;
  const { participant } = houseOf(proposing);
  const words = Array.from({ length: 6 }, () => markers.plant(proposing, 'content', name));
  const secret = await stage.keyOf(participant);
  const file = await sendFile(stage, secret, markers.plant(proposing, 'content', name));
  const kept = await sendFile(stage, secret, markers.plant(proposing, 'inside file', name));
  markers.note({ word: file, kind: 'content', side: proposing, of: name });
  markers.note({ word: kept, kind: 'inside file', side: proposing, of: name });
  const text = (i: number) => ({ en: words[i] ?? '', zh: words[i] ?? '', th: words[i] ?? '' });
  const answer = await stage.ask(secret, 'POST', '/v1/proposals', {
    instrument: 'sister-city-agreement',
    participants: [{ organization: participant }, { organization: houseOf(other).participant }],
    drafters: [`${participant}-desk`],
    title: text(0),
    summary: text(1),
    data: { [words[2] ?? '']: words[3] },
    sections: [{ key: words[4], text: text(5) }],
    attachments: [file, { sha256: kept, audience: 'inside' }],
  });
  const made = accepted(answer, 201) as { id: string; number: string; revision: { hash: string } };
  stage.cases.set(name, { id: made.id, number: made.number, files: [file, kept] });
  markers.note({ word: made.id, kind: 'case', side: proposing, of: name });
  markers.note({ word: made.number, kind: 'number', side: proposing, of: name });
  markers.note({ word: made.revision.hash, kind: 'content', side: proposing, of: name });
}

/** Sends a file whose name and bytes are a word of its own, and gives its hash. */
export async function sendFile(stage: Stage, secret: string, word: string): Promise<string> {
  const sent = await stage.send(secret, '/v1/attachments', { name: `${word}.txt`, bytes: `${word} and more.` });
  return (accepted(sent, 201) as { sha256: string }).sha256;
}

export async function comment(stage: Stage, name: string, side: Side, by: 'participant' | 'unit'): Promise<void> {
  const text = stage.markers.plant(side, 'comment', name);
  const key = await stage.keyOf(houseOf(side)[by]);
  accepted(await stage.ask(key, 'POST', `/v1/proposals/${stage.case(name).id}/comments`, { text }), 201);
}

export async function withdraw(stage: Stage, name: string): Promise<void> {
  const reason = stage.markers.plant(stage.proposing, 'reason of the withdrawal', name);
  const key = await stage.keyOf(houseOf(stage.proposing).participant);
  accepted(await stage.ask(key, 'POST', `/v1/proposals/${stage.case(name).id}/withdrawal`, { reason }), 200);
}

/** An office answers what it is asked, at its page. */
export async function answerByPage(
  stage: Stage,
  name: string,
  organization: string,
  kind: ReplyKind = 'agree',
): Promise<void> {
  const { side } = await asked(stage, name, organization);
  const { browser, code } = await openPage(stage, name, organization);
  const inside = stage.markers.plant(side, 'inside text', name);
  const check = await browser.submit('/draft', { kind, inside, statement: STATEMENT });
  const receipt = await browser.submit('/confirm', { code });
  stage.pages[side].push(check.text, receipt.text);
  if (receipt.status !== 200 || !receipt.text.includes(inside)) throw new Error(`No receipt: ${receipt.text}`);
}

/** Somebody at an office opens the link of the newest mail; the page stays open on the side's desk. */
export async function openPage(stage: Stage, name: string, organization: string) {
  const { ballot, seat, side, person } = await asked(stage, name, organization);
  const { rows } = await stage.bench.owner.query<{ id: string; ref: string }>(
    `SELECT id, ref FROM deliveries WHERE ballot_id = $1 AND seat_key = $2 AND person_id = $3 AND state = 'sent'
       AND ref IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
    [ballot.id, seat.key, person],
  );
  const [row] = rows;
  if (!row) throw new Error(`No mail to ${person}`);
  const [token, code] = [stage.secrets.tokenFor(row.id), stage.secrets.codeFor(row.id)];
  const browser = new Browser(stage.server);
  const path = `/review/${row.ref}`;
  const page = await browser.open({ ...row, person, kind: 'request', path, token, code });
  if (page.status !== 200) throw new Error(`The link of ${person} answers ${page.status}`);
  stage.pages[side].push(page.text);
  stage.desks[side].push({ browser, path, since: stage.now });
  return { browser, code };
}

type Given = Readonly<{ kind?: ReplyKind; revision?: string }>;

/** An office answers by its key; the `revision` that it names makes it refused. */
export async function answerByKey(
  stage: Stage,
  name: string,
  organization: string,
  { kind = 'agree', revision: forged }: Given = {},
): Promise<void> {
  const { ballot, seat, side, person } = await asked(stage, name, organization);
  const { revision, procedure, tracks } = await stage.state(name);
  const key = await stage.keyOf(organization, person);
  const answer = await stage.ask(key, 'POST', `/v1/ballots/${ballot.id}/replies`, {
    seat: seat.key,
    kind,
    inside: stage.markers.plant(side, forged ? 'refused text' : 'inside text', name),
    ...(tracks[ballot.track]?.side === null ? { statement: STATEMENT } : {}),
    shown: {
      revision: forged ?? revision.hash,
      language: 'en',
      procedure: procedure.hash,
      standing: seat.reply?.id ?? null,
    },
  });
  accepted(answer, forged ? 409 : 201);
}

type Asked = Readonly<{ ballot: Ballot; seat: Seat; side: Side; person: string }>;

/** The open question to an organization and who answers it: an open seat first, else the one to be changed. */
async function asked(stage: Stage, name: string, organization: string): Promise<Asked> {
  const state = await stage.state(name);
  const all = Object.values(state.ballots)
    .filter((b) => b.status === 'open')
    .flatMap((ballot) => ballot.seats.map((seat) => ({ ballot, seat })))
    .filter(({ seat }) => seat.organization === organization);
  const found = all.find(({ seat }) => seat.reply === null) ?? all[0];
  if (!found) throw new Error(`Nobody asks ${organization}`);
  const { rows } = await stage.bench.owner.query<{ person_id: string }>(
    'SELECT person_id FROM review_refs WHERE ballot_id = $1 AND seat_key = $2 ORDER BY person_id LIMIT 1',
    [found.ballot.id, found.seat.key],
  );
  return { ...found, side: found.seat.side as Side, person: rows[0]?.person_id ?? '' };
}

export function accepted({ status, body }: Answered, expected: number): unknown {
  if (status !== expected) throw new Error(`Answered ${status} instead of ${expected}: ${body}`);
  return JSON.parse(body);
}
