import * as tf from '@tensorflow/tfjs';
import { attributes } from '../../datasets';
import {
  createProgram,
  engineRecord,
  type EngineRecord,
  type Program,
  type Tensors,
  type TensorSpec,
} from '../../engine';
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
import { adamWDefaults, schedule, trainingProgram, type TrainingTask } from '../../training';
import { endlessOrder, type World } from '../../recipes/biographies/world';
import type { Stages } from '../../recipes/stages';
import { headChoices, headLayout, headLogits, headLoss, labelRows } from './heads';
import { classCounts, classNumbers, type ProbeRows, probeRows } from './probe-rows';
import type { ProbingConfig } from './config';
import type { FrozenModel, ProbeGroup } from './groups';

/** Of each probe of a group what it takes each row's person to be; [places][attributes][rows]. */
export type Choices = number[][][];

const MOST_AT_ONCE = 100; // biographies of one call that measures

/** The probes of a group over a frozen model: what is trained, on what, and how they choose. */
function probeTask(
  group: ProbeGroup,
  rows: { train: ProbeRows; test: ProbeRows },
  { theta: frozen, world: { gpt } }: FrozenModel,
  config: ProbingConfig,
  atOnce: number,
): TrainingTask {
  const { probeBatch, probeRank, seed } = config;
  const lora = { rank: 0, embeddingRank: probeRank, alpha: probeRank };
  const classes = classCounts(config, group.attributes);
  const heads = headLayout({ dModel: gpt.dModel, nPlaces: group.places.length, classes });
  const update = loraLayout(gpt, lora);
  const inputs = (count: number, length: number): Record<string, TensorSpec> => ({
    tokens: { shape: [count, length], dtype: 'int32' },
    places: { shape: [group.places.length * count], dtype: 'int32' },
  });
  const logitsOf = (p: ParameterViews, batch: Tensors, model: ParameterViews): tf.Tensor2D[][] => {
    const tokens = batch.tokens as tf.Tensor2D;
    const hidden = gptHidden(withLora(model, p, gpt, lora), tokens, gpt); // [n T, d]
    const count = tokens.shape[0];
    const at = embedding(hidden, batch.places as tf.Tensor1D); // [places n, d]
    return group.places.map((_, i) => {
      const here = at.slice([i * count, 0], [count, gpt.dModel]);
      return headLogits(p, i, here, classes, null);
    });
  };
  return {
    layout: [...update, ...heads],
    theta: Float32Array.from([
      ...initialLora(update, seed),
      ...initialParameters(heads, gpt.nLayers, seed),
    ]),
    frozen: { layout: gptLayout(gpt), theta: frozen },
    batch: {
      ...inputs(probeBatch, rows.train.length),
      labels: { shape: [probeBatch, classes.reduce((a, b) => a + b, 0)], dtype: 'float32' },
    },
    loss(p, batch, model) {
      const losses = logitsOf(p, batch, model).map((logits) =>
        headLoss(logits, batch.labels as tf.Tensor2D),
      );
      return tf.addN(losses).div(losses.length);
    },
    measurements: {
      choose: {
        inputs: inputs(atOnce, rows.test.length),
        run: (p, batch, model) => ({
          choices: tf.concat(logitsOf(p, batch, model).map(headChoices)),
        }),
      },
    },
  };
}

/**
 * Trains the probes of a group on some biographies and returns their choices on others. The model is
 * frozen; trained are a low-rank update of its embedding, shared by the probes of the group, and of
 * each place a normalization and a linear classifier on the last hidden state.
 * Source: Allen-Zhu & Li 2023, section 5.1 (P-probing).
 */
export async function trainProbes(
  group: ProbeGroup,
  rows: { train: ProbeRows; test: ProbeRows },
  model: FrozenModel,
  config: ProbingConfig,
  stages: Stages,
): Promise<{ choices: Choices; engine: EngineRecord }> {
  const { probeBatch: n, probeSteps: steps, probeLearningRate: peak, seed } = config;
  const atOnce = Math.min(MOST_AT_ONCE, rows.test.biographies.length);
  const optimizer = { ...adamWDefaults, weightDecay: config.probeWeightDecay };
  const spec = trainingProgram(probeTask(group, rows, model, config, atOnce), optimizer);
  const program = createProgram(spec);
  tf.dispose(spec.state);
  try {
    const next = endlessOrder(rows.train.biographies.length, seed, 'probe-order');
    const persons = classNumbers(model.world.people, config);
    const classes = classCounts(config, group.attributes);
    const wanted = group.attributes.map((a) => attributes.indexOf(a));
    await stages.train(`probe ${nameOf(group)}`, program, {
      steps,
      optimizer,
      learningRate: schedule({ shape: 'linear', peak, steps, warmup: 0, final: 0 }),
      batch(step) {
        const picked = next(step * n, n);
        const of = Array.from(picked, (row) => {
          const values = persons[rows.train.biographies[row].person];
          return wanted.map((i) => values[i]);
        });
        return { ...feeds(rows.train, group, picked), labels: labelRows(of, classes) };
      },
    });
    return { choices: choose(program, rows.test, group, atOnce), engine: engineRecord(program) };
  } finally {
    program.dispose();
  }
}

const nameOf = ({ places, attributes: of }: ProbeGroup): string =>
  places.length * of.length === attributes.length ** 2 ? 'all' : `${places.join()} ${of.join()}`;

/** The inputs of some rows; the places are numbered over the tokens of all of them, place by place. */
function feeds(rows: ProbeRows, group: ProbeGroup, picked: Int32Array): Record<string, Int32Array> {
  const { length } = rows;
  const tokens = new Int32Array(picked.length * length);
  const places = new Int32Array(group.places.length * picked.length);
  picked.forEach((row, i) => {
    tokens.set(rows.tokens.subarray(row * length, (row + 1) * length), i * length);
    group.places.forEach((place, k) => {
      const at = rows.places[row * attributes.length + place];
      places[k * picked.length + i] = i * length + at;
    });
  });
  return { tokens, places };
}

function choose(program: Program, rows: ProbeRows, group: ProbeGroup, atOnce: number): Choices {
  const count = rows.biographies.length;
  const choices: Choices = group.places.map(() => group.attributes.map(() => []));
  for (let start = 0; start < count; start += atOnce) {
    // the last call is filled up with its last row, which is not counted again
    const picked = Int32Array.from({ length: atOnce }, (_, i) => Math.min(start + i, count - 1));
    const said = program.call('choose', feeds(rows, group, picked)).choices;
    const real = Math.min(atOnce, count - start);
    group.places.forEach((_, p) =>
      group.attributes.forEach((_, a) => {
        const from = (p * group.attributes.length + a) * atOnce;
        choices[p][a].push(...said.subarray(from, from + real));
      }),
    );
  }
  return choices;
}

/** The rows of all biographies of some people, as far as the last place of a group. */
export function rowsOfPeople(
  people: Int32Array,
  world: World,
  config: ProbingConfig,
  group: ProbeGroup,
): ProbeRows {
  const wanted = new Set(people);
  const of = world.biographies.filter(({ person }) => wanted.has(person));
  return probeRows(of, world, config, Math.max(...group.places));
}
