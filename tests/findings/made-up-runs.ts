import type { Figure, Trace } from 'memorization-kit/plot';
import { draw } from 'memorization-kit/plot';
import {
  bitsPerParameter,
  type CapacityConfig,
  type CapacityMeasurements,
  float32VsBfloat16,
  type PrecisionConfig,
  type PrecisionMeasurements,
} from 'memorization-kit/findings';
import { type Finding, type Run, valueOfClaim } from 'memorization-kit/experiment';
import { paperTables } from 'memorization-kit/results';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { type FlatConfig, projectRoot } from 'memorization-kit/engine';

/* Runs of findings that nobody trained, of which the numbers are known. */

export type CapacityRun = Run<CapacityConfig, CapacityMeasurements>;
export type PrecisionRun = Run<PrecisionConfig, PrecisionMeasurements>;

/** A run that comes to so many bits, half of them at the middle of its steps. */
export function capacityRun(overrides: Partial<CapacityConfig>, params: number, bits: number) {
  const config = bitsPerParameter.config(overrides);
  const { datasetScale, steps } = config;
  const datasetBits = datasetScale * 3.6 * params;
  const measurements = {
    params,
    datasetBits,
    memorizedBits: bits,
    datasetBitsScored: (datasetBits * 63) / 64, // as of 64 tokens, the paper's
    memorizedBitsScored: (bits * 63) / 64,
  };
  const memorized = { x: [0, steps / 2, steps], y: [0, bits / 2, bits] };
  return { config, measurements, curves: { memorized } } as unknown as CapacityRun;
}

/** Runs that follow memorized = min(capacity, dataset) exactly: so many bits a parameter. */
export const lawfulRuns = (
  perParameter: (params: number, seed: number) => number,
  seeds = [1, 2, 3],
): CapacityRun[] =>
  seeds.flatMap((seed) =>
    [8, 16, 32].flatMap((dModel) => {
      const params = 100 * dModel;
      return [0.3, 0.6, 1.2, 2.4].map((datasetScale) => {
        const bits = Math.min(perParameter(params, seed), datasetScale * 3.6) * params;
        return capacityRun({ dModel, datasetScale, seed, steps: 100 }, params, bits);
      });
    }),
  );

/** A run that stores `share` of what its seed stores in float32, and a hundredth less rounded. */
export function precisionRun(overrides: Partial<PrecisionConfig>, share: number): PrecisionRun {
  const config = float32VsBfloat16.config(overrides);
  const params = 159 * config.dModel + 12 * config.dModel ** 2;
  const bits = share * params * (2 + config.seed / 10) * (1 + config.learningRate);
  const measurements = {
    params,
    memorizedBits: bits,
    memorizedBitsRounded: 0.99 * bits,
    unchangedShare: config.mode === 'float32' ? 0 : 0.5,
    stuckGains: 0.5,
  };
  const curves = {
    memorized: { x: [0, 50, 100], y: [0, bits / 2, bits] },
    unchanged: { x: [25, 75], y: [measurements.unchangedShare, measurements.unchangedShare] },
  };
  return { config, measurements, curves } as unknown as PrecisionRun;
}

/** The value of a claim from some runs. */
export const claimed = <C extends FlatConfig, M>(
  finding: Finding<C, M>,
  id: string,
  runs: readonly Run<C, M>[],
) => valueOfClaim(id, finding.claims[id], runs);

/** A figure of some runs. */
export const drawn = <C extends FlatConfig, M>(
  finding: Finding<C, M>,
  figure: string,
  runs: readonly Run<C, M>[],
): Figure => draw(finding.figures[figure], runs, paperTables());

/** The trace of that name. */
export function trace({ data }: Figure, name: string): Trace {
  const found = data.find((one) => one.name === name);
  if (!found) throw new Error(`no trace "${name}" among ${data.map((t) => t.name).join(', ')}`);
  return found;
}

/** The outcome of a run of a finding, in a process of its own on one thread. */
export const runAlone = <C extends FlatConfig, M>(
  { name }: Finding<C, M>,
  overrides: Partial<C>,
): Pick<Run<C, M>, 'measurements' | 'curves'> =>
  inProcess(`
    const finding = findings.findFinding(${JSON.stringify(name)});
    finding.run(finding.config(${JSON.stringify(overrides)}), {
      device: 'cpu', signal: new AbortController().signal, checkpoints: null, onProgress() {},
    }).then(({ measurements, curves }) => console.log(JSON.stringify({ measurements, curves })));`);

/** The last line that some code prints, as JSON; it runs in a process of its own on one thread. */
export function inProcess<T>(code: string): T {
  const findings = JSON.stringify(path.join(projectRoot(), 'lib/dist/findings/node'));
  const script = `const findings = require(${findings});\n${code}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    env: { ...process.env, KIT_THREADS: '1' },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1) as string) as T;
}
