/** A border plan of Guangxi with two provinces of Viet Nam: what happens in it, when, and in whose house. */
import type { Houses } from './houses';
import { MINUTE_OF, type Side } from './markers';
import { accepted, sendFile } from './people';
import type { Stage } from './stage';

/** `both`: what the other side learns of by right. */
export type BorderAct = Readonly<{
  where: 'CN' | 'VN' | 'both';
  hour: string;
  name: string;
  act(houses: Houses): Promise<unknown>;
}>;

/** Inner acts happen at a minute of their side. */
export const instantIn = ({ where, hour }: BorderAct): string =>
  `2026-06-${hour}:${where === 'both' ? '05' : MINUTE_OF[where]}:00.000Z`;

type Words = (section: string) => string;

const plan = (word: Words) => ({
  title: { en: word('title') },
  summary: { en: word('summary') },
  data: { years: word('data') },
  sections: ['friendship', 'border-management'].map((key) => ({ key, text: { en: word(key) } })),
});

export async function submitPlan(
  stage: Stage,
  name: string,
  { vietnamese, kind }: { vietnamese: readonly string[]; kind: 'content' | 'inside text' },
): Promise<void> {
  const words = () => stage.markers.plant('CN', kind, name);
  const key = await stage.keyOf('cn-guangxi');
  const [open, kept] = [stage.markers.plant('CN', 'content', name), stage.markers.plant('CN', 'inside file', name)];
  const files = [await sendFile(stage, key, open), await sendFile(stage, key, kept)] as const;
  const answer = await stage.ask(key, 'POST', '/v1/proposals', {
    instrument: 'border-exchange-plan',
    participants: ['cn-guangxi', ...vietnamese].map((organization) => ({ organization })),
    drafters: ['cn-guangxi-desk'],
    areas: ['border-exchanges'],
    attachments: [files[0], { sha256: files[1], audience: 'inside' }],
    ...plan(words),
  });
  const made = accepted(answer, 201) as { id: string; number: string; revision: { hash: string } };
  stage.cases.set(name, { id: made.id, number: made.number, files });
  const noted = [
    { word: made.id, kind: 'case' },
    { word: made.number, kind: 'number' },
    { word: made.revision.hash, kind },
    { word: files[0], kind: 'content' },
    { word: files[1], kind: 'inside file' },
  ] as const;
  for (const marker of noted) stage.markers.note({ ...marker, side: 'CN', of: name });
  await stage.drive(name);
}

const changed = (houses: Houses, side: Side, of: string) => plan(() => houses.word(side, 'content', of));
const UNIT = { CN: 'cn-lmc-secretariat', VN: 'vn-mlc-unit' } as const;
const reason = (houses: Houses, side: Side) => houses.word(side, 'reason of an act');
const cross = (houses: Houses, of: string) => houses.stage.released.add(of);

/** The houses of both provinces at work, one of them sends the text back, one stops; held, and withdrawn. */
export const MANY_HOUSES: readonly BorderAct[] = [
  {
    where: 'CN',
    hour: '10T01',
    name: 'the proposer submits a draft',
    act: ({ stage, name }) =>
      submitPlan(stage, name, { vietnamese: ['vn-cao-bang', 'vn-lang-son'], kind: 'inside text' }),
  },
  {
    where: 'CN',
    hour: '10T01',
    name: 'and comments on it, inside',
    act: (h) => h.act('cn-guangxi', 'comments', { text: h.word('CN', 'comment') }),
  },
  {
    where: 'CN',
    hour: '10T01',
    name: 'the proposer changes the draft before anybody else has seen it',
    act: async (h) => {
      await h.act('cn-guangxi', 'revisions', { base: 1, ...changed(h, 'CN', h.name) });
      const { revision } = await h.stage.state(h.name);
      h.stage.markers.note({ word: revision.hash, kind: 'content', side: 'CN', of: h.name });
    },
  },
  { where: 'CN', hour: '10T01', name: 'its house agrees', act: (h) => h.answer('cn-guangxi-fao', 'agree') },
  {
    where: 'both',
    hour: '10T02',
    name: 'it is released',
    act: async (h) => {
      await h.answer('cn-guangxi-fao', 'agree');
      cross(h, h.name);
    },
  },
  {
    where: 'CN',
    hour: '10T02',
    name: 'the proposer writes a comment that waits for its release, and one inside',
    act: async (h) => {
      await h.act('cn-guangxi', 'comments', { text: h.word('CN', 'comment'), audience: 'others', asks: true });
      await h.act(UNIT.CN, 'comments', { text: h.word('CN', 'comment') });
    },
  },
  {
    where: 'VN',
    hour: '10T03',
    name: 'a list of what lacks by an office that does not receive the file is refused',
    act: async (h) => {
      const lacking = { text: h.word('VN', 'refused text') };
      const track = await h.trackOf('vn-lang-son');
      await h.act(UNIT.VN, 'completeness', { track, complete: false, lacking }, { expected: 403 });
    },
  },
  {
    where: 'VN',
    hour: '10T03',
    name: 'the file of one province is complete',
    act: async (h) => h.act('vn-mofa', 'completeness', { track: await h.trackOf('vn-cao-bang'), complete: true }),
  },
  {
    where: 'both',
    hour: '10T04',
    name: 'that of the other one lacks something, and it is supplied',
    act: async (h) => {
      const track = await h.trackOf('vn-lang-son');
      const lacking = { text: `There lacks ${h.word('VN', 'content', 'what lacks')}` };
      await h.act('vn-mofa', 'completeness', { track, complete: false, lacking });
      cross(h, 'what lacks');
      await h.act('cn-guangxi', 'completeness/supplies', {
        track,
        text: { text: `Here is ${h.word('CN', 'content')}` },
      });
    },
  },
  {
    where: 'VN',
    hour: '10T05',
    name: 'it is complete, an office delegates, somebody has a conflict of interest',
    act: async (h) => {
      await h.act('vn-mofa', 'completeness', { track: await h.trackOf('vn-lang-son'), complete: true });
      const mofa = await h.asked('vn-mofa', 'vn-cao-bang');
      const to = { seat: mofa.seat.key, to: 'vn-mofa-registrar' };
      await h.act('vn-mofa', `/v1/ballots/${mofa.ballot.id}/delegations`, to);
      const mps = await h.asked('vn-mps', 'vn-cao-bang');
      const conflict = { seat: mps.seat.key, reason: reason(h, 'VN') };
      await h.act('vn-mps', `/v1/ballots/${mps.ballot.id}/conflicts`, conflict);
    },
  },
  {
    where: 'VN',
    hour: '10T05',
    name: 'one office answers by key, and one on paper',
    act: async (h) => {
      await h.answer('vn-mps', 'agreeWithComments', { person: 'vn-mps-deputy', track: 'vn-cao-bang' });
      await h.answer('vn-mod', 'agree', { ...(await h.paperOf('VN', 'vn-mod')), track: 'vn-cao-bang' });
    },
  },
  {
    where: 'VN',
    hour: '10T05',
    name: 'the unit suspends a house',
    act: async (h) => {
      const track = await h.trackOf('vn-cao-bang');
      await h.act(UNIT.VN, 'interventions', { kind: 'suspend', track, reason: reason(h, 'VN') });
    },
  },
  {
    where: 'VN',
    hour: '10T06',
    name: 'and lets it go on; a province writes a comment that waits for its release, and offers another text',
    act: async (h) => {
      const track = await h.trackOf('vn-cao-bang');
      await h.act(UNIT.VN, 'interventions', { kind: 'unsuspend', track, reason: reason(h, 'VN') });
      const text = `We ask: ${h.word('VN', 'content', 'the question')}`;
      h.made.set('the question', (await h.act('vn-cao-bang', 'comments', { text, audience: 'others', asks: true })).id);
      const { revision } = await h.stage.state(h.name);
      const body = { base: revision.number, ...changed(h, 'VN', 'the offer') };
      h.made.set('the offer', String((await h.act('vn-cao-bang', 'revisions', body)).number));
    },
  },
  {
    where: 'both',
    hour: '10T07',
    name: 'both cross',
    act: async (h) => {
      await h.act('vn-cao-bang-dfa', 'releases', { comment: h.made.get('the question') });
      cross(h, 'the question');
      await h.act('vn-cao-bang-dfa', 'releases', { revision: Number(h.made.get('the offer')) });
      cross(h, 'the offer');
    },
  },
  {
    where: 'CN',
    hour: '10T07',
    name: 'the proposing side talks about the offer',
    act: (h) => h.act('cn-guangxi-fao', 'comments', { text: h.word('CN', 'comment') }),
  },
  {
    where: 'VN',
    hour: '10T08',
    name: 'the house of the other province sends the text back',
    act: async (h) => {
      const { ballot } = await h.asked('vn-mofa', 'vn-lang-son');
      h.made.set('the return', ballot.id);
      await h.answer('vn-mofa', 'agree', { track: 'vn-lang-son' });
      await h.answer('vn-mod', 'agree', { ...(await h.paperOf('VN', 'vn-mod')), track: 'vn-lang-son' });
      const more = { sections: ['border-management'] };
      await h.answer('vn-mps', 'requestChanges', { person: 'vn-mps-deputy', track: 'vn-lang-son', more });
    },
  },
  {
    where: 'both',
    hour: '10T09',
    name: 'its wish crosses',
    act: (h) => h.act('vn-lang-son-dfa', 'releases', { return: h.made.get('the return') }),
  },
  {
    where: 'both',
    hour: '11T01',
    name: 'a unit holds what its country has with the other',
    act: async (h) => {
      const placed = await h.act(UNIT.VN, '/v1/holds', { with: 'CN', reason: h.word('VN', 'reason of a hold') });
      h.made.set('the hold', placed.hold.id);
    },
  },
  {
    where: 'VN',
    hour: '11T01',
    name: 'while it is paused a house comments and an office objects',
    act: async (h) => {
      await h.act('vn-cao-bang', 'comments', { text: h.word('VN', 'comment') });
      await h.answer('vn-mofa', 'object', { track: 'vn-cao-bang' });
    },
  },
  {
    where: 'both',
    hour: '11T02',
    name: 'the hold is lifted, and the house stops where nobody is known who decides',
    act: (h) =>
      h.act(
        UNIT.VN,
        `/v1/holds/${h.made.get('the hold')}/lift`,
        { reason: h.word('VN', 'reason of a hold') },
        { expected: 200 },
      ),
  },
];

/** The shortest way into effect, and what a side owes after it. */
export const IN_EFFECT: readonly BorderAct[] = [
  {
    where: 'both',
    hour: '15T01',
    name: 'a plan with one province is released',
    act: async (h) => {
      await submitPlan(h.stage, h.name, { vietnamese: ['vn-cao-bang'], kind: 'content' });
      for (const _ of ['house', 'release']) await h.answer('cn-guangxi-fao', 'agree');
      cross(h, h.name);
    },
  },
  {
    where: 'both',
    hour: '15T02',
    name: 'everybody agrees',
    act: async (h) => {
      await h.act('vn-mofa', 'completeness', { complete: true });
      for (const office of ['vn-mofa', 'vn-mps']) await h.answer(office, 'agree');
      await h.answer('vn-mod', 'agree', await h.paperOf('VN', 'vn-mod'));
      await h.answer('cn-guangxi', 'agree', { person: 'cn-guangxi-head' });
      await h.answer('vn-cao-bang', 'agree', { person: 'vn-cao-bang-head' });
      await h.answer(UNIT.CN, 'agree');
      await h.answer('vn-mofa', 'agree');
    },
  },
  {
    where: 'both',
    hour: '15T03',
    name: 'both sign',
    act: async (h) => {
      const { id } = h.stage.case(h.name);
      const signing = { kind: 'sign', dated: '2026-06-15' };
      await h.act('cn-guangxi', `/v1/agreements/${id}/acts`, signing);
      await h.act('vn-cao-bang', `/v1/agreements/${id}/acts`, signing);
    },
  },
  {
    where: 'VN',
    hour: '15T03',
    name: 'one side reports, as its own law asks',
    act: async (h) => {
      const { id } = h.stage.case(h.name);
      const report = { kind: 'report', dated: '2026-06-15', number: h.word('VN', 'reason of an act') };
      await h.act('vn-cao-bang', `/v1/agreements/${id}/acts`, report);
    },
  },
];
