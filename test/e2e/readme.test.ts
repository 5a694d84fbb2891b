/** What the README tells a newcomer to type is what happens: its commands are taken out of it and run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeIn, linkIn, type Mail } from '../../bin/demo/mailbox';
import { answerMail } from '../../bin/demo/reviewer';
import { checkoutRoot } from '../../bin/parts/checkout';
import { startInstance, type TestInstance } from '../parts/instance';
import { until } from './cast';

const readme = readFileSync(join(checkoutRoot(), 'README.md'), 'utf8');

/** The curl commands of a section, as a shell would run them; addresses and keys come from the environment. */
const commandsOf = (section: string): string[] => {
  const text = readme.split(`## ${section}`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks.map((block) =>
    block
      .split('\n')
      .filter((line) => !line.startsWith('export '))
      .join('\n'),
  );
};

describe('the first case of the README', () => {
  let folder: string;
  let running: TestInstance;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'accord-readme-'));
    running = await startInstance(folder);
  }, 180_000);

  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('is submitted, waits for the first office, and goes on when that office has answered', async () => {
    const { api = '', demoKey = '', inbox } = running.instance;
    const [submit = '', list = ''] = commandsOf('A first case with curl');
    const sh = (command: string) =>
      JSON.parse(
        execFileSync('bash', ['-c', command], { env: { ...process.env, API: api, KEY: demoKey }, encoding: 'utf8' }),
      );

    const submitted = sh(submit);
    expect(submitted).toMatchObject({ status: 'inside', waitingFor: [{ on: 'seat', seat: 'cn-guangzhou-fao:desk' }] });
    // The key in the README is a fixed one: repeating the command gives the same case.
    expect(sh(submit)).toEqual(submitted);

    const mail = await until(
      'the first mail',
      async () => {
        const mails = (await (await fetch(`${inbox}/api/mails`)).json()) as Mail[];
        return mails.find((m) => linkIn(m) && codeIn(m)) ?? null;
      },
      60_000,
    );
    expect(await answerMail(mail, { kind: 'agree' }, 'en')).not.toBeNull();
    expect(sh(list)).toMatchObject({
      items: [{ id: submitted.id, waitingFor: [{ on: 'seat', seat: 'cn-guangzhou:desk' }] }],
    });
  }, 120_000);

  it('names only commands that exist', () => {
    const scripts = (
      JSON.parse(readFileSync(join(checkoutRoot(), 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    ).scripts;
    const named = [
      ...`${readme}\n${readFileSync(join(checkoutRoot(), 'CONTRIBUTING.md'), 'utf8')}`.matchAll(/npm run ([\w:]+)/g),
    ];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = ''] of named) expect(scripts).toHaveProperty([name]);
  });
});
