// `npm start`: installs and builds what is missing, then brings up a whole instance and keeps it until Ctrl-C.
// Without dependencies, because it installs them.

import { build, checkNode, install } from './prepare.mjs';

checkNode();
try {
  install();
  build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { supervise } = await import('../dist/bin/supervise.js');
await supervise();
