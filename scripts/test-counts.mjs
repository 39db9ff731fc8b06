// @ts-check
// Reads vitest's JSON report and prints on stdout "passed failed", then a line for each test that
// failed; on stderr the slowest files.
// Usage: node scripts/test-counts.mjs REPORT EXIT_CODE
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const [report = '', exitCode = '1'] = process.argv.slice(2);
/**
 * @type {{ numPassedTests: number,
 *   testResults: { name: string, status: string, startTime: number, endTime: number,
 *     assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }}
 */
const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));

const failures = testResults.flatMap(({ name, status, assertionResults }) => {
  const tests = assertionResults.filter((test) => test.status === 'failed');
  const file = relative('.', name);
  // A file that cannot be loaded fails without a failed test in it.
  if (tests.length === 0) return status === 'failed' ? [`${file} could not be loaded`] : [];
  return tests.map(
    ({ fullName, failureMessages: [why = ''] }) => `${file}: ${fullName}: ${inOneLine(why)}`,
  );
});

console.error('=== Slowest test files');
const seconds = testResults
  .map(({ name, startTime, endTime }) => ({ name, time: (endTime - startTime) / 1000 }))
  .sort((a, b) => b.time - a.time);
for (const { name, time } of seconds.slice(0, 8)) {
  console.error(`${time.toFixed(1)} s  ${relative('.', name)}`);
}
// An unhandled error outside all tests shows in the exit code alone.
if (exitCode !== '0' && failures.length === 0) failures.push('vitest: an error outside all tests');
console.log([`${numPassedTests} ${failures.length}`, ...failures].join('\n'));

/** @param {string} text */
function inOneLine(text) {
  return stripVTControlCharacters(text).split('\n')[0].slice(0, 300);
}
