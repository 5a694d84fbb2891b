/** Everything by which people edit the catalogue at run time, over one pool. */
import type { Pool } from 'pg';
import { type Calendars, createCalendars } from './calendars';
import { type CarriedActs, createCarriedActs } from './carried-acts';
import type { Catalogue } from './catalogue';
import { createCatalogueChanges } from './catalogue-changes';
import { type CatalogueHistory, createCatalogueHistory } from './catalogue-history';
import { createHolds, type Holds } from './holds';
import { createPeopleAndSeats, type PeopleAndSeats } from './people-and-seats';
import type { Record_ } from './record';

export type CatalogueActs = Readonly<{
  carried: CarriedActs;
  calendars: Calendars;
  holds: Holds;
  peopleAndSeats: PeopleAndSeats;
  history: CatalogueHistory;
}>;

export type CatalogueActsParts = Readonly<{
  pool: Pool;
  catalogue: Catalogue;
  record: Pick<Record_, 'apply'>;
  /** Told of what could not be carried to a case for now: the sweeper comes back to it. */
  onLeft?: (left: Readonly<{ row: string | null; proposal: string | null; error: unknown }>) => void;
}>;

/** The acts of units on their country's part of the catalogue. */
export function createCatalogueActs({ pool, catalogue, record, onLeft }: CatalogueActsParts): CatalogueActs {
  const carried = createCarriedActs({ pool, record, ...(onLeft ? { onLeft } : {}) });
  const onCarryFailed = (error: unknown) => onLeft?.({ row: null, proposal: null, error });
  const changes = createCatalogueChanges({ pool, catalogue, carried, onCarryFailed });
  return {
    carried,
    calendars: createCalendars({ pool, catalogue, changes }),
    holds: createHolds({ pool, changes }),
    peopleAndSeats: createPeopleAndSeats({ pool, changes }),
    history: createCatalogueHistory(pool),
  };
}
