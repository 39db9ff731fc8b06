import { type Compute, engineRecord, nearestBfloat16 } from '../../engine';
import type { RunContext, RunOutcome } from '../../experiment';
import { memorizedBits } from '../../datasets';
import { mean, stretchMeans } from '../../stats';
import { gptLayout, parameterSlice } from '../../model';
import { memorizedCurve, type TokenBits, tokenBits } from '../../recipes/token-bits';
import { precisionOf } from '../../recipes/token-formats';
import { tokenGpt, warmupSteps } from '../../recipes/token-config';
import { type TokenRun, withTokens } from '../../recipes/tokens';
import type { PrecisionConfig } from './config';

/** What one run yields; the memorized bits in the arithmetic that the run was trained in. */
export interface PrecisionMeasurements extends Omit<TokenBits, 'datasetBitsScored'> {
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
  const format = precisionOf(config.mode);
  const measureIn = [...new Set([format.compute, 'float32', 'bfloat16-everywhere'] as const)];
  const step = { ...format.step, noise: config.noise, reportUnchanged: true };
  const body = async ({ program, params, train, meanNll }: TokenRun) => {
    const unchanged = new Float32Array(config.steps);
    const losses = await train({ unchanged });
    const bits = (compute: Compute): number => memorizedBits(meanNll(compute), config, 'paper');
    const finalLoss = meanNll();
    const memorizedBitsFloat32 = bits('float32');
    const theta = program.read('theta');
    const gains = gainsOf(theta, config);
    program.write('theta', nearestBfloat16(theta));
    const { datasetBitsScored, ...counted } = tokenBits(config, params, finalLoss);
    return {
      measurements: {
        ...counted,
        memorizedBitsFloat32,
        memorizedBitsRounded: bits('float32'),
        memorizedBitsBfloat16: bits('bfloat16-everywhere'),
        unchangedShare: mean(unchanged.subarray(Math.min(warmupSteps(config), config.steps - 1))),
        stuckGains: gains.filter((gain) => gain === 1).length / gains.length,
      },
      curves: {
        memorized: memorizedCurve(config, losses, finalLoss),
        unchanged: {
          ...stretchMeans(unchanged, UNCHANGED_POINTS),
          xLabel: 'training step',
          yLabel: 'share of the weights unchanged by a step',
        },
      },
      engine: engineRecord(program),
    };
  };
  return withTokens(config, context, body, { ...format, step, measureIn });
}

/** The gains of all LayerNorms. */
function gainsOf(theta: Float32Array, config: PrecisionConfig): number[] {
  const layout = gptLayout(tokenGpt(config));
  return layout
    .filter(({ name }) => name.endsWith('.gain'))
    .flatMap(({ name }) => [...parameterSlice(theta, layout, name)]);
}
