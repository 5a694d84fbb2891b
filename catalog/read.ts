/** Reads a file of the catalogue; what is wrong with it is told by file and JSON pointer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { findingsOf } from '../domain/procedure/issues';

export type Fault = Readonly<{ file: string; pointer: string; message: string }>;

/** The catalogue cannot be used; every fault that was found is in the message. */
export class CatalogueFault extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(
      `The catalogue has ${faults.length} fault(s):\n${faults
        .map((f) => `  ${f.file} at ${f.pointer === '' ? 'the root' : f.pointer}: ${f.message}`)
        .join('\n')}`,
    );
    this.name = 'CatalogueFault';
  }
}

/** One file below `root`, checked against its shape. Throws CatalogueFault. */
export function readFile<T>(root: string, file: string, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(readJson(root, file));
  if (parsed.success) return parsed.data;
  throw new CatalogueFault(findingsOf(parsed.error.issues).map(({ pointer, message }) => ({ file, pointer, message })));
}

function readJson(root: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CatalogueFault([{ file, pointer: '', message: `cannot be read as JSON: ${reason}` }]);
  }
}
