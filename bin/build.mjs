// `npm run build`: makes dist/ and everything else that is made from the sources, each only when it is out of date.
// With --go-on a step that fails is only reported.

import { build, checkNode, install } from './prepare.mjs';

checkNode();
try {
  install();
  build({ goOn: process.argv.includes('--go-on') });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
