import { type Attribute, attributes, type Biography, splitPeople } from '../../datasets';
import { type EngineRecord, loadTensorFlow } from '../../engine';
import { gptLayout, gptParameterCount, initialParameters } from '../../model';
import { wholeAttributes } from '../../measure';
import { pretrain } from '../../recipes/biographies/pretrain';
import type { Recall } from '../../recipes/biographies/recall';
import { makeWorld, type World } from '../../recipes/biographies/world';
import type { Curve, RunContext, RunOutcome } from '../old-finding';
import { Stages } from '../../recipes/stages';
import { type ProbingConfig, probingOptimizer, validateProbingConfig } from './config';
import { ALL_PROBES, type FrozenModel, groupsOf, type ProbeGroup, qGroupsOf } from './groups';
import { type Choices, rowsOfPeople, trainProbes } from './p-probe';
import { classNumbers } from './probe-rows';
import { qProbeUpdates, type QProbeUpdate, trainQProbe } from './q-probe';
import { askQuestions, type AskedScores, qaSteps } from './questions';
import {
  everywhere,
  firstPlace,
  type IsRight,
  majorityShares,
  notNext,
  probeTable,
  type ProbeTable,
  type Share,
  sharesRight,
} from './tables';

/** What a Q-probe gets right, by attribute: about people it was trained on and about others. */
export interface QProbeScores {
  train: Record<Attribute, number>;
  test: Record<Attribute, number>;
}

/** What one run yields. Shares are between 0 and 1; a birth date counts by its month. */
export interface ProbingMeasurements {
  params: number;
  biographies: number;
  recall: Recall | null; // of the biographies, before any probe; null for a random model
  majority: Record<Attribute, number>;
  pProbe: ProbeTable;
  control: ProbeTable; // without the biographies in which the attribute is the next one
  first: Share; // at the first place, over the attributes of one word
  firstControl: Share;
  check: { attribute: string; joint: number; separate: number } | null;
  qProbe: Record<QProbeUpdate, QProbeScores> | null; // null for a random model
  qa: AskedScores | null; // the same model, finetuned on questions about the probes' training people
}

/** Steps of all trainings of a run. */
export function totalSteps(config: ProbingConfig): number {
  const probes = groupsOf(config).length + (config.checkAttribute === '' ? 0 : 1);
  if (config.model === 'random') return probes * config.probeSteps;
  const qProbes = qGroupsOf(config).length * qProbeUpdates.length;
  return (
    config.pretrainSteps +
    probes * config.probeSteps +
    qProbes * config.qProbeSteps +
    qaSteps(config)
  );
}

const MOST_TEST_PEOPLE = 5000;

/** Who trains the probes, and who tests them: different people. */
export function peopleOf({ nPeople, probeShare, seed }: ProbingConfig): {
  train: Int32Array;
  test: Int32Array;
} {
  const [train, test] = splitPeople(nPeople, [probeShare, 1 - probeShare], seed);
  return { train, test: test.subarray(0, MOST_TEST_PEOPLE) };
}

interface Model extends FrozenModel {
  recall: Recall | null;
  curves: Record<string, Curve>;
}

async function modelOf(config: ProbingConfig, world: World, stages: Stages): Promise<Model> {
  if (config.model === 'random') {
    const theta = initialParameters(gptLayout(world.gpt), world.gpt.nLayers, config.seed);
    return { theta, world, recall: null, curves: {} };
  }
  const { theta, recall, recallCurve } = await pretrain(
    config,
    world,
    stages,
    probingOptimizer(config),
  );
  return { theta, world, recall, curves: { recall: recallCurve } };
}

/** Pretrains one model on biographies, freezes it, and probes what it has inside. */
export async function runProbing(
  config: ProbingConfig,
  context: RunContext,
): Promise<RunOutcome<ProbingMeasurements>> {
  validateProbingConfig(config);
  loadTensorFlow({ device: context.device });
  const world = makeWorld(config);
  const people = peopleOf(config);
  const classes = classNumbers(world.people, config);
  const stages = new Stages(context, totalSteps(config), JSON.stringify(config));
  const model = await modelOf(config, world, stages);
  const run: ProbingRun = { config, model, people, classes, stages };
  const { tested, choices, engine } = await pProbe(run);
  const isRight: IsRight = (place, attribute, row) =>
    choices[place][attribute][row] === classes[tested[row].person][attribute];
  const measurements: ProbingMeasurements = {
    params: gptParameterCount(world.gpt),
    biographies: world.biographies.length,
    recall: model.recall,
    majority: majorityShares(classes, people.train, people.test),
    pProbe: probeTable(tested, isRight),
    control: probeTable(tested, isRight, notNext),
    first: firstPlace(tested, isRight, everywhere, wholeAttributes),
    firstControl: firstPlace(tested, isRight, notNext, wholeAttributes),
    check: await separateProbe(run, isRight),
    qProbe:
      config.model === 'random'
        ? null
        : { all: await qProbe('all', run), ends: await qProbe('ends', run) },
    qa: await askQuestions(config, model, people, stages),
  };
  return { measurements, curves: model.curves, engine };
}

interface ProbingRun {
  config: ProbingConfig;
  model: Model;
  people: { train: Int32Array; test: Int32Array };
  classes: number[][]; // [people][attributes]
  stages: Stages;
}

async function probe(group: ProbeGroup, { config, model, people, stages }: ProbingRun) {
  const train = rowsOfPeople(people.train, model.world, config, group);
  const test = rowsOfPeople(people.test, model.world, config, group);
  const { choices, engine } = await trainProbes(group, { train, test }, model, config, stages);
  return { choices, engine, tested: test.biographies };
}

/** All 36 probes, in the groups in which they are trained: choices [places][attributes][rows]. */
async function pProbe(
  run: ProbingRun,
): Promise<{ tested: Biography[]; choices: Choices; engine: EngineRecord }> {
  const probed = [];
  for (const group of groupsOf(run.config)) probed.push({ group, ...(await probe(group, run)) });
  const choices: Choices = ALL_PROBES.places.map(() => []);
  for (const { group, choices: own } of probed) {
    group.places.forEach((place, p) => {
      group.attributes.forEach((attribute, a) => {
        choices[place][attributes.indexOf(attribute)] = own[p][a];
      });
    });
  }
  const [{ tested, engine }] = probed;
  return { tested, choices, engine };
}

/** One probe at the first place once more, alone: does training all together cost accuracy? */
async function separateProbe(
  run: ProbingRun,
  isRight: IsRight,
): Promise<ProbingMeasurements['check']> {
  const attribute = attributes.find((a) => a === run.config.checkAttribute);
  if (!attribute) return null;
  const a = attributes.indexOf(attribute);
  const { choices, tested } = await probe({ places: [0], attributes: [attribute] }, run);
  const share = (right: (row: number) => boolean): number =>
    tested.filter((_, row) => right(row)).length / tested.length;
  return {
    attribute,
    joint: share((row) => isRight(0, a, row)),
    separate: share((row) => choices[0][0][row] === run.classes[tested[row].person][a]),
  };
}

async function qProbe(update: QProbeUpdate, run: ProbingRun): Promise<QProbeScores> {
  const { config, model, people, classes, stages } = run;
  const train: number[][] = [];
  const test: number[][] = [];
  for (const group of qGroupsOf(config)) {
    const choices = await trainQProbe(update, group, people, model, config, stages);
    train.push(...choices.train);
    test.push(...choices.test);
  }
  return {
    train: sharesRight(train, classes, people.train),
    test: sharesRight(test, classes, people.test),
  };
}
