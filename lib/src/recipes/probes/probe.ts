import * as tf from '@tensorflow/tfjs';
import { attributes } from '../../datasets';
import { engineRecord, type EngineRecord, type Tensors, type TensorSpec } from '../../engine';
import {
  embedding,
  type GptConfig,
  gptHidden,
  gptLayout,
  initialLora,
  initialParameters,
  loraLayout,
  type ParameterLayout,
  type ParameterViews,
  withLora,
} from '../../model';
import { adamWDefaults, inChunks, schedule, type TrainingTask, withTraining } from '../../training';
import { endlessOrder, rowsAt } from '../rows';
import type { ProbeTraining } from './config';
import type { ProbeGroup, Probing } from './groups';
import {
  headChoices,
  headLayout,
  headLogits,
  headLoss,
  labelRows,
  labelSpec,
  statisticsOf,
} from './heads';
import { classCounts } from './rows';

/** Rows of tokens about people, with the places where probes look. */
export interface ProbedRows {
  people: ArrayLike<number>; // whom each row is about
  length: number; // tokens of a row
  tokens: Int32Array; // [rows, length]
  places: Int32Array; // [rows, places]
}

/** What is trained of the embedding beside the classifiers. */
export interface EmbeddingUpdate {
  layout: ParameterLayout;
  initial: Float32Array;
  adapt(trained: ParameterViews, frozen: ParameterViews): ParameterViews;
}

/** A low-rank update of the embeddings of all tokens. */
export function lowRankUpdate(gpt: GptConfig, rank: number, seed: number): EmbeddingUpdate {
  const lora = { rank: 0, embeddingRank: rank, alpha: rank };
  const layout = loraLayout(gpt, lora);
  return {
    layout,
    initial: initialLora(layout, seed),
    adapt: (trained, frozen) => withLora(frozen, trained, gpt, lora),
  };
}

/** Linear classifiers at some places of rows, and how they are trained. */
export interface ProbeOptions extends ProbeGroup {
  stage: string;
  order: string; // the name of the random stream of the rows' order
  update: EmbeddingUpdate;
  batchNorm: boolean; // in place of LayerNorm; tested with the statistics of a batch of training rows
  train: ProbedRows;
  tests: readonly ProbedRows[]; // of one length
  steps: number;
  batch: number; // rows a step
  atOnce: number; // rows of one call that tests
  learningRate: number; // at the first step; falls to 0 on a straight line
}

function probeTask(
  options: ProbeOptions,
  classes: number[],
  probing: Probing<ProbeTraining>,
): TrainingTask {
  const { update, places, batchNorm, batch: n, atOnce, train, tests } = options;
  const { config, theta: frozen } = probing;
  const { gpt } = probing.world;
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: places.length, classes });
  const inputs = (rows: number, length: number): Record<'tokens' | 'places', TensorSpec> => ({
    tokens: { shape: [rows, length], dtype: 'int32' },
    places: { shape: [rows, places.length], dtype: 'int32' },
  });
  /** The last hidden states at each place: [n, d] each. */
  const hiddenAt = (p: ParameterViews, rows: Tensors, model: ParameterViews): tf.Tensor2D[] => {
    const tokens = rows.tokens as tf.Tensor2D;
    const [count, length] = tokens.shape;
    const hidden = gptHidden(update.adapt(p, model), tokens, gpt); // [n T, d]
    // In float32, exact to 2^24: TensorFlow's GPU build adds whole numbers on the host.
    const starts = tf.tensor1d(Array.from({ length: count }, (_, i) => i * length)); // of the rows
    const at = tf.transpose(rows.places).cast('float32').add(starts); // [places, n]
    const found = embedding(hidden, at.flatten().cast('int32')); // [places n, d]
    return places.length === 1 ? [found] : tf.split<tf.Tensor2D>(found, places.length);
  };
  const logitsOf = (p: ParameterViews, hidden: tf.Tensor2D[], like: tf.Tensor2D[]) =>
    hidden.map((here, i) =>
      headLogits(p, i, here, classes, batchNorm ? statisticsOf(like[i]) : null),
    );
  return {
    layout: [...update.layout, ...heads],
    theta: Float32Array.from([
      ...update.initial,
      ...initialParameters(heads, gpt.nLayers, config.seed),
    ]),
    frozen: { layout: gptLayout(gpt), theta: frozen },
    batch: { ...inputs(n, train.length), labels: labelSpec(n, classes) },
    loss(p, batch, model) {
      const hidden = hiddenAt(p, batch, model);
      const losses = logitsOf(p, hidden, hidden).map((logits) =>
        headLoss(logits, batch.labels as tf.Tensor2D),
      );
      return tf.addN(losses).div(losses.length);
    },
    measurements: {
      choose: {
        inputs: {
          ...inputs(atOnce, tests[0].length),
          ...(batchNorm && asReference(inputs(n, train.length))),
        },
        run(p, batch, model) {
          const { reference: tokens, referencePlaces: places } = batch;
          const like = batchNorm ? hiddenAt(p, { tokens, places }, model) : [];
          const choices = logitsOf(p, hiddenAt(p, batch, model), like).map(headChoices);
          return { choices: tf.concat(choices, 1) }; // [n, places attributes]
        },
      },
    },
  };
}

/** Rows under the names that they have when only their statistics are taken. */
const asReference = <T>({ tokens, places }: Record<'tokens' | 'places', T>) => ({
  reference: tokens,
  referencePlaces: places,
});

/**
 * Trains classifiers over a frozen model and tests them. Trained are the given update of the
 * embedding, shared by all of them, and of each place a normalization and a linear classifier for
 * each attribute on the last hidden state.
 * @returns which rows of each test each of them gets right: [tests][places][attributes][rows]
 */
export function trainProbe(
  options: ProbeOptions,
  probing: Probing<ProbeTraining>,
): Promise<{ right: boolean[][][][]; engine: EngineRecord }> {
  const { places, train, steps, learningRate: peak, batch: n } = options;
  const { config, classes, stages } = probing;
  const counts = classCounts(config, options.attributes);
  const wanted = options.attributes.map((attribute) => attributes.indexOf(attribute));
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const feeds = (picked: ArrayLike<number>) => ({
    tokens: rowsAt(train.tokens, picked, train.length),
    places: rowsAt(train.places, picked, places.length),
  });
  return withTraining(probeTask(options, counts, probing), optimizer, async (program) => {
    const next = endlessOrder(train.people.length, config.seed, options.order);
    await stages.train(options.stage, program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'linear', peak, steps, warmup: 0, final: 0 }),
      batch(step) {
        const picked = next(step * n, n);
        const persons = Array.from(picked, (row) => classes[train.people[row]]);
        return { ...feeds(picked), labels: labelRows(persons, wanted, counts) };
      },
    });
    const reference = options.batchNorm ? asReference(feeds([...Array(n).keys()])) : {};
    const right = options.tests.map(({ people, tokens, places: at }) => {
      const rows = { tokens, places: at };
      const { atOnce } = options;
      const { choices } = inChunks(program, 'choose', rows, people.length, atOnce, reference);
      return places.map((_, place) =>
        wanted.map((attribute, a) =>
          Array.from(people, (person, row) => {
            const choice = (row * places.length + place) * wanted.length + a;
            return choices[choice] === classes[person][attribute];
          }),
        ),
      );
    });
    return { right, engine: engineRecord(program) };
  });
}
