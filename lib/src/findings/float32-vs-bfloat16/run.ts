import { engineRecord, nearestBfloat16 } from '../../engine';
import { datasetBits, mean, memorizedBits } from '../../measure';
import { gptLayout, parameterSlice } from '../../model';
import type { Curve, RunContext, RunOutcome } from '../../experiment';
import { tokenGpt, warmupSteps } from '../../recipes/token-config';
import { withTokens } from '../../recipes/tokens';
import { memorizedCurve } from '../bits-per-parameter/run';
import type { PrecisionConfig } from './config';
import { precisionModes, type TrainedIn } from './modes';

/** What one run yields. Bits are in the paper's counting unless `Scored` is said. */
export interface PrecisionMeasurements {
  params: number;
  datasetBits: number;
  memorizedBits: number; // in the arithmetic that the run was trained in
  memorizedBitsScored: number; // over the S - 1 predicted tokens of each sequence
  bitsPerParameter: number;
  finalLoss: number; // nats per predicted token, after the last update, over the whole dataset
  memorizedBitsFloat32: number; // of the same weights, in float32 arithmetic
  memorizedBitsRounded: number; // of the weights rounded to bfloat16, in float32 arithmetic
  memorizedBitsBfloat16: number; // of the rounded weights, with everything computed in bfloat16
  unchangedShare: number; // weights that a step leaves as they were, mean of the steps after warm-up
  stuckGains: number; // share of the LayerNorms' gains that end at the value where they began, 1
}

const UNCHANGED_POINTS = 50; // of the curve: means over so many equal stretches of the training

/** Trains one model in one of the number formats and counts the bits that it memorized. */
export function runPrecision(
  config: PrecisionConfig,
  context: RunContext,
): Promise<RunOutcome<PrecisionMeasurements>> {
  const { compute, step, fixedGains }: TrainedIn = precisionModes[config.mode];
  const precision = {
    compute,
    fixedGains,
    step: { ...step, reportUnchanged: true },
    measureIn: [...new Set([compute, 'float32', 'bfloat16-everywhere'] as const)],
  };
  return withTokens(
    config,
    context,
    async (run) => {
      const { program, params } = run;
      const unchanged = new Float32Array(config.steps);
      const initialGains = gainsOf(program.read('theta'), config);
      const losses = await run.train({ unchanged });
      const bits = (loss: number): number => memorizedBits(loss, config, 'paper');
      const finalLoss = run.meanNll();
      const memorizedBitsFloat32 = bits(run.meanNll('float32'));
      const theta = program.read('theta');
      const stuck = gainsOf(theta, config).filter((gain, i) => gain === initialGains[i]);
      program.write('theta', nearestBfloat16(theta));
      return {
        measurements: {
          params,
          datasetBits: datasetBits(config, 'paper'),
          memorizedBits: bits(finalLoss),
          memorizedBitsScored: memorizedBits(finalLoss, config, 'scored'),
          bitsPerParameter: bits(finalLoss) / params,
          finalLoss,
          memorizedBitsFloat32,
          memorizedBitsRounded: bits(run.meanNll('float32')),
          memorizedBitsBfloat16: bits(run.meanNll('bfloat16-everywhere')),
          unchangedShare: mean(unchanged.subarray(Math.min(warmupSteps(config), config.steps - 1))),
          stuckGains: stuck.length / initialGains.length,
        },
        curves: {
          memorized: memorizedCurve(losses, finalLoss, bits),
          unchanged: stretchMeans(unchanged),
        },
        engine: engineRecord(program),
      };
    },
    precision,
  );
}

/** The gains of all LayerNorms. */
function gainsOf(theta: Float32Array, config: PrecisionConfig): number[] {
  const layout = gptLayout(tokenGpt(config));
  return layout
    .filter(({ name }) => name.endsWith('.gain'))
    .flatMap(({ name }) => [...parameterSlice(theta, layout, name)]);
}

/** The share of unchanged weights through the training; x is the middle of each stretch of steps. */
function stretchMeans(values: Float32Array): Curve {
  const count = Math.min(UNCHANGED_POINTS, values.length);
  const ends = Array.from({ length: count + 1 }, (_, i) => Math.round((i * values.length) / count));
  const stretches = ends.slice(1).map((end, i) => [ends[i], end]);
  return {
    x: stretches.map(([start, end]) => (start + end + 1) / 2),
    y: stretches.map(([start, end]) => mean(values.subarray(start, end))),
    xLabel: 'training step',
    yLabel: 'share of the weights unchanged by a step',
  };
}
