import { engineRecord, type EngineRecord, type Program } from '../../engine';
import type { Curve } from '../../experiment';
import { mean } from '../../stats';
import { gptLayout, initialParameters } from '../../model';
import {
  type AdamWOptions,
  adamWDefaults,
  type OptimizerOptions,
  schedule,
  type Schedule,
  type TrainingTask,
  withTraining,
} from '../../training';
import type { Stages } from '../stages';
import { curveSteps, track, type Tracked } from '../track';
import { exposuresAfter, type PretrainConfig } from './config';
import { feedsOf, rowInputs, rowLoss } from './model-calls';
import { leadOf, type Recall, recallClozes, recallMeasurement, recallOf } from './recall';
import type { World } from './world';

/** A pretrained model and how well it knows what it was shown. */
export interface Pretrained {
  theta: Float32Array; // [P], in the order of gptLayout(world.gpt)
  finalLoss: number; // mean of the last 20 steps, nats a token
  recall: Recall;
  recallCurve: Curve;
  engine: EngineRecord;
}

const CURVE_POINTS = 15;

/** AdamW, warm-up, cosine: Allen-Zhu & Li 2023, appendix A. */
export function pretrainOptimizer(config: PretrainConfig): AdamWOptions {
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = config;
  return { ...adamWDefaults, beta1, beta2, epsilon, weightDecay, clipNorm };
}

export function pretrainSchedule(config: PretrainConfig): Schedule {
  const { learningRate: peak, pretrainSteps: steps, warmupSteps: warmup, finalShare } = config;
  return schedule({ shape: 'cosine', peak, steps, warmup, final: finalShare });
}

/** What is measured along a pretraining, against the biographies shown of each person. */
export const trackExposures = (
  config: PretrainConfig,
  points: number,
  numbers: Parameters<typeof track>[1],
): Tracked =>
  track(
    {
      at: curveSteps(config.pretrainSteps, points),
      xLabel: 'exposures',
      x: (step) => exposuresAfter(step, config),
    },
    numbers,
  );

/** What a program holds after its pretraining. */
export const pretrainedOf = (
  program: Program,
  losses: Float32Array,
): Omit<Pretrained, 'recall' | 'recallCurve'> => ({
  theta: program.read('theta'),
  finalLoss: mean(losses.slice(-20)),
  engine: engineRecord(program),
});

/**
 * Trains a GPT on the biographies of a world from the start, in one stage. Every arm of a comparison
 * sees the same number of biographies of each person, so that only their variety differs.
 */
export function pretrain(
  config: PretrainConfig,
  world: World,
  stages: Stages,
  optimizer: OptimizerOptions = pretrainOptimizer(config),
): Promise<Pretrained> {
  const { gpt } = world;
  const layout = gptLayout(gpt);
  const { whole, some } = recallClozes(world, leadOf(config));
  const task: TrainingTask = {
    layout,
    theta: initialParameters(layout, gpt.nLayers, config.seed),
    batch: rowInputs(config.batchSize, world.rowLength),
    loss: (p, batch) => rowLoss(p, batch, gpt),
    measurements: recallMeasurement(whole, gpt),
  };
  return withTraining(task, optimizer, async (program) => {
    const { measure, curves } = trackExposures(config, CURVE_POINTS, {
      recall: { yLabel: 'recall', take: () => recallOf(program, some).all },
    });
    const losses = await stages.train('pretrain', program, {
      steps: config.pretrainSteps,
      optimizer,
      learningRate: pretrainSchedule(config),
      batch: (step) => feedsOf(world.batch(step)),
      measure,
    });
    stages.keepModel('pretrained', program);
    return {
      ...pretrainedOf(program, losses),
      recall: recallOf(program, whole),
      recallCurve: curves.recall,
    };
  });
}
