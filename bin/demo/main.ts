/**
 * `npm run demo`: carries cases through a running system by nothing but HTTP, the mailbox and the registrar's desk.
 *
 * Without arguments it starts an instance of its own, whatever servers the environment names, moves its clock where a
 * case takes weeks, and stops it at the end. With `--instance <state folder>` it uses a running one and moves no time
 * (unless `--move-clock` says that it may). With `--url`, `--inbox` and `--key` (and `--other-key` for a key of the
 * Thai side) it has the keys of too few offices for the cases of many sides, and leaves them out.
 */
import { parseArgs } from 'node:util';
import { endedInside, type Stage, sisterCity } from './cases';
import { Client } from './client';
import { bilateralHold, HOLD_NEEDS } from './hold';
import { Mailbox } from './mailbox';
import { Offices } from './offices';
import { listProject, PROJECT_NEEDS } from './project';
import { RENEWAL_NEEDS, renewal } from './renewal';
import { ownInstance, running, runningIn, type Target } from './target';
import { fact, heading, say } from './transcript';

const DRAFTER = 'cn-guangzhou-desk';

type ManySides = Readonly<{
  name: string;
  needs: readonly string[];
  play: (offices: Offices) => Promise<void>;
  /** What it came to, once it has been played to its end. */
  cameTo: string;
}>;

const MANY_SIDES: readonly ManySides[] = [
  {
    name: 'renewal',
    needs: RENEWAL_NEEDS,
    play: renewal,
    cameTo: 'agreed by six participants and two sides in the third round, signed by both sides, in effect',
  },
  {
    name: 'project',
    needs: PROJECT_NEEDS,
    play: listProject,
    cameTo: 'agreed with three partners, a proposal prepared with each of them',
  },
  {
    name: 'hold',
    needs: HOLD_NEEDS,
    play: bilateralHold,
    cameTo: 'paused and lifted, every answer kept, no deadline earlier',
  },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      inbox: { type: 'string' },
      key: { type: 'string' },
      'other-key': { type: 'string' },
      instance: { type: 'string' },
      'move-clock': { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const target = await targetFor(values);
  try {
    await target.clock.giveBack();
    const chosen = (name: string) => values.only === undefined || values.only.includes(name);
    const first = chosen('first-thread') ? await firstThread(target) : [];
    const played = await manySides(
      target,
      MANY_SIDES.filter(({ name }) => chosen(name)),
    );
    heading('Done');
    say('Everything above went over HTTP, the mailbox and the pages for people.');
    for (const [name, line] of [...first, ...played]) fact(name, line);
    if (!target.clock.isOurs) say('No time was moved.');
    // Mails that are still under way would wait for the time at which they were written.
    if (target.clock.isOurs) await new Mailbox(target.inbox).settled('', []);
  } finally {
    await target.clock.giveBack();
    await target.stop();
  }
}

type Values = Readonly<{ url?: string; instance?: string; 'move-clock'?: boolean }> & Readonly<Record<string, unknown>>;

async function targetFor(values: Values): Promise<Target> {
  if (values.instance !== undefined) return runningIn(values.instance, values['move-clock'] === true);
  if (values.url === undefined) return ownInstance();
  return running(values as Readonly<Record<string, string | undefined>>);
}

type Line = readonly [name: string, what: string];

async function firstThread(target: Target): Promise<readonly Line[]> {
  const stage: Stage = {
    guangzhou: new Client(target.url, target.key),
    chiangMai: target.otherKey ? new Client(target.url, target.otherKey) : null,
    mailbox: new Mailbox(target.inbox),
    drafter: DRAFTER,
  };
  await sisterCity(stage);
  await endedInside(stage);
  return [
    ['sister city', 'agreed by both participants and both sides'],
    ['early idea', 'ended in its own house, and nobody else learned of it'],
  ];
}

/** Plays those cases for which there are keys; one line for each. */
async function manySides(target: Target, cases: readonly ManySides[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const { name, needs, play, cameTo } of cases) {
    const offices = new Offices(target.url, target.keys, new Mailbox(target.inbox), target.clock);
    if (offices.has(...needs)) {
      await play(offices);
      lines.push([name, cameTo]);
    } else lines.push([name, 'left out: the demo was not given the keys of all its offices']);
  }
  return lines;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
