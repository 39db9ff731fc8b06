// @ts-check
// Reads vitest's JSON report and prints "passed failed" on stdout, the slowest files on stderr.
// Usage: node scripts/test-counts.mjs REPORT EXIT_CODE
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [report = '', exitCode = '1'] = process.argv.slice(2);
/**
 * @type {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { name: string, status: string, startTime: number, endTime: number,
 *     assertionResults: { status: string }[] }[] }}
 */
const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));

// A file that cannot be loaded fails without a failed test in it.
const brokenFiles = testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
).length;
const failed = numFailedTests + brokenFiles;

console.error('=== Slowest test files');
const seconds = testResults
  .map(({ name, startTime, endTime }) => ({ name, time: (endTime - startTime) / 1000 }))
  .sort((a, b) => b.time - a.time);
for (const { name, time } of seconds.slice(0, 8)) {
  console.error(`${time.toFixed(1)} s  ${relative('.', name)}`);
}
// An unhandled error outside all tests shows in the exit code alone.
console.log(numPassedTests, exitCode !== '0' && failed === 0 ? 1 : failed);
