/** The small case with obligations after it: signing by both sides, and what each side's own law asks. */
import type { World } from '../../../domain/procedure/world';
import type { Command, RecordAct } from '../../../domain/proposal/commands';
import { actorOf, deepFreeze, personOf, T0, world } from './fixtures';
import { Play } from './spec';

const { AA, BB } = world.countries;
const [profile] = BB?.profiles ?? [];
if (!AA || !BB || !profile) throw new Error('The small world has changed');

const ownLaw = { source: 'invented for tests', verifiedBy: null };

export const bindingWorld: World = deepFreeze({
  ...world,
  procedure: {
    ...world.procedure,
    after: [
      { obligation: 'sign', per: 'side' },
      {
        obligation: 'recordFiling',
        side: 'AA',
        due: { calendarDays: 30, from: 'signed' },
        unverified: true,
      },
    ],
  },
  countries: {
    AA,
    BB: {
      ...BB,
      profiles: [
        {
          ...profile,
          after: [
            { obligation: 'report', due: { calendarDays: 15, from: 'signed' }, ...ownLaw },
            { obligation: 'renew', due: { workingDays: 10, from: 'agreed' }, ...ownLaw },
            { obligation: 'sign', due: { calendarDays: 1, from: 'agreed' }, ...ownLaw },
          ],
        },
      ],
    },
  },
} satisfies World);

const ALL = ['aa-city-fao', 'aa-province-fao', 'aa-city-fao', 'bb-committee', 'bb-interior'];
const JOINT = ['aa-city', 'aa-national', 'bb-province', 'bb-interior'];

/** The case up to its agreement, on Monday 8 June 2026. */
export const agreedPlay = (): Play =>
  [...ALL, ...JOINT].reduce((play, office) => play.reply(office), new Play(bindingWorld).submit());

/** An act that a side has done, recorded for it by an office. */
export const actBy = (office: string, kind: RecordAct['kind'], changed: Partial<RecordAct> = {}): Command => ({
  type: 'recordAct',
  at: T0,
  actor: actorOf(personOf(office)),
  kind,
  dated: '2026-06-08',
  number: null,
  mode: null,
  ...changed,
});
