/**
 * Reads a stored event back into what the domain folds, lifting older schema versions step by step.
 *
 * Readers are shipped before writers: an event of an unknown type or of a later version means that this program is
 * older than the record, and is an error. Skipping it would give a state that never was.
 */
import { type EventType, type ProposalEvent, SCHEMA_VERSIONS } from '../domain/proposal/events';
import type { StoredEvent } from './chain';

/** An event, and its case with it, that this program cannot read: its payload was destroyed, or it is of a later one. */
export class Unreadable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Unreadable';
  }
}

type Data = Readonly<Record<string, unknown>>;
/** Lifts data of one version to the next. Keyed by `Type@version` of what is read. */
export type Upcasters = Readonly<Record<string, (data: Data) => Data>>;

/** None yet: every type is still at its first version. */
const UPCASTERS: Upcasters = {};

type Row = Pick<StoredEvent, 'chain' | 'schemaVersion' | 'at' | 'payload'> & Readonly<{ type: string }>;

const isKnown = (type: string): type is EventType => Object.hasOwn(SCHEMA_VERSIONS, type);

/** One stored event as the domain reads it. Pure. Throws on what this program cannot read. */
export function readEvent(row: Row, upcasters: Upcasters = UPCASTERS): ProposalEvent {
  const { type, schemaVersion, chain, at, payload } = row;
  if (!isKnown(type)) throw new Unreadable(`Unknown event type ${type}: the record was written by a later program`);
  if (payload === null)
    throw new Unreadable(`The payload of a ${type} on chain ${chain} was destroyed; it cannot be folded`);
  const current = SCHEMA_VERSIONS[type];
  if (schemaVersion > current) {
    throw new Unreadable(`${type} has schema version ${schemaVersion}; this program reads versions up to ${current}`);
  }
  let data = JSON.parse(payload) as Data;
  for (let version = schemaVersion; version < current; version += 1) {
    const lift = upcasters[`${type}@${version}`];
    if (!lift) throw new Unreadable(`Nothing lifts ${type} from schema version ${version} to ${version + 1}`);
    data = lift(data);
  }
  return { type, chain, at, data } as unknown as ProposalEvent;
}
