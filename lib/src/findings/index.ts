import type { FlatConfig } from '../engine';
import { biographiesQa } from './biographies-qa';
import { bitsPerParameter } from './bits-per-parameter';
import type { Finding } from './finding';
import { legacy } from './legacy';
import { float32VsBfloat16 } from './float32-vs-bfloat16';
import { pProbing } from './p-probing';
import { randomStrings } from './random-strings';

export type * from './finding';

type AnyFinding = Finding<FlatConfig, unknown>;

/** All findings by name. */
export const findings: Record<string, Finding<FlatConfig, unknown>> = Object.fromEntries(
  [
    bitsPerParameter,
    float32VsBfloat16,
    legacy(randomStrings),
    legacy(biographiesQa),
    legacy(pProbing),
  ].map((finding) => [finding.name, finding as unknown as AnyFinding]),
);

/** Throws a RangeError that lists the findings when there is none of that name. */
export function findFinding(name: string): Finding<FlatConfig, unknown> {
  if (!Object.hasOwn(findings, name)) {
    throw new RangeError(
      `Unknown finding "${name}". Choose one of: ${Object.keys(findings).join(', ')}.`,
    );
  }
  return findings[name];
}

export { bitsPerParameter } from './bits-per-parameter';
export type { CapacityMeasurements } from './bits-per-parameter/run';
export type { TokenConfig } from '../recipes/token-config';
export { float32VsBfloat16 } from './float32-vs-bfloat16';
export type { ComparedMode, PrecisionConfig } from './float32-vs-bfloat16/config';
export type { PrecisionMode } from './float32-vs-bfloat16/config';
export { comparedModes, modeLabel, modeMeaning } from './float32-vs-bfloat16/config';
export type { PrecisionMeasurements } from './float32-vs-bfloat16/run';
export { atBestRate, atSmallestRate, modeSummaries } from './float32-vs-bfloat16/values';
export { capacities, sizeSweep, tableRows } from './bits-per-parameter/values';
export {
  randomStrings,
  randomStringsConfig,
  remarks,
  stringsOf,
  watchString,
} from './random-strings';
export type {
  RandomStringsConfig,
  RandomStringsMeasurements,
  Remark,
  WatchedEpoch,
} from './random-strings';
export { askablePeople, askModels, biographiesQa, biographiesQaConfig } from './biographies-qa';
export type {
  AskedRun,
  BiographiesQaConfig,
  BiographiesQaMeasurements,
  ModelAnswer,
} from './biographies-qa';
export { pProbing, probingConfig } from './p-probing';
export type { ProbingConfig, ProbingMeasurements } from './p-probing';
