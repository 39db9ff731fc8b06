import type { Compute } from 'memorization-kit/engine';
import type { Machine } from '../../bench/machine.js';
import { markdownTable } from '../results/markdown.js';

/** What a process of check-run.ts is to train. */
export interface RunOrder {
  device: 'cpu' | 'gpu';
  finding: string;
  config: Record<string, number | string>;
  steps: number | null; // stop after so many; null: train to the end
  checkpoint: string | null; // the file to keep it in
}

export interface CheckedRun {
  losses: number[];
  digest: string | null; // of all that was measured, when the run came to its end
  seconds: number;
}

/** What a process of check-wide.ts is to time. */
export interface WideOrder {
  device: 'cpu' | 'gpu';
  compute: Compute;
  dModel: number;
  batch: number;
  steps: number;
  matrix: number; // size of the matrices whose product is the peak
}

export interface WideStep {
  compute: Compute;
  dModel: number;
  msPerStep: number;
  peakTflops: number;
  share: number; // of the peak
  memoryMB: number | null;
}

/** One step of a finding, on both devices. */
export interface Parity {
  name: string;
  format: Format;
  steps: number;
  first: number; // |a - b| / b of the first loss
  worst: number; // of all
  control: number; // the worst between two sets of the CPU's kernels; 0 where both run the same ops
  repeats: boolean; // a second process gives the same losses, bit for bit
}

export type Format = 'float32' | 'bf16';

/**
 * How far the losses of two devices may be apart, relative to the CPU's. The first one differs by the
 * order of sums alone, in bfloat16 by a rounding of 2^-8 here and there; 50 updates amplify that.
 */
export const bounds: Record<Format, { first: number; worst: number }> = {
  float32: { first: 1e-5, worst: 5e-3 },
  bf16: { first: 2e-3, worst: 5e-2 },
};

export interface Timing {
  case: string;
  msPerStep: Record<string, number>; // by variant, medians over turns
  torch: string | null; // the version of PyTorch that was timed
}

export interface CheckReport {
  schema: 1;
  date: string;
  machine: Machine;
  device: 'cpu' | 'gpu';
  gpu: string | null;
  driver: string | null;
  seconds: number;
  parity: Parity[];
  resumed: { killedAtStep: number; same: boolean } | null; // null: see `broken`
  timings: Timing[];
  withoutTorch: string | null; // why torch.compile was not timed
  wide: WideStep[];
  broken: string[]; // parts of the check that came to no end, and why
}

/** A training that drives two sets of the CPU's kernels apart may drive a GPU as far, or twice that. */
export const agrees = ({ format, first, worst, control }: Parity): boolean =>
  first <= bounds[format].first && worst <= Math.max(bounds[format].worst, 2 * control);

/** How far losses are apart; throws when one has more, or none. */
export function lossDifference(
  some: number[],
  others: number[],
): Pick<Parity, 'steps' | 'first' | 'worst'> {
  if (some.length === 0 || some.length !== others.length) {
    throw new Error(`There are ${some.length} losses on one side, ${others.length} on the other.`);
  }
  const apart = some.map((loss, i) => Math.abs(loss - others[i]) / Math.abs(others[i]));
  return { steps: some.length, first: apart[0], worst: Math.max(...apart) };
}

/** What did not hold; none when all did. */
export function failures({ parity, resumed, broken }: CheckReport): string[] {
  return [
    ...broken,
    ...parity
      .filter((one) => !agrees(one))
      .map(
        ({ name, worst }) => `${name}: losses are up to ${worst.toExponential(1)} from the CPU's`,
      ),
    ...parity.filter(({ repeats }) => !repeats).map(({ name }) => `${name}: a second run differs`),
    ...(!resumed || resumed.same ? [] : ['a run that was killed and resumed differs']),
  ];
}

function torchLine({ timings, withoutTorch }: CheckReport): string {
  if (withoutTorch !== null) return `\ntorch.compile was not timed: ${withoutTorch}\n`;
  const version = timings.find(({ torch }) => torch)?.torch;
  return version ? `\ntorch.compile is that of PyTorch ${version}, with fused attention.\n` : '';
}

export function checkMarkdown(report: CheckReport): string {
  const { machine, parity, timings, wide, resumed } = report;
  const yes = (good: boolean): string => (good ? 'yes' : '**no**');
  const variants = [...new Set(timings.flatMap(({ msPerStep }) => Object.keys(msPerStep)))];
  const found = failures(report);
  return `# GPU check

${report.date.slice(0, 10)}, ${report.gpu ?? 'no GPU'} (driver ${report.driver ?? 'unknown'}), ${machine.cpu}, ${machine.platform}, Node ${machine.node}, commit ${machine.commit ?? 'unknown'}; ${Math.round(report.seconds)} s.

${found.length === 0 ? 'All that is promised held.' : `Did not hold: ${found.join('; ')}.`}

## The losses of each finding's step, against the CPU

${markdownTable(
  [
    ...['step', 'format', 'steps', 'first loss', 'worst', 'two sets of CPU kernels'],
    ...['within bounds', 'repeats bit for bit'],
  ],
  parity.map((one) => [
    ...[one.name, one.format, String(one.steps), one.first.toExponential(1)],
    ...[one.worst.toExponential(1), one.control > 0 ? one.control.toExponential(1) : '–'],
    ...[yes(agrees(one)), yes(one.repeats)],
  ]),
)}

Bounds, relative: ${Object.entries(bounds)
    .map(([format, { first, worst }]) => `${format} ${first} for the first loss, ${worst} for all`)
    .join(
      '; ',
    )}, or twice what two sets of the CPU's kernels are apart.${resumed ? ` A run killed at step ${resumed.killedAtStep} and resumed is the same: ${yes(resumed.same)}.` : ''}

## Milliseconds a step

${markdownTable(
  ['case', ...variants],
  timings.map(({ case: name, msPerStep }) => [
    name,
    ...variants.map((variant) => msPerStep[variant]?.toPrecision(3) ?? ''),
  ]),
)}
${torchLine(report)}
## A wide model

${markdownTable(
  ['arithmetic', 'd', 'ms a step', 'measured peak, TFLOP/s', 'share of it', 'memory, MB'],
  wide.map((one) => [
    ...[
      one.compute,
      String(one.dModel),
      one.msPerStep.toPrecision(3),
      one.peakTflops.toPrecision(3),
    ],
    ...[
      `${Math.round(100 * one.share)} %`,
      one.memoryMB === null ? 'unknown' : String(one.memoryMB),
    ],
  ]),
)}
`;
}
