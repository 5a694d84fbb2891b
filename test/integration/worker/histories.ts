/**
 * Histories of real cases, kept as fixtures: ACCORD_RECORD_HISTORIES=1 writes them anew when a version is released.
 * test/unit/workflows replays those of every version that may still have cases under way.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { version } from '../../../package.json';
import { writeHistory } from '../../histories/form';

const HISTORIES = join(__dirname, '../../histories');

/** Keeps the history of a workflow under a name; does nothing in an ordinary run. */
export async function recordHistory(client: Client, workflowId: string, name: string): Promise<void> {
  if (process.env.ACCORD_RECORD_HISTORIES !== '1') return;
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const folder = join(HISTORIES, version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), writeHistory(history));
}
