/**
 * The hash chains of a case: one per audience, blind to content.
 *
 * 1. `payloadHash = SHA-256(salt ‖ JCS(payload))`: the payload can be destroyed while the chain stands.
 * 2. `hash = SHA-256(JCS{prev, proposalId, chain, seq, type, schemaVersion, at, payloadHash})`.
 * 3. Each chain counts its own `seq` from 1 and begins with a `prev` of 64 zeros, so that no gap in one chain tells
 *    its readers how busy another is.
 */
import type { Chain, EventType, ProposalEvent } from '../domain/proposal/events';
import { CASE_CHAIN, SCHEMA_VERSIONS } from '../domain/proposal/events';
import type { Instant } from '../domain/time/instant';
import { canonicalize, newSalt, saltedHash, sha256 } from './canonical';

export const FIRST_PREV = '0'.repeat(64);

export type Head = Readonly<{ seq: number; hash: string }>;
export type Heads = Readonly<Record<Chain, Head>>;

/** One event as the record keeps it. Payload and salt are null once they were destroyed. */
export type StoredEvent = Readonly<{
  proposalId: string;
  chain: Chain;
  seq: number;
  prev: string;
  hash: string;
  type: EventType;
  schemaVersion: number;
  at: Instant;
  payloadHash: string;
  /** Canonical bytes of the event's data. */
  payload: string | null;
  salt: string | null;
  /** The side that owns the payload; null on the `case` chain. */
  ownerSide: string | null;
}>;

export type Linked = Pick<
  StoredEvent,
  'prev' | 'proposalId' | 'chain' | 'seq' | 'type' | 'schemaVersion' | 'at' | 'payloadHash'
>;

/** The hash of one link. Pure. */
export function hashOfLink(link: Linked): string {
  const { prev, proposalId, chain, seq, type, schemaVersion, at, payloadHash } = link;
  return sha256(canonicalize({ prev, proposalId, chain, seq, type, schemaVersion, at, payloadHash }));
}

/** Appends events to their chains. Pure but for the salts. */
export function link(
  proposalId: string,
  before: Heads,
  events: readonly ProposalEvent[],
): { stored: readonly StoredEvent[]; heads: Heads } {
  const heads: Record<Chain, Head> = { ...before };
  const stored = events.map((event) => {
    const { seq: last, hash: prev } = heads[event.chain] ?? { seq: 0, hash: FIRST_PREV };
    const payload = canonicalize(event.data);
    const salt = newSalt();
    const linked: Linked = {
      prev,
      proposalId,
      chain: event.chain,
      seq: last + 1,
      type: event.type,
      schemaVersion: SCHEMA_VERSIONS[event.type],
      at: event.at,
      payloadHash: saltedHash(salt, payload),
    };
    const hash = hashOfLink(linked);
    heads[event.chain] = { seq: linked.seq, hash };
    return { ...linked, hash, payload, salt, ownerSide: event.chain === CASE_CHAIN ? null : event.chain };
  });
  return { stored, heads };
}
