/**
 * What happened, in sentences of the reader's language. Made of the events that the reader may see and of nothing
 * else, so that no entry tells of another side's house.
 */
import type { z } from 'zod';
import type { EventType, ProposalEvent } from '../../domain/proposal/events';
import { chainsOf } from '../../domain/visibility/visible-to';
import { createInstants, dayInWords } from '../../locales/instants';
import type { Language } from '../../locales/languages';
import type { Texts } from '../../locales/texts';
import type { Snapshot } from '../../store/catalogue';
import type { StoredEvent } from '../../store/chain';
import type { CaseParts } from '../deps';
import type { Answer, KnownInput } from '../http/route';
import { noteOf } from './notes';
import { readCase } from './representation';
import type { idParams, pageQuery, timelineEntry } from './schemas';
import { TELLERS } from './tellers';
import type { Names, Tell, Teller } from './tellers/teller';

/** GET …/timeline. */
export async function listTimeline(
  parts: CaseParts,
  { params, caller, query, language }: KnownInput<z.output<typeof idParams>, z.output<typeof pageQuery>, undefined>,
): Promise<Answer> {
  const { state, snapshot } = await readCase(parts, params.id, caller.viewer);
  const chains = chainsOf(caller.viewer, state);
  const page = await parts.events.list(state.id, chains, { cursor: query.cursor ?? null, limit: query.limit });
  const { viewer } = caller;
  const zone = snapshot.directory.people[viewer.person]?.zone ?? 'UTC';
  const names = namesIn({ language, zone }, parts.texts, snapshot);
  const noted = page.items.map((event) => ({ event, note: noteOf(event, state, viewer) }));
  const notes = await parts.cases.texts(
    state.id,
    noted.flatMap(({ note }) => note ?? []),
  );
  const items = noted.flatMap(({ event, note }) => {
    const entry = entryOf(event, { state, names }, parts.texts, language);
    return entry ? [{ ...entry, note: (note && notes.get(note)?.body) ?? null }] : [];
  });
  return { status: 200, body: { items, next: page.next } };
}

function entryOf(
  stored: StoredEvent,
  teller: Teller,
  texts: Texts,
  language: Language,
): Omit<z.infer<typeof timelineEntry>, 'note'> | null {
  const { at, chain, type, payload } = stored;
  if (payload === null) return null;
  const tell = TELLERS[type] as Tell<EventType>;
  const told = tell({ type, chain, at, data: JSON.parse(payload) } as ProposalEvent, teller);
  if (!told) return null;
  const key = `timeline:${told.key}`;
  const found = texts.compose(language, key, told.values).language;
  const text = texts.say(language, key, told.values);
  return { at, key: told.key, side: chain === 'case' ? null : chain, text, language: found };
}

type Reader = Readonly<{ language: Language; zone: string }>;

function namesIn({ language, zone }: Reader, texts: Texts, { directory }: Snapshot): Names {
  const organization = (id: string): string => {
    const called = directory.organizations[id]?.names;
    return called?.[language] ?? called?.en ?? id;
  };
  const sayOr = (key: string, otherwise: string) => (texts.has(key) ? texts.say(language, key) : otherwise);
  const instants = createInstants(texts);
  return {
    organization,
    office: (seat) => organization(directory.seats[seat]?.organization ?? seat),
    person: (id) => directory.people[id]?.name ?? id,
    side: (iso) => sayOr(`countries:${iso}.side`, iso),
    kind: (kind) => sayOr(`review:kind.${kind}.given`, kind),
    outcome: (outcome) => sayOr(`status:outcome.${outcome}.name`, outcome),
    obligation: (kind) => sayOr(`timeline:obligation.${kind}`, kind),
    instant: (at) => instants.short(language, at, zone),
    day: (date) => dayInWords(language, date, { dateStyle: 'long' }),
  };
}
