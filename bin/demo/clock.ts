import { withClient } from '../parts/postgres';
import { fact } from './transcript';

/** The clock of the record: the demo may move that of its own instance, and leaves alone that of any other. */
export interface Clock {
  readonly isOurs: boolean;
  /** Lets the record's clock go on from an instant, and says so in the words of a place. */
  moveTo(at: string, zone: string): Promise<void>;
  /** The day that it is in a place, as 2027-03-01. */
  today(zone: string): string;
  /** Lets it show the real time again. */
  giveBack(): Promise<void>;
}

/** A clock that shows what the time is. */
export const REAL_CLOCK: Clock = {
  isOurs: false,
  moveTo: () => Promise.reject(new Error('The clock of this instance is not ours to move.')),
  today: (zone) => dayIn(Date.now(), zone),
  giveBack: async () => undefined,
};

/** The clock of an instance whose database is ours: every process asks the database for the time. */
export function movableClock(ownerUrl: string): Clock {
  let aheadMs = 0;
  const define = (body: string) =>
    withClient(ownerUrl, async (client) => {
      await client.query(
        `CREATE OR REPLACE FUNCTION accord_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT ${body} $$`,
      );
    });
  return {
    isOurs: true,
    moveTo: async (at, zone) => {
      aheadMs = Date.parse(at) - Date.now();
      await define(`clock_timestamp() + make_interval(secs => ${aheadMs / 1_000})`);
      fact('time', `is moved: it is now ${inWords(at, zone)}`);
    },
    today: (zone) => dayIn(Date.now() + aheadMs, zone),
    giveBack: async () => {
      aheadMs = 0;
      await define('clock_timestamp()');
    },
  };
}

const dayIn = (ms: number, timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(ms);

/** An instant as people of a place write it. Pure. */
export const inWords = (at: string, zone: string): string =>
  `${new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(at))} (${zone})`;

/** The last day on which something is in time, where it is due at the end of a day. Pure. */
export const lastDayInWords = (due: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone }).format(new Date(Date.parse(due) - 1));
