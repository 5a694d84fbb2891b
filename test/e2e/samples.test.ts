/** A new instance has something to look at: cases of many sides where they are interesting, made once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseJson, Client } from '../../bin/demo/client';
import { startInstance, type TestInstance } from '../parts/instance';
import { until } from './cast';

const clientOf = ({ instance: { api = '', demoKeys = {} } }: TestInstance, organization: string) =>
  new Client(api, demoKeys[organization] ?? '');

const casesOf = async (running: TestInstance, organization: string): Promise<readonly CaseJson[]> => {
  const client = clientOf(running, organization);
  return Promise.all((await client.list()).map(({ id }) => client.get(id)));
};

it('are there in a new instance, and are not made again by the next start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-samples-'));
  let running = await startInstance(folder, { ACCORD_SAMPLES: '1' });
  try {
    const done = () => (/Sample cases are ready|Not all/.test(running.output()) ? running.output() : null);
    expect(await until('the sample cases', async () => done(), 300_000)).toContain('Sample cases are ready');

    const renewals = (await casesOf(running, 'vn-mofa')).filter((c) => c.participants.length === 5);
    expect(renewals.map((c) => c.status)).toEqual(['released', 'released', 'released']);
    // In the houses, where one answer is to come on paper; back with Guangxi; in the joint step.
    const offices = renewals.map((c) => c.waitingFor.flatMap((w) => w.seat ?? []));
    expect(offices).toContainEqual(['vn-mod:desk']);
    expect(renewals.filter((c) => c.returns.length > 0)).toHaveLength(1);
    expect(offices).toContainEqual(expect.arrayContaining(['consent:vn-lang-son', 'position:VN']));

    const [project] = await casesOf(running, 'mm-mlc-ncu');
    expect(project?.waitingFor.map((w) => w.seat)).toEqual(['position:MM']);
    const [joint] = await clientOf(running, 'mm-mlc-ncu').ballots(project?.id ?? '');
    expect(joint?.seats.find((s) => s.side === 'MM')).toMatchObject({ extension: 'asked' });

    expect((await casesOf(running, 'kh-nsc-mlc')).map((c) => c.status)).toEqual(['paused']);

    await running.stop();
    running = await startInstance(folder, { ACCORD_SAMPLES: '1' });
    expect(await casesOf(running, 'cn-guangxi')).toHaveLength(3);
    expect(running.output()).not.toContain('Sample cases');
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);
