// Adds up the jest results in a folder and prints `N passed, N failed`, the line by which CI sees that tests ran.
import fs from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const results = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  sum.passed += results.numPassedTests;
  // A file that does not even load has no tests to count.
  sum.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
  sum.skipped += results.numPendingTests;
}
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
if (sum.passed + sum.failed === 0) process.exitCode = 1;
