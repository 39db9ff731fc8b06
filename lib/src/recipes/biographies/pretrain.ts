import type * as tf from '@tensorflow/tfjs';
import {
  engineRecord,
  type EngineRecord,
  type Feed,
  type Program,
  type Tensors,
} from '../../engine';
import type { Curve } from '../../experiment';
import {
  dropout,
  dropoutFeeds,
  dropoutInputs,
  dropoutSites,
  gptLayout,
  initialParameters,
  type ParameterViews,
} from '../../model';
import { mean } from '../../stats';
import { optimizerOf, schedule, type TrainingTask, withTraining } from '../../training';
import { feedsOf, gptTask, rowInputs, rowLoss } from '../model-calls';
import type { Stages } from '../stages';
import { curveSteps, track, type TrackedNumbers } from '../track';
import { exposuresAfter, type PretrainConfig } from './config';
import { leadOf, type Recall, recallClozes, recallMeasurement, recallOf } from './recall';
import type { World } from './world';

/** A pretrained model and how well it knows what it was shown. */
export interface Pretrained {
  theta: Float32Array; // [P], in the order of gptLayout(world.gpt)
  finalLoss: number; // mean of the last 20 steps, nats a token
  recall: Recall;
  curves: Record<string, Curve>; // over the biographies shown of each person; `recall` among them
  engine: EngineRecord;
}

/** What a model learns in the same steps as the biographies. */
export interface Beside<T> extends Required<Pick<TrainingTask, 'batch' | 'measurements'>> {
  name: string; // of the stage, in place of 'pretrain'
  kept: string; // the name of the model that can be kept
  points: number; // of a curve
  /** The loss of both, given that of the biographies. */
  loss(p: ParameterViews, batch: Tensors, biographies: tf.Scalar): tf.Scalar;
  feeds(step: number): Record<string, Feed>;
  /** Measured along the way, beside recall. */
  track(program: Program): TrackedNumbers;
  /** What the trained model is asked at the end; `length` is that of the rows that recall takes. */
  after(program: Program, length: number): T;
}

/** Biographies alone. */
export const NOTHING: Beside<object> = {
  name: 'pretrain',
  kept: 'pretrained',
  points: 15,
  batch: {},
  measurements: {},
  loss: (_p, _batch, biographies) => biographies,
  feeds: () => ({}),
  track: () => ({}),
  after: () => ({}),
};

/**
 * Trains a GPT on the biographies of a world from the start, in one stage, alone or with something
 * beside them. Every arm of a comparison sees the same number of biographies of each person, so that
 * only their variety differs. AdamW, warm-up, cosine: Allen-Zhu & Li 2023, appendix A.
 */
export function pretrain<T = object>(
  config: PretrainConfig,
  world: World,
  stages: Stages,
  beside = NOTHING as Beside<T>,
): Promise<Pretrained & T> {
  const { gpt } = world;
  const optimizer = optimizerOf(config);
  const { learningRate: peak, pretrainSteps: steps, warmupSteps: warmup, finalShare } = config;
  const { whole, some } = recallClozes(world, leadOf(config));
  const theta = initialParameters(gptLayout(gpt), gpt.nLayers, config.seed);
  const { dropout: dropped, seed } = config;
  const inputs = {
    ...rowInputs(config.batchSize, world.rowLength),
    ...beside.batch,
    ...dropoutInputs(dropped),
  };
  const task: TrainingTask = {
    ...gptTask(gpt, theta, inputs),
    loss(p, batch) {
      const drop = dropout(dropped, dropoutSites(gpt), batch);
      return beside.loss(p, batch, rowLoss(p, batch, gpt, drop));
    },
    measurements: { ...recallMeasurement(whole, gpt), ...beside.measurements },
  };
  return withTraining(task, optimizer, async (program) => {
    const { measure, curves } = track(
      {
        at: curveSteps(steps, beside.points),
        xLabel: 'exposures',
        x: (step) => exposuresAfter(step, config),
      },
      {
        recall: { yLabel: 'recall', take: () => recallOf(program, some).all },
        ...beside.track(program),
      },
    );
    const losses = await stages.train(beside.name, program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final: finalShare }),
      batch: (step) => ({
        ...feedsOf(world.batch(step)),
        ...beside.feeds(step),
        ...dropoutFeeds(dropped, seed, step),
      }),
      measure,
    });
    stages.keepModel(beside.kept, program);
    return {
      theta: program.read('theta'),
      finalLoss: mean(losses.slice(-20)),
      recall: recallOf(program, whole),
      curves,
      engine: engineRecord(program),
      ...beside.after(program, whole.rows.length),
    };
  });
}
