import { z } from 'zod';
import { HOLDER_KINDS } from '../../domain/directory/directory';
import { line, listOf, name, reason } from '../http/fields';

const HOLDERS_AT_MOST = 50;
const date = z.iso.date().meta({ example: '2026-07-01' });

const limits = z
  .strictObject({ instruments: z.array(name).nullish(), areas: z.array(name).nullish() })
  .meta({ description: 'What a delegation reaches: everything, where a list is left out.' });

const holder = z.strictObject({
  person: name,
  kind: z.enum(HOLDER_KINDS),
  from: date,
  until: date.nullable(),
  by: name
    .nullish()
    .meta({ description: 'For whom a delegate or a proxy speaks: a principal or alternate of this seat.' }),
  limits: limits.nullish(),
});
type Given = z.infer<typeof holder>;

const inOrder = ({ from, until }: Given): boolean => until === null || from <= until;
const speaksForOther = ({ kind }: Given): boolean => kind === 'delegate' || kind === 'proxy';

/** Depth one: whoever speaks for somebody else speaks for one who holds the seat in their own name. */
const holders = z
  .array(holder.refine(inOrder, 'until must not be before from'))
  .max(HOLDERS_AT_MOST)
  .superRefine((given, context) => {
    const own = given.filter((h) => !speaksForOther(h)).map((h) => h.person);
    for (const [i, h] of given.entries()) {
      const isRight = speaksForOther(h) ? h.by != null && own.includes(h.by) && h.by !== h.person : h.by == null;
      if (!isRight)
        context.addIssue({ code: 'custom', path: [i, 'by'], message: 'a principal or alternate of this seat' });
    }
  })
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
    change: z.int().meta({ description: 'The how-manieth change of your side it is.' }),
    cases: z.int().meta({ description: 'Open cases to which the change is carried.' }),
    seat,
  })
  .meta({ id: 'SeatChanged' });
