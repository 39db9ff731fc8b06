import type { FlatConfig } from '../engine';
import { bidirectional } from './bidirectional';
import { biographiesQa } from './biographies-qa';
import { bitsPerParameter } from './bits-per-parameter';
import { celebrities } from './celebrities';
import type { Finding } from '../experiment';
import { float32VsBfloat16 } from './float32-vs-bfloat16';
import { moreDataLessMemory } from './more-data-less-memory';
import { pProbing } from './p-probing';
import { randomStrings } from './random-strings';
import { rareSamples } from './rare-samples';
import { timeAndSize } from './time-and-size';

export type * from '../experiment';

export type AnyFinding = Finding<FlatConfig, unknown>;

/** All findings by name. */
export const findings: Record<string, AnyFinding> = Object.fromEntries(
  [
    bitsPerParameter,
    float32VsBfloat16,
    randomStrings,
    biographiesQa,
    pProbing,
    moreDataLessMemory,
    rareSamples,
    celebrities,
    bidirectional,
    timeAndSize,
  ].map((finding) => [finding.name, finding as unknown as AnyFinding]),
);

/** Throws a RangeError that lists the findings when there is none of that name. */
export function findFinding(name: string): AnyFinding {
  if (!Object.hasOwn(findings, name)) {
    throw new RangeError(
      `Unknown finding "${name}". Choose one of: ${Object.keys(findings).join(', ')}.`,
    );
  }
  return findings[name];
}

export { bitsPerParameter } from './bits-per-parameter';
export type { CapacityConfig } from './bits-per-parameter/config';
export type { CapacityMeasurements } from './bits-per-parameter/run';
export { type TokenConfig, tokenGpt } from '../recipes/token-config';
export { float32VsBfloat16 } from './float32-vs-bfloat16';
export type { ComparedMode, PrecisionConfig } from './float32-vs-bfloat16/config';
export type { TokenFormat as PrecisionMode } from '../recipes/token-formats';
export { comparedModes, modeLabel, modeMeaning } from './float32-vs-bfloat16/config';
export type { PrecisionMeasurements } from './float32-vs-bfloat16/run';
export {
  atBestRate,
  atSmallestRate,
  inAllFormats,
  lengthRuns,
  modeSummaries,
  rateSweep,
} from './float32-vs-bfloat16/values';
export { capacities, capacityRuns, sizeSweep, tableRows } from './bits-per-parameter/values';
export { extrapolated } from './bits-per-parameter/length';
export { leftOpenByFirst, PAPER_SEQUENCES, shareLeftOpen } from './bits-per-parameter/variation';
export * from './random-strings';
export { biographiesQa } from './biographies-qa';
export { askablePeople, askModels } from '../recipes/questions/ask';
export { completeText } from '../recipes/complete-text';
export type { AskableModel, Completion, CompletionOptions } from '../recipes/complete-text';
export type { AskedRun, ModelAnswer } from '../recipes/questions/ask';
export { armName, comparedRuns, withHidden } from './biographies-qa/compared';
export { armAccuracies, majorityAccuracy } from './biographies-qa/values';
export type { ArmAccuracy, QaMethod, QaRun } from './biographies-qa/values';
export type { QaConfig } from './biographies-qa/run';
export { exposuresIn } from '../recipes/biographies/config';
export type { QuestionMeasurements } from '../recipes/questions/run';
export { pProbing } from './p-probing';
export { armRuns, chanceCorrected, paperMajority, probesAndQa } from './p-probing/values';
export type { ProbingRun } from './p-probing/values';
export type { ProbingConfig } from '../recipes/probes/config';
export type { ProbingMeasurements } from '../recipes/probes/run';
export { moreDataLessMemory } from './more-data-less-memory';
export type { DataConfig } from './more-data-less-memory/config';
export type { DataMeasurements } from './more-data-less-memory/run';
export {
  type DataRun,
  lawful,
  membershipFit,
  PAPER_LAW,
  paperLaw,
  plateauOf,
  sweepRuns,
} from './more-data-less-memory/values';
export { rareSamples } from './rare-samples';
export { type RareConfig, samplesOf } from './rare-samples/config';
export type { RareMeasurements } from './rare-samples/run';
export {
  judgedOn,
  languagesOn,
  onRandom,
  onText,
  type RareRun,
  referenceFor,
  withReferences,
} from './rare-samples/values';
export { gains, memorizedOf, mostMemorized, tfIdf, windowsOf } from './rare-samples/windows';
export { celebrities } from './celebrities';
export type { MinorityConfig } from '../recipes/minority/config';
export type { MinorityMeasurements } from '../recipes/minority/run';
export {
  answered,
  armName as companyName,
  type CelebrityRun,
  compared as comparedArms,
  overNumbers,
} from './celebrities/values';
export { bidirectional } from './bidirectional';
export type { MaskedConfig } from './bidirectional/config';
export type { MaskedMeasurements } from './bidirectional/run';
export {
  APART,
  type Arm,
  ARMS,
  armOf,
  bidirectionalRuns,
  type MaskedRun,
  TOGETHER,
} from './bidirectional/values';
export { timeAndSize } from './time-and-size';
export {
  along,
  armOf as ofArm,
  axes,
  type Axis,
  learned,
  type ScaleRun,
} from './time-and-size/values';
