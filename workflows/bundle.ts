/** Makes the one file that Temporal workers load: made at build time, so that no start waits for a bundler. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where the bundle stands, beside the compiled workflows. */
export const BUNDLE = join(__dirname, 'workflows.bundle.js');
const WORKFLOWS = require.resolve('./index');

let bundled: Promise<string> | undefined;

/** The workflows as one text; made once in a process, since they do not change while it runs. */
export function bundleWorkflows(): Promise<string> {
  const logger = new DefaultLogger('WARN');
  bundled ??= bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger }).then(({ code }) => code);
  return bundled;
}

if (require.main === module) {
  bundleWorkflows()
    .then((code) => writeFile(BUNDLE, code))
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
}
