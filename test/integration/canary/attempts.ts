/** What somebody may not do, beside the same with names of what is nowhere: nobody may tell one from the other. */
import { Browser } from '../review/house';
import { bodiesOf, OF_CASE } from './bodies';
import { houseOf } from './catalogue';
import { otherThan, type Side } from './markers';
import { type Key, readByKey, type Seen, told } from './readers';
import type { Stage } from './stage';

/** What is tried with a name that is real and with one of the same length that names nothing. */
export type Attempt = Readonly<{ address: string; body: object; real: string; nothing: string }>;
export type Tried = Readonly<{ real: string; nothing: string }>;

const sender = async (stage: Stage, { organization }: Key) => {
  const secret = await stage.keyOf(organization);
  return async (address: string, body: object) => told(await stage.ask(secret, 'POST', address, body));
};

/** Tries both, and leaves out what was sent. */
export async function tried(stage: Stage, key: Key, { address, body, real, nothing }: Attempt): Promise<Tried> {
  const send = await sender(stage, key);
  const asNothing = (text: string) => text.replaceAll(real, nothing);
  return {
    real: (await send(address, body)).replaceAll(real, '…'),
    nothing: (await send(asNothing(address), JSON.parse(asNothing(JSON.stringify(body))))).replaceAll(nothing, '…'),
  };
}

const answerTo = async (stage: Stage, name: string, seat: string) => {
  const { revision, procedure } = await stage.state(name);
  const shown = { revision: revision.hash, language: 'en', procedure: procedure.hash, standing: null };
  return { seat, kind: 'agree', shown };
};

/** Everything that can be asked about one case by its id: read, commented, withdrawn, answered. */
export async function aboutCase(stage: Stage, key: Key, name: string, asked: string): Promise<Seen> {
  const { id } = stage.case(name);
  const send = await sender(stage, key);
  const ballots = Object.values((await stage.state(name)).ballots);
  const acting = stage.routes.filter(({ method, path }) => method === 'post' && OF_CASE.test(path));
  const posts: [string, object][] = [
    ...acting.flatMap(({ path }) =>
      bodiesOf(path, { id: asked, number: stage.case(name).number }).map((body, i): [string, object] => [
        `${path.replace('{id}', asked).replace('{revision}', '1')}#${i}`,
        body,
      ]),
    ),
    ...(await Promise.all(
      ballots.map(
        async (b): Promise<[string, object]> => [
          `/v1/ballots/${b.id.replace(id, asked)}/replies`,
          await answerTo(stage, name, b.seats[0]?.key ?? ''),
        ],
      ),
    )),
  ];
  const answers = await Promise.all(
    posts.map(
      async ([address, body]) =>
        [`POST ${address}`, { reader: key, text: await send(address.replace(/#.*/, ''), body) }] as const,
    ),
  );
  const read = [...(await readByKey(stage, key, [asked], 'case'))].filter(
    ([place]) => !place.includes('/attachments/'),
  );
  return new Map([...read, ...answers].map(([place, seen]) => [place.replace(asked, '…'), seen]));
}

/** Ids of everything in a case that is no case: a few of each kind. */
export async function strayIds(stage: Stage, name: string): Promise<readonly string[]> {
  const { rows } = await stage.bench.owner.query<{ id: string }>(
    `(SELECT id FROM ballots WHERE proposal_id = $1 LIMIT 9)
     UNION ALL (SELECT id::text FROM deliveries WHERE proposal_id = $1 ORDER BY id LIMIT 3)
     UNION ALL (SELECT ref FROM review_refs WHERE proposal_id = $1 ORDER BY ref LIMIT 3)
     UNION ALL (SELECT payload::json ->> 'comment' FROM events WHERE proposal_id = $1 AND type = 'Commented' LIMIT 3)
     UNION ALL (SELECT seat_key FROM seats_asked WHERE ballot_id LIKE $1::text || '%' LIMIT 3)`,
    [stage.case(name).id],
  );
  return rows.map((row) => row.id);
}

/** What an id of anything brings to light: the id itself is left out. */
export async function aboutId(stage: Stage, key: Key, id: string): Promise<Seen> {
  const read = await readByKey(stage, key, [id], 'case');
  return new Map([...read].map(([place, seen]) => [place.replace(encodeURIComponent(id), '…'), seen]));
}

/** Answers to questions of another house, and proposals that name its offices and people. */
export async function onForeignHouse(stage: Stage, name: string, side: Side): Promise<readonly Attempt[]> {
  const { ballots, tracks } = await stage.state(name);
  const foreign = Object.values(ballots).filter((b) => tracks[b.track]?.side === otherThan(side));
  const house = houseOf(otherThan(side));
  const answers = await Promise.all(
    foreign.map(async ({ id, seats }) => ({
      address: `/v1/ballots/${id}/replies`,
      body: await answerTo(stage, name, seats[0]?.key ?? ''),
      real: id,
      nothing: `${id.slice(0, -1)}9`,
    })),
  );
  const joint = Object.values(ballots).find((b) => tracks[b.track]?.side === null);
  const theirPosition = `position:${otherThan(side)}`;
  const own = houseOf(side).participant;
  const proposal = (changes: object) => ({
    instrument: 'sister-city-agreement',
    participants: [{ organization: own }, { organization: house.participant }],
    title: { en: 'A title' },
    summary: { en: 'A summary' },
    sections: [{ key: 'aim', text: { en: 'An aim' } }],
    ...changes,
  });
  const naming = (changes: object, real: string): Attempt => ({
    address: '/v1/proposals',
    body: proposal(changes),
    real,
    nothing: `${real.slice(0, -4)}zzzz`,
  });
  const person = `${house.participant}-head`;
  return [
    ...answers,
    {
      address: `/v1/ballots/${joint?.id}/replies`,
      body: await answerTo(stage, name, theirPosition),
      real: theirPosition,
      nothing: 'position:ZZ',
    },
    naming({ participants: [{ organization: own }, { organization: house.first }] }, house.first),
    naming({ drafters: [person] }, person),
    naming({ submittedBy: person }, person),
  ];
}

/** What the pages of a link say to somebody who has neither its token nor its code. */
export async function atLink(stage: Stage, ref: string, token: string): Promise<string> {
  const browser = new Browser(stage.server);
  const path = `/review/${ref}`;
  const pages = [];
  for (const place of ['', '/check', '/receipt', '/fresh']) pages.push(await browser.get(path + place));
  for (const fields of [{ token }, { token: 'x' }, { code: '00000000' }, { code: '' }]) {
    pages.push(await browser.postOnly(`${path}/session`, fields));
  }
  for (const place of ['/draft', '/confirm', '/comments', '/fresh']) {
    pages.push(await browser.postOnly(path + place, { kind: 'agree', code: '00000000' }));
  }
  return pages.map(({ status, text }) => `${status}\n${text}`.replaceAll(ref, '…')).join('\n');
}

/** What somebody of the releasing office is told who answers the release once more. */
export async function releaseAgain(stage: Stage, name: string): Promise<string> {
  const { ballots } = await stage.state(name);
  const release = Object.values(ballots).find((b) => b.effect === 'release');
  const { key = '', organization, reply } = release?.seats[0] ?? {};
  const secret = await stage.keyOf(organization ?? '', reply?.person ?? '');
  const address = `/v1/ballots/${release?.id}/replies`;
  const { status, body } = await stage.ask(secret, 'POST', address, await answerTo(stage, name, key));
  return `${status} ${body.replace(release?.closedAt ?? '', '…')}`;
}
