/** What can happen in a case: acts, when they happen, and whose house they happen in. */
import { type House, houseOf } from './catalogue';
import { MINUTE_OF, type Side } from './markers';
import { answerByKey, answerByPage, comment, openPage, submit, withdraw } from './people';
import type { Stage } from './stage';

/** `both`: an act that the other side learns of by right. */
export type Where = 'proposing' | 'other' | 'both';

export type Act = Readonly<{
  where: Where;
  /** An instant of UTC; `pp` and `oo` are the minutes of inner acts of the proposing and of the other side. */
  at: string;
  name: string;
  act(stage: Stage, name: string): Promise<void>;
}>;

export const instantOf = (at: string, { proposing, other }: Stage): string =>
  `${at.replace('pp', String(MINUTE_OF[proposing])).replace('oo', String(MINUTE_OF[other]))}:00.000Z`;

type Office = Exclude<keyof House, 'roles' | 'profile'>;
const officeOf = (stage: Stage, where: Where, office: Office): string =>
  houseOf(where === 'other' ? stage.other : stage.proposing)[office];
const sideOf = (stage: Stage, where: Where): Side => (where === 'other' ? stage.other : stage.proposing);

export const submits = (at: string): Act => ({
  where: 'proposing',
  at,
  name: 'the proposer submits',
  act: (stage, name) => submit(stage, name),
});

export const comments = (where: Where, at: string, by: 'participant' | 'unit'): Act => ({
  where,
  at,
  name: `the ${by} of the ${where} side comments`,
  act: (stage, name) => comment(stage, name, sideOf(stage, where), by),
});

type Answering = Readonly<{
  of: 'proposing' | 'other';
  office: Office;
  kind?: 'agree' | 'agreeWithComments' | 'object';
}>;

export const answersByPage = (where: Where, at: string, name: string, { of, office, kind }: Answering): Act => ({
  where,
  at,
  name,
  act: (stage, title) => answerByPage(stage, title, officeOf(stage, of, office), kind),
});

export const answersByKey = (where: Where, at: string, name: string, { of, office, kind }: Answering): Act => ({
  where,
  at,
  name,
  act: (stage, title) => answerByKey(stage, title, officeOf(stage, of, office), kind ? { kind } : {}),
});

export const isRefused = (of: 'proposing' | 'other', at: string, office: Office): Act => ({
  where: of,
  at,
  name: `an answer of the ${of} side to a text that was never shown is refused`,
  act: (stage, name) => answerByKey(stage, name, officeOf(stage, of, office), { revision: 'f'.repeat(64) }),
});

export const wakes = (where: Where, at: string, name: string): Act => ({
  where,
  at,
  name,
  act: (stage, title) => stage.wake(title),
});

export const releases = (at: string, by: 'page' | 'key'): Act => ({
  where: 'both',
  at,
  name: 'the proposing side releases',
  act: async (stage, name) => {
    const office = officeOf(stage, 'proposing', 'releasing');
    await (by === 'page' ? answerByPage(stage, name, office) : answerByKey(stage, name, office));
    stage.released.add(name);
  },
});

/** Both sides have a page of the joint step before them, which is no act. */
export const opensPages = (at: string): Act => ({
  where: 'proposing',
  at,
  name: 'people of both sides open their pages of the joint step',
  act: async (stage, name) => {
    for (const side of [stage.proposing, stage.other]) {
      await openPage(stage, name, houseOf(side).consenting);
      await openPage(stage, name, houseOf(side).position);
    }
  },
});

export const leavesSeat = (at: string, office: Office): Act => ({
  where: 'other',
  at,
  name: `the people of an office of the other side leave it`,
  act: (stage) => stage.staff(officeOf(stage, 'other', office), false),
});

export const returns = (at: string, office: Office): Act => ({
  where: 'other',
  at,
  name: 'people hold its seat again',
  act: (stage) => stage.staff(officeOf(stage, 'other', office), true),
});

export const withdraws = (where: Where, at: string): Act => ({
  where,
  at,
  name: 'the proposer withdraws',
  act: (stage, name) => withdraw(stage, name),
});
