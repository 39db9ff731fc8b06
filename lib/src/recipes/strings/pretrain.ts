import { followTables, localText, promptedPairs } from '../../datasets';
import { gptLayout, initialParameters } from '../../model';
import { adamWOf, schedule, withTraining } from '../../training';
import { gptTask, pairInputs } from '../model-calls';
import type { Stages } from '../stages';
import { type StringConfig, stringGpt } from './config';

/**
 * The parameters [P] that the strings find: random ones, or, with `pretrainSteps`, of a model that
 * has learned to look at exactly the letters one, two and three places back, on ever new text.
 */
export async function startingParameters(
  config: StringConfig,
  stages: Stages,
): Promise<Float32Array> {
  const gpt = stringGpt(config);
  const theta = initialParameters(gptLayout(gpt), config.nLayers, config.seed);
  const { pretrainSteps: steps, pretrainRows: rows, pretrainLearningRate: peak, length } = config;
  if (steps === 0) return theta;
  const optimizer = adamWOf(config);
  const tables = followTables(config);
  const warmup = Math.round(0.05 * steps);
  return withTraining(gptTask(gpt, theta, pairInputs(rows, length)), optimizer, async (program) => {
    await stages.train('local text', program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final: 0.1 }),
      batch: (step) => promptedPairs(localText(config, rows, step, tables)),
    });
    return program.read('theta');
  });
}
