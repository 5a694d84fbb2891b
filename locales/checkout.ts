import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder that holds package.json, seen from `start`. Templates and texts are read from there, so that
 * compiled code (in `dist/`) and source find the same files and nothing has to be copied beside the code.
 */
export function checkoutRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`No package.json above ${start}; texts and templates stand beside it`);
  }
}
