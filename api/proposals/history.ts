/**
 * The texts of a case as one viewer knows them, folded from the events that this viewer reads and from nothing else: a
 * draft of another house is not in its chains, so it cannot be in this list.
 *
 * A text is known by its hash. Its number may change once: drafts that were never released leave no gap between those
 * that all sides read.
 */
import type { EventData, ProposalEvent, Revision } from '../../domain/proposal/events';
import type { Case } from '../../domain/proposal/state';
import { chainsOf, type Viewer } from '../../domain/visibility/visible-to';
import type { CaseParts } from '../deps';
import type { REVISION_STATUSES } from './revision-schemas';

type Status = (typeof REVISION_STATUSES)[number];

export type KnownRevision = Readonly<{
  revision: Revision;
  status: Status;
  base: number | null;
  side: string;
  organization: string;
  person: string | null;
  drafters: readonly string[] | null;
  at: string;
  releasedAt: string | null;
  changed: readonly string[];
  mustAccept: readonly string[];
  acceptedBy: readonly string[];
}>;

const TYPES = [
  'Submitted',
  'Released',
  'RevisionOffered',
  'RevisionReleased',
  'RevisionAccepted',
  'RoundStarted',
  'AttachmentReleased',
] as const;
type Told = Extract<ProposalEvent, { type: (typeof TYPES)[number] }>;

/** More events of texts than one case can have. */
const ALL = 10_000;

/** All texts that a viewer may read, the oldest first. */
export async function revisionsFor(parts: CaseParts, state: Case, viewer: Viewer): Promise<readonly KnownRevision[]> {
  const page = await parts.events.list(state.id, chainsOf(viewer, state), { cursor: null, limit: ALL, types: TYPES });
  const events = page.items.flatMap(({ type, chain, at, payload }) =>
    payload === null ? [] : [{ type, chain, at, data: JSON.parse(payload) } as Told],
  );
  return revisionsIn(events, state.submitter.organization);
}

/** The same from events in their order. Pure. */
export const revisionsIn = (events: readonly Told[], proposer: string): readonly KnownRevision[] =>
  events.reduce((known, event) => after(known, event, proposer), [] as readonly KnownRevision[]);

function after(known: readonly KnownRevision[], event: Told, proposer: string): readonly KnownRevision[] {
  const { at } = event;
  switch (event.type) {
    case 'Submitted':
      return [...known, firstOf(event.data.revision, { side: event.chain, organization: proposer, at })];
    case 'Released': {
      const { revision, proposing } = event.data;
      const own = change(known, isCurrent, (draft) => ({ revision: withFilesOf(draft, revision), releasedAt: at }));
      const seen = firstOf(revision, { side: proposing, organization: proposer, at });
      return known.length > 0 ? own : [{ ...seen, releasedAt: at }];
    }
    case 'RevisionOffered':
      return [...known, offeredIn(event.data, event.chain, at)];
    case 'RevisionReleased':
      return released(known, event.data, at);
    case 'RevisionAccepted':
      return change(
        known,
        ({ status, revision }) => status === 'released' && revision.number === event.data.revision,
        ({ acceptedBy }) => ({ acceptedBy: [...acceptedBy, event.data.organization] }),
      );
    case 'RoundStarted':
      return event.data.reason === 'revision' ? current(known, event.data.revision) : known;
    case 'AttachmentReleased':
      return change(known, isCurrent, ({ revision }) => ({ revision: withReleased(revision, event.data.sha256) }));
  }
}

const isCurrent = ({ status }: KnownRevision): boolean => status === 'current';

const change = (
  known: readonly KnownRevision[],
  which: (one: KnownRevision) => boolean,
  to: (one: KnownRevision) => Partial<KnownRevision>,
): readonly KnownRevision[] => known.map((one) => (which(one) ? { ...one, ...to(one) } : one));

const firstOf = (revision: Revision, by: Pick<KnownRevision, 'side' | 'organization' | 'at'>): KnownRevision => ({
  revision,
  status: 'current',
  base: null,
  ...by,
  person: null,
  drafters: null,
  releasedAt: null,
  changed: [],
  mustAccept: [],
  acceptedBy: [],
});

function offeredIn(data: EventData<'RevisionOffered'>, side: string, at: string): KnownRevision {
  const { revision, base, organization, person, drafters, changed } = data;
  const by = { side, organization, at };
  return { ...firstOf(revision, by), status: 'offered', base, person, drafters, changed };
}

/** Of one's own side the draft is known already; another side's text begins here. */
function released(
  known: readonly KnownRevision[],
  data: EventData<'RevisionReleased'>,
  at: string,
): readonly KnownRevision[] {
  const { revision, base, organization, side, changed, acceptedBy: mustAccept } = data;
  const isDraft = (one: KnownRevision) => one.status === 'offered' && one.revision.hash === revision.hash;
  const crossed = { revision, status: 'released' as const, releasedAt: at, mustAccept };
  if (known.some(isDraft)) {
    return change(known, isDraft, (draft) => ({ ...crossed, revision: withFilesOf(draft, revision) }));
  }
  return [...known, { ...firstOf(revision, { side, organization, at }), base, changed, ...crossed }];
}

/** One text becomes current; whatever else was current, offered or waiting to be accepted is overtaken. */
function current(known: readonly KnownRevision[], hash: string): readonly KnownRevision[] {
  const now = known.findLastIndex((one) => one.revision.hash === hash && one.status !== 'superseded');
  return known.map((one, i) => ({ ...one, status: i === now ? 'current' : 'superseded' }));
}

/** What crosses names no file that stays inside; its own side goes on reading of those. */
const withFilesOf = ({ revision: { attachments } }: KnownRevision, crossed: Revision): Revision =>
  attachments === undefined ? crossed : { ...crossed, attachments };

function withReleased(revision: Revision, sha256: string): Revision {
  const others = (revision.attachments ?? []).filter((file) => file.sha256 !== sha256);
  return { ...revision, attachments: [...others, { sha256, audience: 'released' }] };
}

/** The text that a number or a hash names: what all sides know by a number goes before a draft that bears it. Pure. */
export function namedIn(known: readonly KnownRevision[], name: string): KnownRevision | null {
  const named = known.filter(({ revision }) => revision.hash === name || String(revision.number) === name);
  const first = (which: (one: KnownRevision) => boolean) => named.findLast(which);
  return (
    first(isCurrent) ??
    first(({ releasedAt }) => releasedAt !== null) ??
    first(({ status }) => status === 'offered') ??
    named.at(-1) ??
    null
  );
}
