import { withClient } from '../parts/postgres';
import { fact } from './transcript';

/** The clock of the record: the demo may move that of its own instance, and leaves alone that of any other. */
export interface Clock {
  readonly isOurs: boolean;
  /** Lets the record's clock go on from an instant, and says so in the words of a place. */
  moveTo(at: string, zone: string): Promise<void>;
  /** Lets it show the real time again. */
  giveBack(): Promise<void>;
}

/** A clock that shows what the time is. */
export const REAL_CLOCK: Clock = {
  isOurs: false,
  moveTo: () => Promise.reject(new Error('The clock of this instance is not ours to move.')),
  giveBack: async () => undefined,
};

/** The clock of an instance whose database is ours: every process asks the database for the time. */
export function movableClock(ownerUrl: string): Clock {
  const define = (body: string) =>
    withClient(ownerUrl, async (client) => {
      await client.query(
        `CREATE OR REPLACE FUNCTION accord_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT ${body} $$`,
      );
    });
  return {
    isOurs: true,
    moveTo: async (at, zone) => {
      const aheadS = (Date.parse(at) - Date.now()) / 1_000;
      await define(`clock_timestamp() + make_interval(secs => ${aheadS})`);
      fact('time', `is moved: it is now ${inWords(at, zone)}`);
    },
    giveBack: () => define('clock_timestamp()'),
  };
}

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
