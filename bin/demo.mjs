// `npm run demo`: installs and builds what is missing, then carries two cases through a running system.

import { build, checkNode, install } from './prepare.mjs';

checkNode();
try {
  install();
  build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../dist/bin/demo/main.js');
