import * as tf from '@tensorflow/tfjs';
import { attributes, type Biography } from '../../datasets';
import { engineRecord, type EngineRecord, type Tensors, type TensorSpec } from '../../engine';
import {
  embedding,
  gptHidden,
  gptLayout,
  initialLora,
  initialParameters,
  loraLayout,
  type ParameterViews,
  withLora,
} from '../../model';
import { adamWDefaults, inChunks, schedule, type TrainingTask, withTraining } from '../../training';
import { endlessOrder } from '../biographies/world';
import { rowsAt } from '../rows';
import { checkedGroup, groupsOf, type ProbeGroup, type Probing } from './groups';
import { headChoices, headLayout, headLogits, headLoss, labelRows, labelSpec } from './heads';
import { classCounts, probeRows, type ProbeRows } from './rows';

/** What probes say about the biographies of the people who test them. */
export interface Probed {
  tested: Biography[];
  right: boolean[][][]; // [places][attributes][tested], those that were probed
  engine: EngineRecord;
}

const MOST_AT_ONCE = 100; // biographies of one call that measures

/** The probes of a group over a frozen model: what is trained, on what, and how they choose. */
function probeTask(
  group: ProbeGroup,
  { train, test }: { train: ProbeRows; test: ProbeRows },
  { config, theta: frozen, world: { gpt } }: Probing,
  atOnce: number,
): TrainingTask {
  const { probeBatch, probeRank, seed } = config;
  const lora = { rank: 0, embeddingRank: probeRank, alpha: probeRank };
  const classes = classCounts(config, group.attributes);
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: group.places.length, classes });
  const update = loraLayout(gpt, lora);
  const inputs = (count: number, length: number): Record<string, TensorSpec> => ({
    tokens: { shape: [count, length], dtype: 'int32' },
    places: { shape: [count, group.places.length], dtype: 'int32' },
  });
  const logitsOf = (p: ParameterViews, batch: Tensors, model: ParameterViews): tf.Tensor2D[][] => {
    const tokens = batch.tokens as tf.Tensor2D;
    const [count, length] = tokens.shape;
    const hidden = gptHidden(withLora(model, p, gpt, lora), tokens, gpt); // [n T, d]
    // In float32, exact to 2^24: TensorFlow's GPU build adds whole numbers on the host.
    const starts = tf.tensor1d(Array.from({ length: count }, (_, i) => i * length)); // of the rows
    const places = tf.transpose(batch.places).cast('float32').add(starts); // [places, n]
    const at = embedding(hidden, places.flatten().cast('int32')); // [places n, d]
    const parts = group.places.length === 1 ? [at] : tf.split<tf.Tensor2D>(at, group.places.length);
    return parts.map((here, i) => headLogits(p, i, here, classes, null));
  };
  return {
    layout: [...update, ...heads],
    theta: Float32Array.from([
      ...initialLora(update, seed),
      ...initialParameters(heads, gpt.nLayers, seed),
    ]),
    frozen: { layout: gptLayout(gpt), theta: frozen },
    batch: { ...inputs(probeBatch, train.length), labels: labelSpec(probeBatch, classes) },
    loss(p, batch, model) {
      const losses = logitsOf(p, batch, model).map((logits) =>
        headLoss(logits, batch.labels as tf.Tensor2D),
      );
      return tf.addN(losses).div(losses.length);
    },
    measurements: {
      choose: {
        inputs: inputs(atOnce, test.length),
        run: (p, batch, model) => ({
          choices: tf.concat(logitsOf(p, batch, model).map(headChoices), 1), // [n, places attributes]
        }),
      },
    },
  };
}

/**
 * Trains the probes of a group on the biographies of some people and tests them on those of others.
 * The model is frozen; trained are a low-rank update of its embedding, shared by the probes of the
 * group, and of each place a normalization and a linear classifier on the last hidden state.
 * Source: Allen-Zhu & Li 2023, section 5.1 (P-probing).
 */
export function trainProbes(group: ProbeGroup, probing: Probing): Promise<Probed> {
  const { config, world, people, classes, stages } = probing;
  const { probeBatch: n, probeSteps: steps, probeLearningRate: peak, seed } = config;
  const rowsOf = (persons: Int32Array): ProbeRows => {
    const wanted = new Set(persons);
    const of = world.biographies.filter(({ person }) => wanted.has(person));
    return probeRows(of, world, config, group.places);
  };
  const [train, test] = [rowsOf(people.train), rowsOf(people.test)];
  const tested = test.biographies;
  const atOnce = Math.min(MOST_AT_ONCE, tested.length);
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const wanted = group.attributes.map((attribute) => attributes.indexOf(attribute));
  const counts = classCounts(config, group.attributes);
  const width = group.places.length;
  return withTraining(
    probeTask(group, { train, test }, probing, atOnce),
    optimizer,
    async (program) => {
      const next = endlessOrder(train.biographies.length, seed, 'probe-order');
      await stages.train(probeName(group), program, {
        steps,
        optimizer,
        learningRate: schedule({ shape: 'linear', peak, steps, warmup: 0, final: 0 }),
        batch(step) {
          const picked = next(step * n, n);
          const persons = Array.from(picked, (row) => classes[train.biographies[row].person]);
          return {
            tokens: rowsAt(train.tokens, picked, train.length),
            places: rowsAt(train.places, picked, width),
            labels: labelRows(persons, wanted, counts),
          };
        },
      });
      const { tokens, places } = test;
      const { choices } = inChunks(program, 'choose', { tokens, places }, tested.length, atOnce);
      const right = group.places.map((_, p) =>
        wanted.map((attribute, a) =>
          tested.map(({ person }, row) => {
            const said = choices[(row * width + p) * wanted.length + a];
            return said === classes[person][attribute];
          }),
        ),
      );
      return { tested, right, engine: engineRecord(program) };
    },
  );
}

/** All 36 probes, in the groups in which they are trained. */
export async function pProbe(probing: Probing): Promise<Probed> {
  const groups = groupsOf(probing.config);
  const probed: Probed[] = [];
  for (const group of groups) probed.push(await trainProbes(group, probing));
  const right: boolean[][][] = attributes.map(() => []);
  groups.forEach(({ places, attributes: of }, g) =>
    places.forEach((place, p) =>
      of.forEach((attribute, a) => {
        right[place][attributes.indexOf(attribute)] = probed[g].right[p][a];
      }),
    ),
  );
  return { ...probed[0], right };
}

/** A probe trained with all others and alone: the shares of biographies about which it is right. */
export interface CheckedProbe {
  attribute: string;
  joint: number;
  separate: number;
}

const shareOf = (right: readonly boolean[]): number => right.filter(Boolean).length / right.length;

/**
 * One probe at the first place once more, alone: does training all together cost accuracy? Null
 * where the configuration names none.
 * @param joint what all probes have right, [places][attributes][tested]
 */
export async function checkedAlone(
  probing: Probing,
  joint: Probed['right'],
): Promise<CheckedProbe | null> {
  const group = checkedGroup(probing.config);
  if (!group) return null;
  const [attribute] = group.attributes;
  const { right } = await trainProbes(group, probing);
  return {
    attribute,
    joint: shareOf(joint[0][attributes.indexOf(attribute)]),
    separate: shareOf(right[0][0]),
  };
}

/** The stage in which a group is trained: 'probe all', or 'probe 0 employer'. */
export function probeName({ places, attributes: of }: ProbeGroup): string {
  const all = places.length * of.length === attributes.length ** 2;
  return all ? 'probe all' : `probe ${places.join()} ${of.join()}`;
}
