import * as tf from '@tensorflow/tfjs';
import { createProgram, engineRecord, type EngineRecord } from '../../engine';
import { mean } from '../../measure';
import { gptLayout, initialParameters, layoutSize } from '../../model';
import {
  type AdamWOptions,
  adamWDefaults,
  type OptimizerOptions,
  schedule,
  type Schedule,
  trainingProgram,
} from '../../training';
import type { Curve } from '../../experiment';
import type { Stages } from '../stages';
import { exposuresAfter, type PretrainConfig } from './config';
import { feedsOf, likeliestMeasurement, rowInputs, rowLoss } from './model-calls';
import { leadOf, type Recall, recallClozes, recallOf } from './recall';
import type { World } from './world';

/** A pretrained model and how well it knows what it was shown. */
export interface Pretrained {
  theta: Float32Array; // [P], in the order of gptLayout(world.gpt)
  params: number;
  finalLoss: number; // mean of the last 20 steps, nats a token
  recall: Recall;
  recallCurve: Curve;
  engine: EngineRecord;
}

export const RECALL_ROWS = 50; // biographies of one call
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

/** The mean of the last 20 steps' losses. */
export const finalLossOf = (losses: Float32Array): number => mean(losses.slice(-20));

/** Evenly spaced steps from 0 to the last. */
export function curveSteps(steps: number, points: number): number[] {
  const all = Array.from({ length: points + 1 }, (_, i) => Math.round((i * steps) / points));
  return [...new Set(all)];
}

/**
 * Trains a GPT on the biographies of a world from the start, in one stage. Every arm of a comparison
 * sees the same number of biographies of each person, so that only their variety differs.
 */
export async function pretrain(
  config: PretrainConfig,
  world: World,
  stages: Stages,
  optimizer: OptimizerOptions = pretrainOptimizer(config),
): Promise<Pretrained> {
  const { gpt } = world;
  const lead = leadOf(config);
  const layout = gptLayout(gpt);
  const { whole, some } = recallClozes(world, lead);
  const { length } = whole.rows;
  const spec = trainingProgram(
    {
      layout,
      theta: initialParameters(layout, gpt.nLayers, config.seed),
      batch: rowInputs(config.batchSize, world.rowLength),
      loss: (p, batch) => rowLoss(p, batch, gpt),
      measurements: { recall: likeliestMeasurement(RECALL_ROWS, length, gpt) },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    const at = curveSteps(config.pretrainSteps, CURVE_POINTS);
    const recalls: number[] = [];
    const losses = await stages.train('pretrain', program, {
      steps: config.pretrainSteps,
      optimizer,
      learningRate: pretrainSchedule(config),
      batch: (step) => feedsOf(world.batch(step)),
      measure: {
        at,
        size: 1,
        take: () => [recallOf(program, 'recall', some, RECALL_ROWS).all],
        onTaken: (_, [recall]) => recalls.push(recall),
      },
    });
    return {
      theta: program.read('theta'),
      params: layoutSize(layout),
      finalLoss: finalLossOf(losses),
      recall: recallOf(program, 'recall', whole, RECALL_ROWS),
      recallCurve: {
        x: at.map((step) => exposuresAfter(step, config)),
        y: recalls,
        xLabel: 'exposures',
        yLabel: 'recall',
      },
      engine: engineRecord(program),
    };
  } finally {
    program.dispose();
  }
}
