import * as fs from 'node:fs';
import * as path from 'node:path';
import * as prettier from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeResult,
  maxCurvePoints,
  plannedRuns,
  prettyJson,
  readResults,
  readStrays,
  ResultFileError,
  resultHash,
  resultPath,
  thinCurve,
  writeResult,
} from 'memorization-kit/results';
import { forged, provenance } from './made-up';
import { fakes, type FakeResult, Workspace } from './support';

let space: Workspace;
beforeEach(() => (space = new Workspace()));
afterEach(() => space.remove());

const finding = fakes.fake;

function sampleResult(index = 0, bits = 0.1 + 0.2): FakeResult {
  const run = plannedRuns(finding, 'quick')[index];
  return makeResult({
    finding: finding.name,
    version: finding.version,
    profile: 'quick',
    config: run.config,
    measurements: { bits, final: { loss: 1e-17 } },
    curves: { loss: { x: [1, 2, 3], y: [4.123456789, 1 / 3, 2], xLabel: 'step', yLabel: 'loss' } },
    provenance: { ...provenance, dataHash: run.dataHash, cpu: 'some "CPU" <b>é</b>' },
  });
}

const pathOf = (result: FakeResult): string => resultPath(space.dataDir, result);

describe('a stored result', () => {
  it('comes back as it was, measurements to the last bit', () => {
    const result = sampleResult();
    expect(writeResult(space.dataDir, result)).toBe(true);
    const [loaded] = readResults(finding, 'quick', space.dataDir).results;
    expect(loaded).toEqual(result);
    expect(loaded.measurements.bits).toBe(0.1 + 0.2);
    expect(loaded.curves.loss.y).toEqual([4.12346, 0.333333, 2]);
  });

  it('has the place that planning the run predicts, and leaves no temporary file', () => {
    const result = sampleResult(2);
    writeResult(space.dataDir, result);
    expect(result.hash).toBe(plannedRuns(finding, 'quick')[2].hash);
    expect(space.dataFiles('fake')).toEqual([pathOf(result)]);
  });

  it('is laid out as Prettier would', async () => {
    const y = Array.from({ length: 120 }, (_, i) => Math.sin(i) * 10 ** (i % 9));
    const curve = { x: y.map((_, i) => i), y, xLabel: 'step', yLabel: 'loss' };
    const base = sampleResult();
    const words = Array.from({ length: 20 }, (_, i) => `word ${i}`);
    const objects = [{ a: 1 }, { b: [1, 2] }];
    const arrays = { ragged: [[1, 2], [3]], matrix: [[1, 2], [3, 4]], deep: [[[1]], []] }; // prettier-ignore
    const nested = { words, ...arrays, objects, empty: [], none: {}, text: 'a\n"b"' };
    const value = { ...base, curves: { loss: curve }, measurements: nested };
    const text = `${prettyJson(value)}\n`;
    expect(JSON.parse(text)).toEqual(value);
    expect(await prettier.format(text, { parser: 'json', printWidth: 100 })).toBe(text);
  });

  it('is not replaced unless asked', () => {
    writeResult(space.dataDir, sampleResult());
    const before = fs.readFileSync(pathOf(sampleResult()), 'utf8');
    expect(writeResult(space.dataDir, sampleResult(0, 99))).toBe(false);
    expect(fs.readFileSync(pathOf(sampleResult()), 'utf8')).toBe(before);
    expect(writeResult(space.dataDir, sampleResult(0, 99), { replace: true })).toBe(true);
    expect(readResults(finding, 'quick', space.dataDir).results[0].measurements.bits).toBe(99);
  });

  it('refuses NaN and names it', () => {
    expect(() => sampleResult(0, NaN)).toThrow('result.measurements.bits is NaN');
    expect(() => sampleResult(0, Infinity)).toThrow('result.measurements.bits is Infinity');
  });

  it('removes what a killed writer of the same file left behind', () => {
    const result = sampleResult();
    const folder = path.dirname(pathOf(result));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, `.${result.hash}.json.99-ab.tmp`), '{"half":');
    writeResult(space.dataDir, result);
    expect(space.dataFiles('fake')).toEqual([pathOf(result)]);
  });
});

describe('the hash of a run', () => {
  const parts = {
    finding: 'f',
    version: 1,
    config: { a: 1, b: 'x' },
    dataHash: 'd',
    engineVersion: 1,
  };

  it('does not depend on the order of keys', () => {
    expect(resultHash({ ...parts, config: { b: 'x', a: 1 } })).toBe(resultHash(parts));
    expect(resultHash(parts)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['finding', { finding: 'g' }],
    ['version', { version: 2 }],
    ['config', { config: { a: 2, b: 'x' } }],
    ['type of a config value', { config: { a: '1', b: 'x' } }],
    ['dataset', { dataHash: 'e' }],
    ['engine', { engineVersion: 2 }],
  ])('changes with the %s', (_, change) => {
    expect(resultHash({ ...parts, ...change })).not.toBe(resultHash(parts));
  });
});

// What is said of files that are cut off, changed or elsewhere, and by whom, is in faults/trust.test.ts.
it.each([
  ['a list', '[1, 2]'],
  ['nothing', 'null'],
  ['a part of a result', '{"schema": 1}'],
])('a result file that holds %s is no result, and is not replaced', (_, text) => {
  const file = pathOf(sampleResult());
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  const { results, problems } = readResults(finding, 'quick', space.dataDir);
  expect([results.length, problems.length]).toEqual([0, 1]);
  expect(problems[0].message).toContain('is not a whole result');
  const write = () => writeResult(space.dataDir, sampleResult(), { replace: true });
  expect(write).toThrow(ResultFileError);
  expect(fs.readFileSync(file, 'utf8')).toBe(text);
});

describe('the folder of a sweep', () => {
  it('has sound, missing, unasked-for and damaged files told apart', () => {
    writeResult(space.dataDir, sampleResult(0));
    writeResult(space.dataDir, sampleResult(1));
    const config = { ...sampleResult().config, steps: 99 };
    const hash = resultHash({ ...sampleResult(), ...sampleResult().provenance, config });
    writeResult(space.dataDir, forged(sampleResult(), { config, hash }));
    fs.writeFileSync(resultPath(space.dataDir, { ...sampleResult(), hash: 'zzz' }), '{');
    const stored = readResults(finding, 'quick', space.dataDir);
    expect([stored.results.length, stored.missing.length, stored.problems.length]).toEqual([
      2, 4, 0,
    ]);
    const strays = readStrays(finding, 'quick', space.dataDir);
    expect(strays.results.map((result) => result.hash)).toEqual([hash]);
    expect(strays.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('is not JSON'),
    ]);
    expect(strays.others).toEqual([]);
  });
});

describe('thinCurve', () => {
  it('keeps the ends, whole numbers and at most 200 points', () => {
    const x = Array.from({ length: 12_345 }, (_, i) => 1_000_000 + i);
    const curve = thinCurve({ x, y: x.map((v) => v / 7), xLabel: 'step', yLabel: 'y' });
    expect(curve.x).toHaveLength(maxCurvePoints);
    expect(curve.x[0]).toBe(1_000_000);
    expect(curve.x.at(-1)).toBe(1_012_344);
    expect(curve.y[0]).toBe(142_857);
    expect(new Set(curve.x).size).toBe(maxCurvePoints);
  });

  it('keeps short curves whole and refuses lists of different length', () => {
    expect(thinCurve({ x: [], y: [], xLabel: '', yLabel: '' }).x).toEqual([]);
    expect(thinCurve({ x: [5], y: [6], xLabel: '', yLabel: '' }).y).toEqual([6]);
    expect(() => thinCurve({ x: [1, 2], y: [1], xLabel: '', yLabel: 'loss' })).toThrow(
      'The curve "loss" has 2 x and 1 y values',
    );
  });
});
