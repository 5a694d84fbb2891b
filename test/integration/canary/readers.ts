/** Who reads, and everything that they can read. */
import { createHash } from 'node:crypto';
import type { Route } from '../../../api/http/route';
import { STATUSES } from '../../../domain/proposal/state';
import { HOUSES, houseOf, MAIL_DOMAIN } from './catalogue';
import { type Kind, type Marker, mayRead, type Reader, type Side, standsIn, undressed } from './markers';
import type { Answered, Desk, Stage } from './stage';

export type Key = Reader & Readonly<{ organization: string }>;
/** What was read, by its reader and place. */
export type Seen = ReadonlyMap<string, Readonly<{ reader: Reader; text: string }>>;

const FOREIGN = 'vn-da-nang';

export const keyOf = (side: string, organization: string, involved: boolean): Key => ({
  name: organization,
  side,
  organization,
  involved,
});

export const participantOf = (side: Side): Key => keyOf(side, houseOf(side).participant, true);
export const unitOf = (side: Side): Key => keyOf(side, houseOf(side).unit, true);
/** Organizations of either country, and of a third one, that have nothing to do with any case. */
export const OUTSIDERS: readonly Key[] = [
  keyOf('CN', HOUSES.CN.outsider, false),
  keyOf('TH', HOUSES.TH.outsider, false),
  keyOf('VN', FOREIGN, false),
];
/** Somebody of a side at the pages of a link. */
export const atPages = (side: Side): Reader => ({ name: `the pages of ${side}`, side, involved: true });

const COUNTRIES = ['CN', 'TH', 'VN', 'XX'];

/** The queries with which a route is read; every other route is read without one. */
const QUERIES: Readonly<Record<string, (ids: readonly string[]) => readonly string[]>> = {
  '/v1/proposals': () => ['', ...STATUSES.map((status) => `?status=${status}`)],
  '/v1/deliveries': (ids) => ['', ...ids.map((id) => `?proposal=${encodeURIComponent(id)}`)],
  '/v1/organizations': () => ['', '?country=CN', '?country=TH'],
  '/v1/countries/{iso}/calendar': () => ['?year=2026'],
  '/v1/deadlines': () => ['?from=2026-06-10&workingDays=3&country=CN&country=TH'],
  '/v1/proposals/{id}/events': () => ['?limit=100'],
  '/v1/proposals/{id}/timeline': () => ['?limit=100'],
  '/v1/proposals/{id}/comments': () => ['?limit=100'],
};

/** Of the directory each side's own entries are asked for, by everybody. */
const FIRST_OFFICES = [HOUSES.CN.first, HOUSES.TH.first];
const DIRECTORY: Readonly<Record<string, readonly string[]>> = {
  '/v1/seats/{id}': FIRST_OFFICES.map((office) => `${office}:desk`),
  '/v1/people/{id}': [HOUSES.CN.unit, HOUSES.TH.unit].map((unit) => `${unit}-desk`),
};

/** The addresses of one GET route, with every id put where one belongs. Pure. */
function addressesOf({ path }: Route, ofCases: readonly string[], files: readonly string[]): readonly string[] {
  const ids = DIRECTORY[path] ?? ofCases;
  if (path.includes('{sha256}')) return files.map((hash) => path.replace('{sha256}', hash));
  const places = path.includes('{iso}')
    ? COUNTRIES.map((iso) => path.replace('{iso}', iso))
    : path.includes('{id}')
      ? ids.map((id) => path.replace('{id}', encodeURIComponent(id)).replace('{revision}', '1'))
      : [path];
  if (places.some((p) => p.includes('{'))) throw new Error(`No value for ${path}`);
  return places.flatMap((place) => (QUERIES[path]?.(ids) ?? ['']).map((query) => place + query));
}

/** `/readyz` tells how long its parts took, and is read apart. */
export const readingRoutes = (stage: Stage): readonly Route[] =>
  stage.routes.filter((r) => r.method === 'get' && r.path !== '/readyz');

/**
 * How much is read: every route; those of cases, with every filter; or one case and the lists alone, by readers who
 * differ from another one in nothing but their organization.
 */
export type Depth = 'all' | 'cases' | 'case';

const isOfCases = ({ path }: Route): boolean => /^\/v1\/(proposals|agreements|attachments|deliveries)/.test(path);

/** Reads with a key. */
export async function readByKey(stage: Stage, key: Key, ids: readonly string[], depth: Depth): Promise<Seen> {
  const routes = readingRoutes(stage).filter((r) => depth === 'all' || isOfCases(r));
  const secret = await stage.keyOf(key.organization);
  const places = routes.flatMap((route) => {
    const isPlain = depth === 'case' && !route.path.includes('{');
    return (isPlain ? [route.path] : addressesOf(route, ids, stage.filesOf(ids))).map((address) => ({
      path: route.path,
      address,
    }));
  });
  const read = places.map(async ({ path, address }) => {
    const answer = await stage.ask(secret, 'GET', address);
    if (answer.status === 200) stage.answered.add(path);
    return [`${key.name} GET ${address}`, { reader: key, text: told(answer) }] as const;
  });
  return new Map(await Promise.all(read));
}

/** Follows a list from page to page, a few entries at a time. */
export async function readPageByPage(stage: Stage, key: Key, address: string): Promise<Seen> {
  const secret = await stage.keyOf(key.organization);
  const seen = new Map<string, { reader: Reader; text: string }>();
  for (let cursor = ''; ; ) {
    const place = `${address}?limit=7${cursor}`;
    const answer = await stage.ask(secret, 'GET', place);
    seen.set(`${key.name} GET ${place}`, { reader: key, text: told(answer) });
    const { next } = JSON.parse(answer.body) as { next: string | null };
    if (next === null) return seen;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

/** Status, headers and body as one text. */
export const told = ({ status, headers, body }: Answered): string => [status, JSON.stringify(headers), body].join('\n');

/** The pages that people of a side have open: the case, or what is closed, and the receipt. */
export async function readByPages(side: Side, desks: readonly Desk[]): Promise<Seen> {
  const seen = new Map<string, { reader: Reader; text: string }>();
  for (const { browser, path } of desks) {
    for (const place of ['', '/receipt']) {
      const { status, text } = await browser.copy().get(path + place);
      const page = text.replaceAll(/name="nonce" value="[^"]*"/g, 'name="nonce"');
      seen.set(`${side} GET ${path}${place}`, {
        reader: atPages(side),
        text: `${status}
${page}`,
      });
    }
  }
  return seen;
}

/** The board as somebody of an organization sees it: the list, by every filter, and the page of each case. */
export async function readBoard(stage: Stage, key: Key, ids: readonly string[], depth: Depth): Promise<Seen> {
  const filters = depth === 'case' ? [] : STATUSES.map((status) => `/board?status=${status}`);
  const addresses = ['/board', ...filters, ...ids.map((id) => `/board/cases/${encodeURIComponent(id)}`)];
  const read = addresses.map(async (address) => {
    const answer = await stage.page(`${key.organization}-desk`, address);
    // A page that is not there repeats the address that was asked for, and nothing else.
    const text = told(answer).replaceAll(address, 'its address');
    return [`${key.name} at ${address}`, { reader: key, text }] as const;
  });
  return new Map(await Promise.all(read));
}

/** The desk as a registrar of an organization sees it: its list, and whatever of a case it is asked for. */
export async function readDesk(stage: Stage, key: Key, names: readonly string[]): Promise<Seen> {
  const states = await Promise.all(names.map((name) => stage.state(name)));
  const asked = states.flatMap(({ ballots }) => Object.values(ballots));
  const places = asked.flatMap(({ id, seats }) =>
    seats.map((seat) => [id, seat.key].map(encodeURIComponent).join('/')),
  );
  const addresses = ['/desk', ...places.flatMap((place) => [`/desk/${place}`, `/desk/${place}/letter`])];
  const read = addresses.map(async (address) => {
    const answer = await stage.page(`${key.organization}-registrar`, address);
    const text = told(answer).replaceAll(address, 'its address');
    return [`${key.name} at ${address}`, { reader: key, text }] as const;
  });
  return new Map(await Promise.all(read));
}

/** That a mail is queued is read too: each is one more in a mailbox. */
export async function readMailboxes(stage: Stage, side: Side): Promise<Seen> {
  const { rows } = await stage.bench.owner.query<{ mails: string }>(
    `SELECT coalesce(string_agg(concat_ws(' ', kind, person_id, created_at), E'\\n' ORDER BY id), '') AS mails
       FROM deliveries WHERE side = $1`,
    [side],
  );
  return new Map([[`the mailboxes of ${side}`, { reader: atPages(side), text: rows[0]?.mails ?? '' }]]);
}

type InInbox = Readonly<{ to: readonly string[]; subject: string; headers: object; text: string; html: string }>;

/** Every mail that has reached people of these tests, with its headers. */
export async function readMails(stage: Stage, inbox: string): Promise<Seen> {
  const { rows } = await stage.bench.owner.query<{ email: string; country: string }>(
    'SELECT p.email, o.country FROM people AS p JOIN organizations AS o ON o.id = p.organization_id',
  );
  const countryOf = new Map(rows.map((r) => [r.email, r.country]));
  const mails = (await (await fetch(`${inbox}/api/mails?since=${stage.began}`)).json()) as InInbox[];
  const ours = mails.filter(({ to }) => countryOf.has(to[0] ?? '') && to[0]?.endsWith(MAIL_DOMAIN));
  return new Map(
    ours.map(({ to, subject, headers, text, html }, i) => {
      const { date: _, received: __, ...rest } = headers as Record<string, string>;
      const side = countryOf.get(to[0] ?? '') as Side;
      const parts = [subject, JSON.stringify(rest), text, html];
      return [`mail ${i} to ${to[0]}: ${subject}`, { reader: atPages(side), text: parts.join('\n') }];
    }),
  );
}

export const together = (...seen: readonly Seen[]): Seen => new Map(seen.flatMap((s) => [...s]));

/** Where a word stands that its reader may not come across. */
export function leaksIn(seen: Seen, stage: Stage, sent: readonly string[] = []): readonly string[] {
  return [...seen].flatMap(([place, { reader, text }]) => {
    // A word that is planted later cannot stand in a text that was read before.
    const known = createHash('sha1').update(`${reader.name}\n${text}`).digest('base64');
    if (stage.searched.has(known)) return [];
    const found = forbiddenIn(text, reader, stage, sent);
    if (found.length === 0) stage.searched.add(known);
    return found.map(({ kind, side, word }) => `${place}: ${kind} of ${side} (${word})`);
  });
}

function forbiddenIn(text: string, reader: Reader, stage: Stage, sent: readonly string[]): readonly Marker[] {
  // What somebody typed may be told back to them.
  const plain = undressed(sent.reduce((t, s) => t.replaceAll(s, ''), text));
  return stage.markers.all.filter((m) => !mayRead(reader, m, stage.released) && standsIn(m, plain));
}

/** The kinds of inner things of a side that somebody came across. */
export function kindsIn(seen: Seen, stage: Stage, side: Side): readonly Kind[] {
  const plain = undressed([...seen.values()].map(({ text }) => text).join('\n'));
  const found = stage.markers.all.filter((m) => m.side === side && standsIn(m, plain));
  return [...new Set(found.map((m) => m.kind))].toSorted();
}

/** What reads differently, each with the place where it begins to. */
export function changesBetween(before: Seen, after: Seen): readonly string[] {
  const places = [...new Set([...before.keys(), ...after.keys()])];
  return places.flatMap((place) => {
    const [then, now] = [before.get(place)?.text ?? '', after.get(place)?.text ?? ''];
    if (then === now) return [];
    const at = [...then].findIndex((letter, i) => letter !== now[i]);
    return [`${place}: ${then.slice(Math.max(at - 60, 0), at + 60)} → ${now.slice(Math.max(at - 60, 0), at + 60)}`];
  });
}
