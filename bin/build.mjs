// `npm run build`: makes dist/ and everything else that is made from the sources, each only when it is out of date.

import { build, checkNode, install } from './prepare.mjs';

checkNode();
try {
  install();
  build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
