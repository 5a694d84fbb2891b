/** Workflows that began under an earlier version go on under this one: their histories replay. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflows } from '../../../workflows/bundle';
import { readHistory } from '../../histories/form';

const HISTORIES = join(__dirname, '../../histories');
const recorded = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
const read = (file: string): History => readHistory(readFileSync(join(HISTORIES, file), 'utf8'));

jest.setTimeout(60_000);

let workflowBundle: WorkflowBundleOption;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = { code: await bundleWorkflows() };
});

test('histories of both ways of driving and of tracks are kept', () => {
  const names = new Set(recorded.map((file) => file.split('/').at(-1)));
  for (const moves of ['commit', 'workflow']) {
    for (const kind of ['bilateral', 'two-tracks', 'one-of-two-tracks']) {
      expect(names).toContain(`${kind}-${moves}.json`);
    }
  }
});

test.each(recorded)('%s replays', async (file) => {
  await expect(Worker.runReplayHistory({ workflowBundle }, read(file))).resolves.toBeUndefined();
});

test('a history of another drive is found out', async () => {
  const history = read(recorded.find((name) => name.includes('/two-tracks-commit')) ?? '');
  const events = history.events ?? [];
  // The same case, as a drive would have left it that knows of another kind of child.
  const other = events.map((event) => {
    const started = event.startChildWorkflowExecutionInitiatedEventAttributes;
    const changed = { ...started, workflowType: { name: 'anotherWorkflow' } };
    return started ? { ...event, startChildWorkflowExecutionInitiatedEventAttributes: changed } : event;
  });
  expect(other).not.toEqual(events);
  await expect(Worker.runReplayHistory({ workflowBundle }, { events: other })).rejects.toThrow(
    DeterminismViolationError,
  );
});
