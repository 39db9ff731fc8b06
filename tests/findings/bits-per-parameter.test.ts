import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import {
  bitsPerParameter,
  capacityConfig,
  type CapacityMeasurements,
} from 'memorization-kit/findings';
import { measureClaim } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { expectSoundClaims, expectSoundSweeps } from './of-any-finding';

const { claims, configs, validate } = bitsPerParameter;

describe('the sweeps', () => {
  it('of every profile are valid, and no run is in one twice', () => {
    expectSoundSweeps(bitsPerParameter);
  });

  it('quick: four sizes over a factor of 8, four dataset sizes', () => {
    const sweep = configs('quick');
    const widths = [...new Set(sweep.map((c) => c.dModel))];
    const count = (d: number): number => 159 * d + 12 * d * d;
    expect(widths.length).toBeGreaterThanOrEqual(4);
    expect(count(Math.max(...widths)) / count(Math.min(...widths))).toBeGreaterThan(8);
    expect(new Set(sweep.map((c) => c.datasetScale)).size).toBeGreaterThanOrEqual(4);
  });

  it("paper: Table 1's sixteen models with five seeds", () => {
    const sweep = configs('paper');
    expect(new Set(sweep.map((c) => `${c.nLayers}/${c.dModel}`)).size).toBe(16);
    expect(new Set(sweep.map((c) => c.seed)).size).toBe(5);
  });
});

describe('bad settings are refused by name', () => {
  it.each([
    [{ vocabSize: 1 }, /vocabSize/],
    [{ nSequences: 0 }, /nSequences/],
    [{ dModel: 10, nHeads: 4 }, /divisible by nHeads/],
    [{ steps: 0 }, /steps/],
    [{ beta1: 2 }, /beta1/],
    [{ schedule: 'sine' }, /schedule "sine".*cosine, linear, constant/],
  ])('%o', (change, message) => {
    expect(() => validate(capacityConfig({ ...change }))).toThrow(message);
  });

  it('an unknown key', () => {
    expect(() => capacityConfig({ dmodel: 8 })).toThrow(/Unknown key "dmodel".*dModel/);
    expect(() => validate({ ...capacityConfig({}), extra: 1 })).toThrow(/Unknown key "extra"/);
  });
});

describe('the claims', () => {
  const run = (
    dModel: number,
    params: number,
    datasetScale: number,
    seed: number,
    bits: number,
  ) => {
    const datasetBits = datasetScale * 3.6 * params;
    const measurements = { params, datasetBits, memorizedBits: bits } as CapacityMeasurements;
    return { config: capacityConfig({ dModel, datasetScale, seed }), measurements };
  };
  /** Runs that follow the law exactly at a given capacity per parameter. */
  const lawful = (capacity: (params: number) => number) =>
    [1, 2].flatMap((seed) =>
      [8, 16, 32].flatMap((dModel) => {
        const params = 159 * dModel + 12 * dModel ** 2;
        return [0.3, 0.6, 1.2, 2.4].map((c) =>
          run(dModel, params, c, seed, Math.min(capacity(params), c * 3.6 * params)),
        );
      }),
    );
  const value = (id: string, runs: ReturnType<typeof lawful>): number => {
    const claim = claims.find((c) => c.id === id);
    if (!claim) throw new Error(`no claim ${id}`);
    return measureClaim(claim, runs).value;
  };

  it("find the paper's law in runs that follow it", () => {
    const runs = lawful((params) => 3.6 * params);
    expect(value('bits-per-parameter', runs)).toBeCloseTo(3.6, 10);
    expect(value('capacity-is-linear', runs)).toBeCloseTo(1, 10);
    expect(value('constant-over-sizes', runs)).toBeCloseTo(0, 8);
    expect(value('memorized-below-capacity', runs)).toBeCloseTo(1, 10);
    expect(value('plateau', runs)).toBeCloseTo(1, 10);
  });

  it("hold the paper's smallest models to their rows, and leave them out of the comparison of sizes", () => {
    const lawfulRuns = lawful((params) => 3.6 * params);
    const ofRow = (nLayers: number, steps: number, perParameter: number) => ({
      config: capacityConfig({ dModel: 32, nLayers, steps, vocabSize: 2048, seqLength: 64 }),
      measurements: { params: 1e5, datasetBits: 5e5, memorizedBits: 1e5 * perParameter },
    });
    const rows = [ofRow(1, 400, 1), ofRow(1, 1600, 4.23 / 2), ofRow(2, 1600, 4.16)];
    const both = [...lawfulRuns, ...rows] as typeof lawfulRuns;
    expect(value('table-1-smallest', both)).toBeCloseTo(0.75, 10);
    expect(value('table-1-smallest', both.slice(0, -1))).toBeNaN();
    expect(value('bits-per-parameter', both)).toBeCloseTo(3.6, 10);
    expect(value('plateau', both)).toBeCloseTo(1, 10);
  });

  it('see when capacity does not grow with the size', () => {
    const runs = lawful(() => 10_000);
    expect(value('bits-per-parameter', runs)).toBeLessThan(0.5);
    expect(value('constant-over-sizes', runs)).toBeGreaterThan(50);
  });

  it('give no value without runs, and have partial bands that contain the full ones', () => {
    expectSoundClaims(bitsPerParameter);
  });
});

describe('a run', () => {
  const config = capacityConfig({ dModel: 8, datasetScale: 0.3, steps: 150 });
  const once = (change: object = {}): CapacityMeasurements & { losses: number[] } => {
    const script = `
      const { bitsPerParameter } = require(${JSON.stringify(path.join(projectRoot(), 'lib/dist/findings'))});
      bitsPerParameter.run(${JSON.stringify({ ...config, ...change })}, {
        device: 'cpu', signal: new AbortController().signal, checkpoints: null, onProgress() {},
      }).then((r) => console.log(JSON.stringify({ ...r.measurements, losses: r.curves.memorized.y })));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      env: { ...process.env, KIT_THREADS: '1' },
      encoding: 'utf8',
    });
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) as string);
  };

  it('memorizes a small dataset, and another process gets the very same numbers', () => {
    const first = once();
    expect(once()).toEqual(first);
    expect(first.params).toBe(2040);
    expect(first.memorizedBits / first.datasetBits).toBeGreaterThan(0.8);
    expect(first.memorizedBits / first.memorizedBitsScored).toBeCloseTo(16 / 15, 10);
    // before the first update the model guesses: next to nothing is memorized
    expect(Math.abs(first.losses[0])).toBeLessThan(0.02 * first.datasetBits);
  });

  it('learns from mini-batches too, and measures the whole dataset', () => {
    const result = once({ batchSize: 8, learningRate: 0.01 });
    expect(result.losses).toHaveLength(151);
    expect(result.memorizedBits).toBeGreaterThan(0.1 * result.datasetBits);
    expect(result.memorizedBits).toBeLessThan(result.datasetBits);
  });
});
