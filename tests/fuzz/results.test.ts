import fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  makeResult,
  parseResult,
  plannedRuns,
  prettyJson,
  readResultFile,
  readResults,
  resultChecksum,
  ResultFileError,
  resultPath,
  writeResult,
} from 'memorization-kit/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provenance } from '../results/made-up';
import { fakes, type FakeResult, Workspace } from '../results/support';
import { anyJson, clearError, damage, placesIn, replaced, runs, trickyText } from './bad-input';

const finding = fakes.fake;
const expected = { finding: finding.name, version: finding.version, profile: 'quick' as const };
const [run] = plannedRuns(finding, 'quick');
const sound: FakeResult = makeResult({
  ...expected,
  config: run.config,
  measurements: { bits: 0.1 + 0.2, final: { loss: 1e-17 } },
  curves: { loss: { x: [1, 2], y: [4.25, 1 / 3], xLabel: 'step', yLabel: 'loss' } },
  provenance: { ...provenance, dataHash: run.dataHash },
});
const text = `${prettyJson(sound)}\n`;

let space: Workspace;
let file: string;
beforeAll(() => {
  space = new Workspace();
  file = resultPath(space.dataDir, sound);
  fs.mkdirSync(path.dirname(file), { recursive: true });
});
afterAll(() => space.remove());

/**
 * A bad text at the place of a result: it is refused by name wherever results are read, and a new
 * result does not take its place. One that holds the same result is no bad text.
 */
function expectRefused(bad: string): void {
  const error = clearError(() => parseResult(bad, file, expected));
  if (!error) {
    expect(JSON.parse(bad)).toEqual(sound);
    return;
  }
  expect(error).toBeInstanceOf(ResultFileError);
  expect(error.message).toContain(path.basename(file));
  expect(error.message).toContain('The file was neither used nor changed.');
  fs.writeFileSync(file, bad);
  const bytes = fs.readFileSync(file);
  expect(clearError(() => readResultFile(file, expected))).toBeInstanceOf(ResultFileError);
  for (const replace of [false, true]) {
    expect(clearError(() => writeResult(space.dataDir, sound, { replace }))).not.toBeNull();
  }
  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
  expect(fs.readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
}

describe('a bad result file', () => {
  it('with its text damaged anywhere', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        expectRefused(damages.reduce((bad, harm) => harm(bad), text));
      }),
      runs,
    );
  });

  it('of any text or bytes at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          trickyText,
          anyJson.map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
        expectRefused,
      ),
      runs,
    );
  });

  const places = placesIn(sound).filter((place) => place.length > 0);
  const changed = fc
    .tuple(fc.constantFrom(...places), fc.option(trickyText), anyJson, fc.boolean())
    .map(([place, key, value, away]) =>
      replaced(sound, key === null ? place : [...place, key], away ? undefined : value),
    );

  it('with another value, or none, or one more anywhere', () => {
    fc.assert(
      fc.property(changed, (content) => expectRefused(JSON.stringify(content))),
      runs,
    );
  });

  /** What a result must be at this place, whoever wrote it. */
  const fixedPart = ({ schema, finding, version, profile, hash, config }: any) => ({
    ...{ schema, finding, version, profile, hash, config },
  });

  it('that was changed by somebody who made the checksum fit', () => {
    fc.assert(
      fc.property(changed, (content) => {
        let checksum: string;
        try {
          checksum = resultChecksum(content as object);
        } catch {
          return;
        }
        const forged = JSON.stringify({ ...(content as object), checksum });
        // Whoever forges a checksum can write any measurements, but no other run or place.
        const error = clearError(() => parseResult(forged, file, expected));
        if (error) expectRefused(forged);
        else expect(fixedPart(JSON.parse(forged))).toEqual(fixedPart(sound));
      }),
      runs,
    );
  });

  it('nested deeper than any result', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expectRefused(deep);
    const { results, problems } = readResults(finding, 'quick', space.dataDir);
    expect([results.length, problems.length]).toEqual([0, 1]);
    expectRefused(text.replace('"final": {', `"deep": ${deep}, "final": {`));
  });
});
