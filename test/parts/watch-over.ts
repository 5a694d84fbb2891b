import { join } from 'node:path';
import { checkoutRoot } from '../../bin/parts/checkout';
import type { ProcessName } from '../../bin/parts/processes';
import { Warden } from '../../bin/parts/warden';

let warden: Warden | undefined;

/** Sees to it that a process which a test started ends with the test's own process, however that ends. */
export function watchOver(name: ProcessName, signal: NodeJS.Signals): void {
  warden ??= new Warden(join(checkoutRoot(), 'dist/bin/parts/warden.js'));
  warden.watch(name, signal);
}
