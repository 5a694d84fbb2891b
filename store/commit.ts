/**
 * The one statement of a commit. The row of the proposal is the only lock: where its version has moved, or the
 * submission exists already, `moved` is empty, and everything else is fed by `moved`.
 *
 * PostgreSQL runs every data-modifying part of a statement to its end, whether or not something reads it, and all of
 * them or none.
 */
import type { Pool } from 'pg';
import { type Case, isOpen, STATE_VERSION } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import type { Heads, StoredEvent } from './chain';
import { commitStatement, type Part } from './commit-sql';
import type { DeliveryRow, RefRow } from './effects';
import type { KeptAnswer, KeyOfAnswer } from './load';
import type { AttachmentRow, BallotRow, ReaderRow, SeatRow, TrackRow } from './projections';
import { pack } from './snapshot';

/** Texts that the events refer to by salted hash. */
export type TextToKeep = Readonly<{
  hash: string;
  salt: string;
  ownerSide: string | null;
  kind: string;
  language: string | null;
  body: string;
}>;

/** The content of a revision. */
export type ContentToKeep = Readonly<{ hash: string; ownerSide: string; content: unknown }>;

export type Commit = Readonly<{
  /** The version that was loaded; 0 for a submission. */
  from: number;
  state: Case;
  heads: Heads;
  now: Instant;
  /** When the proposal's workflow has to act next. */
  nextDue: Instant | null;
  wakes: boolean;
  events: readonly StoredEvent[];
  texts: readonly TextToKeep[];
  content: ContentToKeep | null;
  attachments: readonly AttachmentRow[];
  tracks: readonly (TrackRow & { nudge_wanted: number })[];
  ballots: readonly BallotRow[];
  seats: readonly SeatRow[];
  readers: readonly ReaderRow[];
  deliveries: readonly DeliveryRow[];
  refs: readonly RefRow[];
  answer: (KeyOfAnswer & KeptAnswer) | null;
}>;

/** A state that grew beyond what a row may hold: content and comments live apart, so this is a bug or an abuse. */
export class StateTooLarge extends Error {
  constructor(proposal: string, bytes: number) {
    super(`The state of case ${proposal} has ${bytes} bytes; at most ${STATE_BYTES_AT_MOST} are allowed`);
    this.name = 'StateTooLarge';
  }
}
export const STATE_BYTES_AT_MOST = 65_536;

/** Writes a commit. False where the version has moved, or the submission is there already: nothing was written. */
export async function commit(pool: Pool, made: Commit): Promise<boolean> {
  const rows = rowsOf(made);
  const needed = (Object.keys(rows) as (keyof typeof rows)[]).filter((part) => rows[part].length > 0);
  const statement = commitStatement(
    made.from === 0 ? 'submission' : 'move',
    new Set<Part>(made.answer === null ? needed : [...needed, 'answer']),
  );
  const texts = Object.fromEntries(needed.map((part) => [part, JSON.stringify(rows[part])]));
  const query = statement({ ...scalarsOf(made), ...answerValues(made.answer), ...texts });
  return (await pool.query<{ moved: number }>(query)).rows[0]?.moved === 1;
}

/** What the parts of a commit write, named as the columns are. */
const rowsOf = (made: Commit): Readonly<Record<Exclude<Part, 'answer'>, readonly object[]>> => ({
  events: made.events.map(eventRow),
  texts: made.texts.map(({ ownerSide, ...text }) => ({ ...text, owner_side: ownerSide })),
  content: made.content === null ? [] : [{ ...made.content, owner_side: made.content.ownerSide }],
  attachments: made.attachments,
  tracks: made.tracks,
  ballots: made.ballots,
  seats: made.seats,
  readers: made.readers,
  deliveries: made.deliveries,
  refs: made.refs,
});

function scalarsOf({ from, state, heads, now, nextDue, wakes }: Commit) {
  return {
    id: state.id,
    from,
    version: from + 1,
    stateVersion: STATE_VERSION,
    state: stateText(state),
    heads: JSON.stringify(heads),
    number: state.number,
    status: state.status,
    procedure: state.procedure.key,
    procedureVersion: state.procedure.version,
    proposing: state.proposing,
    isOpen: isOpen(state),
    nextDue,
    wakes,
    now,
  };
}

/** What is kept under an idempotency key; nulls where there is none. Pure. */
export const answerValues = (answer: (KeyOfAnswer & KeptAnswer) | null) => ({
  credential: answer?.credential ?? null,
  route: answer?.route ?? null,
  key: answer?.key ?? null,
  bodyHash: answer?.bodyHash ?? null,
  answerStatus: answer?.status ?? null,
  answerHeaders: JSON.stringify(answer?.headers ?? null),
  answerBody: JSON.stringify(answer?.body ?? null),
});

function stateText(state: Case): string {
  const text = JSON.stringify(pack(state));
  const bytes = Buffer.byteLength(text);
  if (bytes > STATE_BYTES_AT_MOST) throw new StateTooLarge(state.id, bytes);
  return text;
}

const eventRow = (event: StoredEvent, n: number) => ({
  n,
  chain: event.chain,
  seq: event.seq,
  prev: event.prev,
  hash: event.hash,
  type: event.type,
  schema_version: event.schemaVersion,
  at: event.at,
  payload_hash: event.payloadHash,
  payload: event.payload,
  salt: event.salt,
  owner_side: event.ownerSide,
});
