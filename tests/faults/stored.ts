import * as fs from 'node:fs';
import * as path from 'node:path';
import { storedForm } from 'memorization-kit/base';
import { ENGINE_VERSION, type FlatConfig } from 'memorization-kit/engine';
import { bitsPerParameter, type Finding } from 'memorization-kit/findings';
import {
  makeResult,
  type PlannedRun,
  plannedRuns,
  prettyJson,
  type Provenance,
  type Result,
  resultChecksum,
  resultPath,
  writeResult,
} from 'memorization-kit/results';

export const finding = bitsPerParameter as unknown as Finding<FlatConfig, unknown>;
export type AnyResult = Result<FlatConfig, unknown>;

export const provenance: Provenance = {
  kit: '0.0.0',
  commit: '0123456789012345678901234567890123456789',
  engineVersion: ENGINE_VERSION,
  dataHash: '',
  node: '20.0.0',
  tensorflow: '2.21.0',
  tfjs: '4.22.0',
  platform: 'test',
  cpu: 'test',
  device: 'cpu',
  gpu: null,
  engineMode: 'plain',
  threads: 1,
  seconds: 2,
  resumed: false,
  peakMemoryMB: null,
  date: '2000-01-01T00:00:00.000Z',
};

/** A made-up result of one run. */
export function madeUp({ config, dataHash }: PlannedRun<FlatConfig>): AnyResult {
  const params = 500 * Number(config.dModel);
  const memorizedBits = (2.5 + 0.01 * Number(config.seed)) * params;
  return makeResult({
    finding: finding.name,
    version: finding.version,
    profile: 'quick',
    config: storedForm(finding.fields, config),
    measurements: {
      params,
      ...{ datasetBits: 4 * params, datasetBitsScored: 4 * params },
      ...{ memorizedBits, memorizedBitsScored: memorizedBits },
      bitsPerParameter: memorizedBits / params,
      finalLoss: 1.25,
    },
    curves: { memorized: { x: [0, 1], y: [0, memorizedBits], xLabel: 'step', yLabel: 'bits' } },
    provenance: { ...provenance, dataHash },
  });
}

/** Stores made-up results of the quick profile; returns them. */
export function storeMadeUp(dataDir: string): AnyResult[] {
  const results = plannedRuns(finding, 'quick').map(madeUp);
  for (const result of results) writeResult(dataDir, result);
  return results;
}

export const fileOf = (dataDir: string, { hash }: { hash: string }): string =>
  resultPath(dataDir, finding.name, 'quick', hash);

/** A result changed by someone who computes its checksum anew. */
export function forged(result: AnyResult, change: Partial<AnyResult>): AnyResult {
  const whole = { ...result, ...change };
  const content = { ...whole, config: storedForm(finding.fields, whole.config) };
  return { ...content, checksum: resultChecksum(content) };
}

export const textOf = (content: object): string => `${prettyJson(content)}\n`;

/** Every file below a folder with its content. */
export function snapshot(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}
