import * as tf from '@tensorflow/tfjs';
import { type Attribute, attributes, type Person, type WordTokenizer } from '../../datasets';
import { createProgram, type Tensors } from '../../engine';
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
import { adamWDefaults, schedule, trainingProgram } from '../../training';
import { endlessOrder, type World } from '../biographies/world';
import type { Stages } from '../stages';
import type { ProbingConfig } from './config';
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

/**
 * Trains probes for `of` on the names of `trainPeople` and returns their choices. The model is frozen;
 * trained are the given update of the embedding and, on the last hidden state of the last token,
 * BatchNorm and a linear classifier for each attribute.
 * Source: Allen-Zhu & Li 2023, section 5.2 (Q-probing).
 */
export async function trainQProbe(
  update: QProbeUpdate,
  of: readonly Attribute[],
  people: { train: Int32Array; test: Int32Array },
  model: { theta: Float32Array; world: World },
  config: ProbingConfig,
  stages: Stages,
): Promise<QChoices> {
  const { world } = model;
  const { gpt, tokenizer } = world;
  const { qProbeSteps: steps, seed } = config;
  const n = Math.min(config.qProbeBatch, people.train.length);
  const classes = classCounts(config, of);
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: 1, classes });
  const { layout: updated, initial, adapt } = makeUpdate(update, world, config);
  const names = { shape: [n, LENGTH], dtype: 'int32' as const };
  const lastHidden = (
    p: ParameterViews,
    tokens: tf.Tensor,
    frozen: ParameterViews,
  ): tf.Tensor2D => {
    const [rows] = tokens.shape;
    const hidden = gptHidden(adapt(p, frozen), tokens as tf.Tensor2D, gpt);
    const last = hidden
      .reshape([rows, LENGTH, gpt.dModel])
      .slice([0, LENGTH - 1, 0], [rows, 1, gpt.dModel]);
    return last.reshape([rows, gpt.dModel]);
  };
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const spec = trainingProgram(
    {
      layout: [...updated, ...heads],
      theta: Float32Array.from([...initial, ...initialParameters(heads, gpt.nLayers, seed)]),
      frozen: { layout: gptLayout(gpt), theta: model.theta },
      batch: {
        names,
        labels: { shape: [n, classes.reduce((a, b) => a + b, 0)], dtype: 'float32' },
      },
      loss(p, batch, frozen) {
        const hidden = lastHidden(p, batch.names, frozen);
        const logits = headLogits(p, 0, hidden, classes, statisticsOf(hidden));
        return headLoss(logits, batch.labels as tf.Tensor2D);
      },
      measurements: {
        choose: {
          // the statistics of BatchNorm are those of a batch of training people
          inputs: { names, reference: names },
          run(p: ParameterViews, batch: Tensors, frozen: ParameterViews) {
            const statistics = statisticsOf(lastHidden(p, batch.reference, frozen));
            const hidden = lastHidden(p, batch.names, frozen);
            return { choices: headChoices(headLogits(p, 0, hidden, classes, statistics)) };
          },
        },
      },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    const rowsOf = (indices: Int32Array): Int32Array =>
      nameRows(
        Array.from(indices, (i) => world.people[i]),
        tokenizer,
      );
    const wanted = of.map((a) => attributes.indexOf(a));
    const persons = classNumbers(world.people, config);
    const next = endlessOrder(people.train.length, seed, 'q-probe-order');
    await stages.train(`q-probe ${update} ${of.join()}`, program, {
      steps,
      optimizer,
      learningRate: schedule({
        shape: 'linear',
        peak: config.qProbeLearningRate,
        steps,
        warmup: 0,
        final: 0,
      }),
      batch(step) {
        const picked = next(step * n, n).map((i) => people.train[i]);
        const values = Array.from(picked, (person) => wanted.map((i) => persons[person][i]));
        return { names: rowsOf(picked), labels: labelRows(values, classes) };
      },
    });
    const reference = rowsOf(people.train.subarray(0, n));
    const choose = (asked: Int32Array): number[][] => {
      const choices = of.map((): number[] => []);
      for (let start = 0; start < asked.length; start += n) {
        // the last call is filled up with its last person, who is not counted again
        const picked = Int32Array.from(
          { length: n },
          (_, i) => asked[Math.min(start + i, asked.length - 1)],
        );
        const said = program.call('choose', { names: rowsOf(picked), reference }).choices;
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
