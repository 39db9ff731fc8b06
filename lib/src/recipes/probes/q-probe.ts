import * as tf from '@tensorflow/tfjs';
import {
  type Attribute,
  attributes,
  forEachAttribute,
  type Person,
  type WordTokenizer,
} from '../../datasets';
import type { TensorSpec } from '../../engine';
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
import { adamWDefaults, inChunks, schedule, type TrainingTask, withTraining } from '../../training';
import { endlessOrder, type World } from '../biographies/world';
import { rowsAt } from '../rows';
import type { ProbingConfig } from './config';
import { type Probing, qGroupsOf } from './groups';
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

/**
 * What of the embedding a Q-probe trains beside its classifier. `all`: a low-rank update of every
 * token's, as in the paper. `ends`: those of the start and end tokens only, which cannot tell one
 * name from another.
 */
export const qProbeUpdates = ['all', 'ends'] as const;
export type QProbeUpdate = (typeof qProbeUpdates)[number];

/** What a Q-probe gets right, by attribute: about people it was trained on and about others. */
export interface QProbeScores {
  train: Record<Attribute, number>;
  test: Record<Attribute, number>;
}

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

/** Probes on names over a frozen model, `n` names a step and a measurement. */
function qProbeTask(
  update: QProbeUpdate,
  { config, theta: frozen, world }: Probing,
  classes: number[],
  n: number,
): TrainingTask {
  const { gpt } = world;
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: 1, classes });
  const { layout, initial, adapt } = makeUpdate(update, world, config);
  const names: TensorSpec = { shape: [n, LENGTH], dtype: 'int32' };
  const lastHidden = (p: ParameterViews, tokens: tf.Tensor, model: ParameterViews): tf.Tensor2D => {
    const hidden = gptHidden(adapt(p, model), tokens as tf.Tensor2D, gpt); // [n LENGTH, d]
    const [, last] = tf.split(hidden.reshape([n, LENGTH, gpt.dModel]), [LENGTH - 1, 1], 1);
    return last.reshape([n, gpt.dModel]);
  };
  return {
    layout: [...layout, ...heads],
    theta: Float32Array.from([...initial, ...initialParameters(heads, gpt.nLayers, config.seed)]),
    frozen: { layout: gptLayout(gpt), theta: frozen },
    batch: { names, labels: labelSpec(n, classes) },
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
 * Trains probes for the attributes `of` on the names of some people and tests them on those and on
 * others: the shares of people about whom they are right. The model is frozen; trained are the given
 * update of the embedding and, on the last hidden state of the last token, BatchNorm and a linear
 * classifier for each attribute.
 * Source: Allen-Zhu & Li 2023, section 5.2 (Q-probing).
 */
function trainQProbe(
  update: QProbeUpdate,
  of: readonly Attribute[],
  probing: Probing,
): Promise<{ train: number[]; test: number[] }> {
  const { config, world, people, classes, stages } = probing;
  const { qProbeSteps: steps, qProbeLearningRate: peak, seed } = config;
  const n = Math.min(config.qProbeBatch, people.train.length);
  const counts = classCounts(config, of);
  const wanted = of.map((attribute) => attributes.indexOf(attribute));
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const names = nameRows(world.people, world.tokenizer);
  const namesOf = (persons: Int32Array): Int32Array => rowsAt(names, persons, LENGTH);
  return withTraining(qProbeTask(update, probing, counts, n), optimizer, async (program) => {
    const next = endlessOrder(people.train.length, seed, 'q-probe-order');
    await stages.train(qProbeName(update, of), program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'linear', peak, steps, warmup: 0, final: 0 }),
      batch(step) {
        const picked = next(step * n, n).map((i) => people.train[i]);
        const persons = Array.from(picked, (person) => classes[person]);
        return { names: namesOf(picked), labels: labelRows(persons, wanted, counts) };
      },
    });
    const reference = namesOf(people.train.subarray(0, n));
    const shares = (asked: Int32Array): number[] => {
      const inputs = { names: namesOf(asked) };
      const { choices } = inChunks(program, 'choose', inputs, asked.length, n, { reference });
      return wanted.map((attribute, a) => {
        const right = asked.filter(
          (person, i) => choices[i * wanted.length + a] === classes[person][attribute],
        );
        return right.length / asked.length;
      });
    };
    return { train: shares(people.train), test: shares(people.test) };
  });
}

/** The Q-probes of all attributes, in the groups in which they are trained. */
export async function qProbe(update: QProbeUpdate, probing: Probing): Promise<QProbeScores> {
  const train: number[] = [];
  const test: number[] = [];
  for (const group of qGroupsOf(probing.config)) {
    const shares = await trainQProbe(update, group, probing);
    train.push(...shares.train);
    test.push(...shares.test);
  }
  const byAttribute = (shares: number[]) =>
    forEachAttribute((attribute) => shares[attributes.indexOf(attribute)]);
  return { train: byAttribute(train), test: byAttribute(test) };
}

export const qProbeName = (update: QProbeUpdate, of: readonly Attribute[]): string =>
  `q-probe ${update} ${of.join()}`;
