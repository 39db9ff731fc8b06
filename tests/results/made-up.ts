import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { storedForm } from 'memorization-kit/base';
import { ENGINE_VERSION, type ProfileName } from 'memorization-kit/engine';
import { type AnyFinding, bitsPerParameter } from 'memorization-kit/findings';
import {
  type AnyResult,
  makeResult,
  type PlannedRun,
  plannedRuns,
  prettyJson,
  type Provenance,
  resultChecksum,
  resultPath,
  writeResult,
} from 'memorization-kit/results';
import { afterAll } from 'vitest';

/** A folder for the tests of one file. */
export function testFolder(prefix = 'kit-test-'): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const finding = bitsPerParameter as unknown as AnyFinding;

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
  seconds: 1,
  resumed: false,
  peakMemoryMB: null,
  date: '2000-01-01T00:00:00.000Z',
};

/** A made-up result of a run: everything up to about `bits` a parameter is memorized. */
export function madeUp(
  { config, dataHash }: PlannedRun,
  bits = 2.5,
  profile: ProfileName = 'quick',
): AnyResult {
  const { dModel, nSequences, seqLength, vocabSize, seed } = config as Record<string, number>;
  const params = 500 * dModel;
  const datasetBits = nSequences * seqLength * Math.log2(vocabSize);
  const memorizedBits = Math.min(datasetBits, (bits + 0.01 * seed) * params);
  return makeResult({
    ...{ finding: finding.name, version: finding.version, profile },
    config: storedForm(finding.fields, config),
    measurements: {
      ...{ params, datasetBits, memorizedBits },
      ...{ datasetBitsScored: datasetBits, memorizedBitsScored: memorizedBits },
      ...{ bitsPerParameter: memorizedBits / params, finalLoss: 1.25 },
    },
    curves: { memorized: { x: [0, 1], y: [0, memorizedBits], xLabel: 'step', yLabel: 'bits' } },
    provenance: { ...provenance, dataHash },
  });
}

/** Stores made-up results of a profile; returns them. */
export function storeMadeUp(
  dataDir: string,
  bits?: number,
  profile: ProfileName = 'quick',
): AnyResult[] {
  const results = plannedRuns(finding, profile).map((run) => madeUp(run, bits, profile));
  for (const result of results) writeResult(dataDir, result);
  return results;
}

/** A folder with made-up results of the first finding, for the tests of one file. */
export function storedCapacity(): string {
  const dataDir = path.join(testFolder(), 'data');
  storeMadeUp(dataDir);
  return dataDir;
}

export const fileOf = (dataDir: string, { hash }: { hash: string }): string =>
  resultPath(dataDir, { finding: finding.name, profile: 'quick', hash });

/** A result changed by someone who computes its checksum anew. */
export function forged<R extends AnyResult>(result: R, change: Partial<AnyResult>): R {
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
