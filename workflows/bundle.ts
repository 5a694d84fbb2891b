/** Makes the one file that Temporal workers load: made at build time, so that no start waits for a bundler. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Where the bundle stands, beside the compiled workflows. */
export const BUNDLE = join(__dirname, 'workflows.bundle.js');
export const WORKFLOWS = require.resolve('./index');

/** The workflows as one text. */
export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('WARN') });
  return code;
}

if (require.main === module) {
  bundleWorkflows()
    .then((code) => writeFile(BUNDLE, code))
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
}
