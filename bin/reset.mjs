// `npm run reset`: empties the data of this checkout's instance, after asking. --yes answers for scripts.

import { build, checkNode, install } from './prepare.mjs';

checkNode();
try {
  install();
  build({ goOn: true });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { reset } = await import('../dist/bin/reset.js');
await reset();
