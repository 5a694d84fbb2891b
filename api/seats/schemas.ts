import { z } from 'zod';
import { line, listOf, name, reason } from '../http/fields';

const HOLDERS_AT_MOST = 50;
const date = z.iso.date().meta({ example: '2026-07-01' });

const holder = z.strictObject({
  person: name,
  kind: z.enum(['principal', 'alternate']),
  from: date,
  until: date.nullable(),
});

const inOrder = ({ from, until }: z.infer<typeof holder>): boolean => until === null || from <= until;
const holders = z
  .array(holder.refine(inOrder, 'until must not be before from'))
  .max(HOLDERS_AT_MOST)
  .meta({ description: 'Everybody who holds the seat, with the days on which they do: the whole list.' });

const channels = z
  .array(z.enum(['mail', 'api']))
  .min(1)
  .refine((given) => new Set(given).size === given.length, 'each once');

const key = line(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens');

export const seat = z
  .strictObject({
    id: z.string(),
    organization: z.string(),
    function: z.string(),
    channels: z.array(z.string()),
    holders: z.array(holder),
  })
  .meta({ id: 'Seat' });
export const seatList = listOf('SeatList', seat);

export const newSeat = z
  .strictObject({ organization: name, function: key, channels, holders, reason })
  .meta({ id: 'NewSeat' });

export const seatChange = z
  .strictObject({
    channels,
    holders,
    reason,
    force: z
      .boolean()
      .default(false)
      .meta({ description: 'Also where in an open case nobody would be left who may answer: the case stops.' }),
  })
  .meta({ id: 'SeatChange' });

export const seatChanged = z
  .strictObject({
    change: z.string(),
    cases: z.int().meta({ description: 'Open cases to which the change is carried.' }),
    seat,
  })
  .meta({ id: 'SeatChanged' });
