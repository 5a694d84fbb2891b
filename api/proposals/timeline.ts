/**
 * What happened, in sentences of the reader's language. Made of the events that the reader may see and of nothing
 * else, so that no entry tells of another side's house.
 */
import type { z } from 'zod';
import type { EventData, EventType, ProposalEvent } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import { chainsOf } from '../../domain/visibility/visible-to';
import type { Language } from '../../locales/languages';
import type { Texts, Values } from '../../locales/texts';
import type { Snapshot } from '../../store/catalogue';
import type { StoredEvent } from '../../store/chain';
import type { CaseParts } from '../deps';
import type { Answer, KnownInput } from '../http/route';
import { readCase } from './representation';
import type { idParams, pageQuery, timelineEntry } from './schemas';

type Told = Readonly<{ key: string; values: Values }>;
type Teller = Readonly<{ state: Case; names: Names }>;
type Tell<T extends EventType> = (event: Extract<ProposalEvent, { type: T }>, teller: Teller) => Told | null;

interface Names {
  organization(id: string): string;
  /** Of a seat of the directory, `organization:function`. */
  office(seat: string): string;
  side(iso: string): string;
  kind(kind: string): string;
  outcome(outcome: string): string;
}

/** GET …/timeline. */
export async function listTimeline(
  parts: CaseParts,
  { params, caller, query, language }: KnownInput<z.output<typeof idParams>, z.output<typeof pageQuery>, undefined>,
): Promise<Answer> {
  const { state, snapshot } = await readCase(parts, params.id, caller.viewer);
  const chains = chainsOf(caller.viewer, state);
  const page = await parts.events.list(state.id, chains, { cursor: query.cursor ?? null, limit: query.limit });
  const names = namesIn(language, parts.texts, snapshot);
  // A reason is written for the own house: nothing of it crosses without a release.
  const isOwn = caller.viewer.side === state.proposing;
  const notes = await parts.cases.texts(state.id, isOwn ? page.items.flatMap(reasonIn) : []);
  const items = page.items.flatMap((event) => {
    const entry = entryOf(event, { state, names }, parts.texts, language);
    const [reason] = reasonIn(event);
    return entry ? [{ ...entry, note: (reason && notes.get(reason)?.body) ?? null }] : [];
  });
  return { status: 200, body: { items, next: page.next } };
}

/** The reason that was given with a withdrawal, by reference. Pure. */
function reasonIn({ type, payload }: StoredEvent): readonly string[] {
  if (type !== 'Withdrawn' || payload === null) return [];
  const { reason } = JSON.parse(payload) as EventData<'Withdrawn'>;
  return reason ? [reason.hash] : [];
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

/** Every event type has its line here; null where another line says it already. */
const TELLERS: { [T in EventType]: Tell<T> } = {
  Submitted: ({ data }, { names }) => ({
    key: 'Submitted',
    values: { office: names.organization(data.submitter.organization) },
  }),
  StageEntered: () => ({ key: 'StageEntered', values: {} }),
  TrackEntered: ({ data }, { state, names }) => ofTrack('TrackEntered', data.track, state, names),
  BallotOpened: ({ data }, { names }) =>
    data.asked ? asked('SeatsAsked', data.asked, names) : { key: 'BallotOpened', values: {} },
  SeatsAsked: ({ data }, { names }) => asked('SeatsAsked', data.asked, names),
  Reminded: ({ data }, { state, names }) => {
    const seats = state.ballots[data.ballot]?.seats ?? [];
    const offices = data.seats.flatMap(({ key }) => seats.find((s) => s.key === key)?.office ?? []);
    return { key: 'Reminded', values: { count: offices.length, offices: offices.map(names.office) } };
  },
  ReferredUp: ({ data }, { names }) => ({ key: 'ReferredUp', values: { office: names.office(data.to.office) } }),
  ReplyGiven: ({ data }, { state, names }) => {
    const seat = state.ballots[data.ballot]?.seats.find((s) => s.key === data.seat);
    const kind = names.kind(data.kind);
    if (data.signed) return { key: 'ReplyGiven', values: { office: names.office(seat?.office ?? data.seat), kind } };
    if (seat?.electorate === 'consents') {
      return { key: 'ConsentGiven', values: { office: names.organization(seat.participant ?? ''), kind } };
    }
    return { key: 'PositionGiven', values: { side: names.side(seat?.side ?? ''), kind } };
  },
  ReplySigned: () => ({ key: 'ReplySigned', values: {} }),
  BallotClosed: ({ data }) => ({ key: `BallotClosed.${data.result}`, values: {} }),
  TrackSettled: ({ data }, { state, names }) =>
    state.tracks[data.track]?.side ? ofTrack(`TrackSettled.${data.result}`, data.track, state, names) : null,
  StageMerged: () => ({ key: 'StageMerged', values: {} }),
  Released: () => ({ key: 'Released', values: {} }),
  Commented: ({ data }, { names }) => ({ key: 'Commented', values: { office: names.organization(data.organization) } }),
  Withdrawn: (_, { state, names }) => ({
    key: 'Withdrawn',
    values: { office: names.organization(state.submitter.organization) },
  }),
  Stopped: () => ({ key: 'Stopped', values: {} }),
  Concluded: ({ data }, { names }) => ({ key: 'Concluded', values: { outcome: names.outcome(data.outcome) } }),
};

const ofTrack = (key: string, track: string, state: Case, names: Names): Told => ({
  key,
  values: { side: names.side(state.tracks[track]?.side ?? state.proposing) },
});

const asked = (key: string, seats: readonly Readonly<{ office: string }>[], names: Names): Told => ({
  key,
  values: { count: seats.length, offices: seats.map((s) => names.office(s.office)) },
});

function namesIn(language: Language, texts: Texts, { directory }: Snapshot): Names {
  const organization = (id: string): string => {
    const called = directory.organizations[id]?.names;
    return called?.[language] ?? called?.en ?? id;
  };
  const sayOr = (key: string, otherwise: string) => (texts.has(key) ? texts.say(language, key) : otherwise);
  return {
    organization,
    office: (seat) => organization(directory.seats[seat]?.organization ?? seat),
    side: (iso) => sayOr(`countries:${iso}.side`, iso),
    kind: (kind) => sayOr(`review:kind.${kind}.given`, kind),
    outcome: (outcome) => sayOr(`status:outcome.${outcome}.name`, outcome),
  };
}
