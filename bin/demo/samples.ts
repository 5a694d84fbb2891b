/**
 * Sample cases for an instance that is to be looked at: the cases of the demo, left where they are interesting. Made
 * over HTTP and by mail like any other case; `npm start` runs this once, on an empty record.
 */
import { stateFolder } from '../parts/checkout';
import type { Overview } from './client';
import { Mailbox } from './mailbox';
import texts from './many-sides.json';
import { Offices } from './offices';
import { answerButMyanmar, askedForInterest, askForTime } from './project';
import { begun, ministriesAnswer, returned } from './renewal';
import { runningIn } from './target';
import { completeFiles, PROVINCES } from './vietnamese-houses';

/** Of the four answers of the ministry of defence one is left to come on paper. */
async function onePaperAwaited(offices: Offices): Promise<void> {
  await inHouses(offices, { wish: null, answersOfDefence: PROVINCES.length - 1 });
}

async function backWithGuangxi(offices: Offices): Promise<void> {
  await returned(offices, await inHouses(offices, { wish: 'vn-lang-son', answersOfDefence: PROVINCES.length }));
}

async function inTheJointStep(offices: Offices): Promise<void> {
  const { number } = await inHouses(offices, { wish: null, answersOfDefence: PROVINCES.length });
  for (const head of ['cn-guangxi-head', 'vn-cao-bang-head']) {
    await offices.answersByMail(head, number, { kind: 'agree' });
  }
}

type Houses = Readonly<{ wish: string | null; answersOfDefence: number }>;

async function inHouses(offices: Offices, { wish, answersOfDefence }: Houses): Promise<Overview> {
  const found = await begun(offices);
  await completeFiles(offices, found.id, PROVINCES.length);
  await ministriesAnswer(offices, found, wish);
  for (let answered = 0; answered < answersOfDefence; answered += 1) {
    await offices.answersByMail('vn-mod-desk', found.number, { kind: 'agree' });
  }
  return found;
}

/** A hold stops whatever two sides have in common. So Cambodia, whose case is held below, is not asked here. */
async function timeAsked(offices: Offices): Promise<void> {
  const sides = texts.project.sides.filter((side) => side !== 'KH');
  const asked = await askedForInterest(offices, sides);
  await answerButMyanmar(offices, asked, sides);
  await askForTime(offices, asked);
}

async function held(offices: Offices): Promise<void> {
  const quangNinh = offices.as('vn-quang-ninh');
  const { id } = await quangNinh.submit(texts.exchange);
  await offices.sees('vn-mofa', id, 'a file that waits', (c) => c.files.some((f) => f.status === 'awaited'));
  await offices.as('vn-mofa').act(`/v1/proposals/${id}/completeness`, { complete: true });
  await offices.answers('vn-mofa', id, { kind: 'agree' });
  await offices.answers('vn-quang-ninh-dfa', id, { kind: 'agree' });
  await offices.sees('kh-nsc-mlc', id, 'a released case', (c) => c.status === 'released');
  await offices.as('vn-mlc-unit').act('/v1/holds', { with: 'KH', reason: 'Until both coordinators have met.' });
}

async function main(): Promise<void> {
  const { url, keys, inbox, clock } = runningIn(stateFolder(), false);
  const cases = [onePaperAwaited, backWithGuangxi, inTheJointStep, timeAsked, held];
  // Nobody answers in two of them by the same mail: each mailbox looks for the number of its own case.
  await Promise.all(cases.map((make) => make(new Offices(url, keys, new Mailbox(inbox), clock))));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
