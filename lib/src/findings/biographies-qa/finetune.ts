import * as tf from '@tensorflow/tfjs';
import { createProgram, type Program } from '../../engine';
import {
  gptLayout,
  initialLora,
  layoutSize,
  loraLayout,
  type ParameterLayout,
  type ParameterViews,
  withLora,
} from '../../model';
import { type AdamWOptions, adamWDefaults, schedule, trainingProgram } from '../../training';
import type { Curve } from '../old-finding';
import { curveSteps } from '../../recipes/biographies/pretrain';
import {
  feedsOf,
  likeliestMeasurement,
  rowInputs,
  rowLoss,
} from '../../recipes/biographies/model-calls';
import { endlessOrder, pickRows, type World } from '../../recipes/biographies/world';
import type { Stages } from '../../recipes/stages';
import { ANSWERS, QUESTION_ROWS, type SaidAnswer, sayAnswers, scoreAnswers } from './answers';
import { type BiographiesQaConfig, loraOptionsOf, ratesOf } from './config';
import type { AnswerScores, QuestionRows } from './questions';

/** The questions of a run, by what they are for. */
export interface Asked {
  fit: QuestionRows; // trained while the learning rate is chosen
  validation: QuestionRows; // choose it
  training: QuestionRows; // both: trained at the rate that was chosen
  heldOut: QuestionRows; // never trained, and never looked at before the end
  shown: QuestionRows; // some of both, whose answers are stored
}

/** One learning rate on the validation people. */
export interface TriedRate {
  learningRate: number;
  validation: number; // accuracy on the people who choose
  fit: number; // accuracy on the people who were trained meanwhile
}

export interface Finetuned {
  learningRate: number;
  tried: TriedRate[];
  trainedParams: number;
  training: AnswerScores;
  heldOut: AnswerScores;
}

export type Method = 'full' | 'lora';

const CURVE_POINTS = 8;
const LEARNED = 0.99;

/**
 * The rate to take: of those at which the trained people's questions were learned, the one that does
 * best on the validation people; the lowest of several that do equally well. Where no rate learned
 * them, the one that came closest.
 */
export function chooseRate(tried: readonly TriedRate[]): number {
  const learned = tried.filter(({ fit }) => fit >= LEARNED);
  const quality = learned.length > 0 ? (t: TriedRate) => t.validation : (t: TriedRate) => t.fit;
  const candidates = learned.length > 0 ? learned : tried;
  const best = Math.max(...candidates.map(quality));
  return Math.min(...candidates.filter((t) => quality(t) === best).map((t) => t.learningRate));
}

/**
 * Teaches a pretrained model to answer questions about the training people and asks it about the
 * others: first at every learning rate with the validation people left out, then at the best rate
 * with all training people.
 */
export async function finetune(
  method: Method,
  config: BiographiesQaConfig,
  world: World,
  base: Float32Array,
  asked: Asked,
  stages: Stages,
): Promise<{ result: Finetuned; said: SaidAnswer[]; curves: Record<string, Curve> }> {
  const { program, initial, optimizer } = makeFinetuner(method, config, world, base, asked);
  const steps = stepsOf(method, config);
  const run = (name: string, rate: number, from: QuestionRows, curve?: CurveOptions) =>
    trainOn(stages, `${method}-${name}`, {
      program,
      initial,
      optimizer,
      rate,
      steps,
      from,
      config,
      curve,
    });
  try {
    const rates = ratesOf(method === 'full' ? 'finetuneRates' : 'loraRates', config);
    const tried: TriedRate[] = [];
    for (const learningRate of rates.length > 1 ? rates : []) {
      await run(`rate-${learningRate}`, learningRate, asked.fit);
      const validation = scoreAnswers(program, asked.validation).accuracy;
      tried.push({ learningRate, validation, fit: scoreAnswers(program, asked.fit).accuracy });
    }
    const learningRate = tried.length > 0 ? chooseRate(tried) : rates[0];
    const at = curveSteps(steps, CURVE_POINTS);
    const curve = { at, training: [] as number[], heldOut: [] as number[], asked };
    await run('final', learningRate, asked.training, curve);
    const result = {
      learningRate,
      tried,
      trainedParams: initial.length,
      training: scoreAnswers(program, asked.training),
      heldOut: scoreAnswers(program, asked.heldOut),
    };
    const labels = { xLabel: 'finetuning step', yLabel: 'exact match' };
    return {
      result,
      said: sayAnswers(program, asked.shown, world.tokenizer),
      curves: {
        [`${method}Training`]: { x: at, y: curve.training, ...labels },
        [`${method}HeldOut`]: { x: at, y: curve.heldOut, ...labels },
      },
    };
  } finally {
    program.dispose();
  }
}

/** Steps of one finetuning. */
const stepsOf = (method: Method, { finetuneSteps, loraSteps }: BiographiesQaConfig): number =>
  method === 'full' ? finetuneSteps : loraSteps;

/** Steps of all finetunings of a run: one a learning rate to choose from, and the last one. */
export function finetuningSteps(config: BiographiesQaConfig): number {
  const full = trainingsOf(ratesOf('finetuneRates', config)) * config.finetuneSteps;
  return full + trainingsOf(ratesOf('loraRates', config)) * config.loraSteps;
}

/** How many trainings `finetune` makes. */
function trainingsOf(rates: readonly number[]): number {
  if (rates.length === 0) return 0;
  return rates.length > 1 ? rates.length + 1 : 1;
}

interface Finetuner {
  program: Program;
  initial: Float32Array; // of the parameters that are trained
  optimizer: AdamWOptions;
}

function makeFinetuner(
  method: Method,
  config: BiographiesQaConfig,
  { gpt }: World,
  base: Float32Array,
  { training }: Asked,
): Finetuner {
  const { finetuneBatch, finetuneDecay: weightDecay, beta1, beta2, epsilon, clipNorm } = config;
  const optimizer = { ...adamWDefaults, beta1, beta2, epsilon, weightDecay, clipNorm };
  const model = gptLayout(gpt);
  const lora = loraOptionsOf(config);
  const layout: ParameterLayout = method === 'full' ? model : loraLayout(gpt, lora);
  const initial = method === 'full' ? base : initialLora(layout, config.seed);
  const adapt = (trained: ParameterViews, frozen: ParameterViews): ParameterViews =>
    method === 'full' ? trained : withLora(frozen, trained, gpt, lora);
  const { length } = training.rows;
  const spec = trainingProgram(
    {
      layout,
      theta: initial,
      frozen: method === 'full' ? undefined : { layout: model, theta: base },
      batch: rowInputs(finetuneBatch, length),
      loss: (p, batch, frozen) => rowLoss(adapt(p, frozen), batch, gpt),
      measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt, adapt) },
    },
    optimizer,
  );
  const program = createProgram(spec);
  tf.dispose(spec.state);
  return { program, initial, optimizer };
}

interface CurveOptions {
  at: number[];
  training: number[];
  heldOut: number[];
  asked: Asked;
}

/** One finetuning from the pretrained model on; the program holds the trained parameters then. */
async function trainOn(
  stages: Stages,
  name: string,
  options: Finetuner & {
    rate: number;
    steps: number;
    from: QuestionRows;
    config: BiographiesQaConfig;
    curve?: CurveOptions;
  },
): Promise<void> {
  const { program, initial, optimizer, rate, steps, from, config, curve } = options;
  const { finetuneBatch: batch, finetuneWarmup: warmup, seed } = config;
  program.write('theta', initial);
  for (const moment of ['m', 'v']) program.write(moment, new Float32Array(initial.length));
  const next = endlessOrder(from.rows.rows, seed, 'question-order');
  await stages.train(name, program, {
    steps,
    optimizer,
    learningRate: schedule({ shape: 'cosine', peak: rate, steps, warmup, final: 0.05 }),
    batch: (step) => feedsOf(pickRows(from.rows, next(step * batch, batch))),
    measure: curve && {
      at: curve.at,
      size: 2,
      take: () => [
        scoreAnswers(program, curve.asked.training).accuracy,
        scoreAnswers(program, curve.asked.heldOut).accuracy,
      ],
      onTaken(_, [training, heldOut]) {
        curve.training.push(training);
        curve.heldOut.push(heldOut);
      },
    },
  });
}

/** Parameters that LoRA trains. */
export const loraParameterCount = (world: World, config: BiographiesQaConfig): number =>
  layoutSize(loraLayout(world.gpt, loraOptionsOf(config)));
