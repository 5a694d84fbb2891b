/** Reading the record's events, chain by chain, as somebody may see them. */
import type { Chain, EventType } from '../domain/proposal/events';
import { InvalidCursor } from './cases';
import type { StoredEvent } from './chain';
import type { Prisma } from './prisma';

export type EventQuery = Readonly<{ cursor: string | null; limit: number; types?: readonly EventType[] }>;
export type PageOfEvents = Readonly<{ items: readonly StoredEvent[]; next: string | null }>;

export interface Events {
  /** Events of some chains in the order in which they happened. Throws InvalidCursor. */
  list(proposal: string, chains: readonly Chain[], query: EventQuery): Promise<PageOfEvents>;
}

/** The place reached in each chain. Versions of the case count commits of all houses and must not show in a cursor. */
type Reached = Readonly<Record<Chain, number>>;

/** Reads events; who may read which chain is decided by `domain/visibility` before. */
export function createEvents(prisma: Prisma): Events {
  return {
    async list(proposal, chains, { cursor, limit, types }) {
      const reached = cursor === null ? {} : reachedBy(cursor);
      const rows = await prisma.event.findMany({
        where: {
          proposalId: proposal,
          OR: chains.map((chain) => ({ chain, seq: { gt: reached[chain] ?? 0 } })),
          ...(types ? { type: { in: [...types] } } : {}),
        },
        omit: { proposalVersion: true, n: true },
        orderBy: [{ proposalVersion: 'asc' }, { n: 'asc' }],
        take: limit + 1,
      });
      const items = rows
        .slice(0, limit)
        .map((row): StoredEvent => ({ ...row, type: row.type as EventType, at: row.at.toISOString() }));
      return { items, next: rows.length > limit ? cursorAfter(reached, items) : null };
    },
  };
}

function cursorAfter(before: Reached, items: readonly StoredEvent[]): string {
  const reached = { ...before, ...Object.fromEntries(items.map(({ chain, seq }) => [chain, seq])) };
  return Buffer.from(JSON.stringify(reached)).toString('base64url');
}

function reachedBy(cursor: string): Reached {
  const place = /^\{("[A-Za-z]{1,16}":\d{1,9},?)*\}$/;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!place.test(text) || text.endsWith(',}')) throw new InvalidCursor();
  return JSON.parse(text) as Reached;
}
