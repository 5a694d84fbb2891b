// Adds up jest's own results and ends with the one line that counts. A run that failed, ran nothing or skipped
// something is a failure, whatever its numbers say.
const { readFileSync } = require('node:fs');

const [, , stepsFailed, ...files] = process.argv;

const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`No result in ${file}.`);
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, success: false };
  }
};

const results = files.map(read);
const sum = (field) => results.reduce((total, result) => total + (result[field] ?? 0), 0);
const passed = sum('numPassedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
const ranNothing = results.filter((result) => result.numPassedTests === 0).length;
const broken = results.filter((result) => !result.success).length;
if (skipped > 0) console.error(`${skipped} tests were skipped; none may be.`);

const otherFailures = Number(stepsFailed) + skipped + ranNothing + broken;
const failed = sum('numFailedTests') || otherFailures;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && otherFailures === 0 ? 0 : 1);
