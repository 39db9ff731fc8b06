import * as tf from '@tensorflow/tfjs';
import type { Attribute } from '../../datasets';
import { layoutSize, type ParameterLayout } from '../../model';
import { shareOf } from '../../stats';
import type { World } from '../biographies/world';
import type { QProbing } from './config';
import { groupsOf, type ProbeGroup, type Probing } from './groups';
import { type EmbeddingUpdate, lowRankUpdate, type ProbedRows, trainProbe } from './probe';

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

/** Rows of start, full name, end, of which the last token is probed. */
function nameRows(persons: Int32Array, { people, tokenizer }: World): ProbedRows {
  const { bosId, eosId } = tokenizer;
  const rows = Array.from(persons, (i) => [bosId, ...tokenizer.encode(people[i].name), eosId]);
  const places = new Int32Array(persons.length).fill(LENGTH - 1);
  return { people: persons, length: LENGTH, tokens: Int32Array.from(rows.flat()), places };
}

/** The vectors of the two end tokens. */
function endsUpdate({ gpt, tokenizer }: World): EmbeddingUpdate {
  const layout: ParameterLayout = [{ name: ENDS, shape: [2, gpt.dModel], init: 'zeros' }];
  const places = new Float32Array(gpt.vocabSize * 2);
  places[2 * tokenizer.bosId] = 1;
  places[2 * tokenizer.eosId + 1] = 1;
  const adapt: EmbeddingUpdate['adapt'] = (trained, frozen) => {
    const at = tf.tensor2d(places, [gpt.vocabSize, 2]);
    return { ...frozen, wte: frozen.wte.add(tf.matMul(at, trained[ENDS])) };
  };
  return { layout, initial: new Float32Array(layoutSize(layout)), adapt };
}

/**
 * Trains probes on the names of some people and tests them on those and on others. Trained are the
 * given update of the embedding and, after BatchNorm of the last token, a classifier for each
 * attribute: the shares of people about whom they are right.
 * Source: Allen-Zhu & Li 2023, section 5.2 (Q-probing).
 */
export async function qProbe(
  update: QProbeUpdate,
  probing: Probing<QProbing>,
): Promise<QProbeScores> {
  const { config, world, people } = probing;
  const [train, others] = [people.train, people.test].map((some) => nameRows(some, world));
  const n = Math.min(config.qProbeBatch, people.train.length);
  const low = () => lowRankUpdate(world.gpt, config.qProbeRank, config.seed);
  const scores: QProbeScores[] = [];
  for (const group of nameGroups(config)) {
    const options = {
      ...group,
      stage: qProbeName(update, group),
      order: 'q-probe-order',
      update: update === 'all' ? low() : endsUpdate(world),
      batchNorm: true,
      train,
      tests: [train, others],
      steps: config.qProbeSteps,
      batch: n,
      atOnce: n,
      learningRate: config.qProbeLearningRate,
    };
    const { right } = await trainProbe(options, probing);
    const [ofTrained, ofOthers] = right.map(([atEnd]) =>
      Object.fromEntries(group.attributes.map((attribute, a) => [attribute, shareOf(atEnd[a])])),
    );
    scores.push({ train: ofTrained, test: ofOthers } as QProbeScores);
  }
  const all = (key: keyof QProbeScores) =>
    Object.assign({}, ...scores.map((some) => some[key])) as QProbeScores['train'];
  return { train: all('train'), test: all('test') };
}

/** The groups in which the probes of the last token of a name are trained. */
export const nameGroups = (config: Pick<QProbing, 'probeTraining'>): ProbeGroup[] =>
  groupsOf(config, [LENGTH - 1]);

export const qProbeName = (update: QProbeUpdate, { attributes: of }: ProbeGroup): string =>
  `q-probe ${update} ${of.join()}`;
