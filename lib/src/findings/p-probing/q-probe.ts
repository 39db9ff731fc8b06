import * as tf from '@tensorflow/tfjs';
import { type Attribute, attributes, type Person, type WordTokenizer } from '../../datasets';
import { createProgram, type TensorSpec } from '../../engine';
import {
  gptHidden,
  gptLayout,
  initialLora,
  initialParameters,
  layoutSize,
  loraLayout,
  type ParameterLayout,
  type ParameterViews,
  withLora,
} from '../../model';
import { adamWDefaults, schedule, trainingProgram, type TrainingTask } from '../../training';
import { endlessOrder, type World } from '../../recipes/biographies/world';
import type { Stages } from '../../recipes/stages';
import type { ProbingConfig } from './config';
import type { FrozenModel } from './groups';
import { headChoices, headLayout, headLogits, headLoss, labelRows, statisticsOf } from './heads';
import { classCounts, classNumbers } from './probe-rows';

/**
 * What of the embedding a Q-probe trains beside its classifier. `all`: a low-rank update of every
 * token's, as in the paper. `ends`: those of the start and end tokens only, which cannot tell one
 * name from another.
 */
export const qProbeUpdates = ['all', 'ends'] as const;
export type QProbeUpdate = (typeof qProbeUpdates)[number];

const LENGTH = 5; // start, three names, end
const ENDS = 'ends';

/** Rows of start, full name, end, [people, 5]. */
export function nameRows(people: readonly Person[], tokenizer: WordTokenizer): Int32Array {
  const { bosId, eosId } = tokenizer;
  return Int32Array.from(people.flatMap(({ name }) => [bosId, ...tokenizer.encode(name), eosId]));
}

/** The low-rank update of all embeddings, or the two vectors of the end tokens. */
function makeUpdate(update: QProbeUpdate, { gpt, tokenizer }: World, config: ProbingConfig) {
  const lora = { rank: 0, embeddingRank: config.qProbeRank, alpha: config.qProbeRank };
  if (update === 'all') {
    const layout = loraLayout(gpt, lora);
    const adapt = (p: ParameterViews, frozen: ParameterViews): ParameterViews =>
      withLora(frozen, p, gpt, lora);
    return { layout, initial: initialLora(layout, config.seed), adapt };
  }
  const layout: ParameterLayout = [{ name: ENDS, shape: [2, gpt.dModel], init: 'zeros' }];
  const places = new Float32Array(gpt.vocabSize * 2);
  places[2 * tokenizer.bosId] = 1;
  places[2 * tokenizer.eosId + 1] = 1;
  const adapt = (p: ParameterViews, frozen: ParameterViews): ParameterViews => {
    const at = tf.tensor2d(places, [gpt.vocabSize, 2]);
    return { ...frozen, wte: frozen.wte.add(tf.matMul(at, p[ENDS])) };
  };
  return { layout, initial: new Float32Array(layoutSize(layout)), adapt };
}

/** Of each attribute what the probe takes each person to be, [attributes][people]. */
export interface QChoices {
  train: number[][];
  test: number[][];
}

/** Probes on names over a frozen model, `n` names a step and a measurement. */
function qProbeTask(
  update: QProbeUpdate,
  { theta: frozen, world }: FrozenModel,
  config: ProbingConfig,
  classes: number[],
  n: number,
): TrainingTask {
  const { gpt } = world;
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: 1, classes });
  const { layout, initial, adapt } = makeUpdate(update, world, config);
  const names: TensorSpec = { shape: [n, LENGTH], dtype: 'int32' };
  const lastHidden = (p: ParameterViews, tokens: tf.Tensor, model: ParameterViews): tf.Tensor2D => {
    const hidden = gptHidden(adapt(p, model), tokens as tf.Tensor2D, gpt)
      .reshape([n, LENGTH, gpt.dModel])
      .slice([0, LENGTH - 1, 0], [n, 1, gpt.dModel]);
    return hidden.reshape([n, gpt.dModel]);
  };
  return {
    layout: [...layout, ...heads],
    theta: Float32Array.from([...initial, ...initialParameters(heads, gpt.nLayers, config.seed)]),
    frozen: { layout: gptLayout(gpt), theta: frozen },
    batch: {
      names,
      labels: { shape: [n, classes.reduce((a, b) => a + b, 0)], dtype: 'float32' },
    },
    loss(p, batch, model) {
      const hidden = lastHidden(p, batch.names, model);
      const logits = headLogits(p, 0, hidden, classes, statisticsOf(hidden));
      return headLoss(logits, batch.labels as tf.Tensor2D);
    },
    measurements: {
      choose: {
        // the statistics of BatchNorm are those of a batch of training people
        inputs: { names, reference: names },
        run(p, batch, model) {
          const statistics = statisticsOf(lastHidden(p, batch.reference, model));
          const hidden = lastHidden(p, batch.names, model);
          return { choices: headChoices(headLogits(p, 0, hidden, classes, statistics)) };
        },
      },
    },
  };
}

/**
 * Trains probes for the attributes `of` on the names of some people and returns their choices on
 * those and on others. The model is frozen; trained are the given update of the embedding and, on
 * the last hidden state of the last token, BatchNorm and a linear classifier for each attribute.
 * Source: Allen-Zhu & Li 2023, section 5.2 (Q-probing).
 */
export async function trainQProbe(
  update: QProbeUpdate,
  of: readonly Attribute[],
  people: { train: Int32Array; test: Int32Array },
  model: FrozenModel,
  config: ProbingConfig,
  stages: Stages,
): Promise<QChoices> {
  const { world } = model;
  const { qProbeSteps: steps, qProbeLearningRate: peak, seed } = config;
  const n = Math.min(config.qProbeBatch, people.train.length);
  const classes = classCounts(config, of);
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const spec = trainingProgram(qProbeTask(update, model, config, classes, n), optimizer);
  const program = createProgram(spec);
  tf.dispose(spec.state);
  const namesOf = (indices: Int32Array): Int32Array => {
    const named = Array.from(indices, (i) => world.people[i]);
    return nameRows(named, world.tokenizer);
  };
  try {
    const wanted = of.map((a) => attributes.indexOf(a));
    const persons = classNumbers(world.people, config);
    const next = endlessOrder(people.train.length, seed, 'q-probe-order');
    await stages.train(`q-probe ${update} ${of.join()}`, program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'linear', peak, steps, warmup: 0, final: 0 }),
      batch(step) {
        const picked = next(step * n, n).map((i) => people.train[i]);
        const values = Array.from(picked, (person) => wanted.map((i) => persons[person][i]));
        return { names: namesOf(picked), labels: labelRows(values, classes) };
      },
    });
    const reference = namesOf(people.train.subarray(0, n));
    const choose = (asked: Int32Array): number[][] => {
      const choices = of.map((): number[] => []);
      for (let start = 0; start < asked.length; start += n) {
        // the last call is filled up with its last person, who is not counted again
        const picked = Int32Array.from(
          { length: n },
          (_, i) => asked[Math.min(start + i, asked.length - 1)],
        );
        const said = program.call('choose', { names: namesOf(picked), reference }).choices;
        const real = Math.min(n, asked.length - start);
        choices.forEach((own, a) => own.push(...said.subarray(a * n, a * n + real)));
      }
      return choices;
    };
    return { train: choose(people.train), test: choose(people.test) };
  } finally {
    program.dispose();
  }
}
