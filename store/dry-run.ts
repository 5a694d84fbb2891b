/** What an act would do to the cases that it concerns, without writing anything: the very command, on a copy. */
import type { ClientBase, Pool } from 'pg';
import type { World } from '../domain/procedure/world';
import { carryCommand } from '../domain/proposal/carry';
import type { Case } from '../domain/proposal/state';
import type { Instant } from '../domain/time/instant';
import { type CarriedAct, commandOf } from './carried-act';
import { findConcerned } from './cases-concerned';
import type { Snapshot } from './catalogue';
import { caseOf, type SnapshotRow } from './load';
import { Unreadable } from './upcast';

export type Tried = Readonly<{
  before: Case;
  /** The case after the act; null where the act says nothing to it. */
  after: Case | null;
}>;

export type DryRun = Readonly<{
  db: ClientBase | Pool;
  pool: Pool;
  act: CarriedAct;
  now: Instant;
  snapshot: Snapshot;
  /** The world with the change in it. */
  changed(world: World): World;
}>;

/** Cases that are held in memory at the same time. */
const PAGE = 50;

const STATES = 'SELECT id, state_version, state FROM proposals WHERE id = ANY ($1) ORDER BY id';

/** Every case that an act concerns, as it is and as it would be. */
export async function* tryOut(run: DryRun): AsyncGenerator<Tried> {
  const ids = await findConcerned(run.db, run.act);
  for (let from = 0; from < ids.length; from += PAGE) {
    const { rows } = await run.db.query<SnapshotRow & { id: string }>(STATES, [ids.slice(from, from + PAGE)]);
    for (const row of rows) {
      const before = await readable(run.pool, row);
      if (before) yield { before, after: tried(before, run) };
    }
  }
}

/** A case that cannot be folded any more is nobody's to change; the operator is told of it elsewhere. */
async function readable(pool: Pool, row: SnapshotRow & Readonly<{ id: string }>): Promise<Case | null> {
  try {
    return await caseOf(pool, row.id, row);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function tried(before: Case, { act, now, snapshot, changed }: DryRun): Tried['after'] {
  const world = changed(snapshot.worldFor(before.procedure));
  const answer = carryCommand(before, before.id, commandOf(act, { now, state: before }), world, 'workflow');
  return answer.accepted ? answer.carried.state : null;
}
