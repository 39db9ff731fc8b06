import { attributes } from '../../datasets';
import type { Program } from '../../engine';
import type { Curve } from '../../experiment';
import {
  type GptConfig,
  gptLayout,
  initialLora,
  type LoraOptions,
  loraLayout,
  mergedLora,
  type ParameterViews,
  withLora,
} from '../../model';
import {
  type AdamWOptions,
  adamWOf,
  schedule,
  startAgain,
  type TrainingTask,
  withTraining,
} from '../../training';
import { feedsOf, likeliestMeasurement, rowInputs, rowLoss } from '../model-calls';
import { isMasked } from '../biographies/config';
import type { World } from '../biographies/world';
import { endlessOrder, pickRows } from '../rows';
import type { Stages } from '../stages';
import { curveSteps, track, type Tracked } from '../track';
import { ANSWERS, exactMatchAlong, QUESTION_ROWS, scoreEach } from './answers';
import { type SaidAnswer, sayAnswers, scoreAnswers } from './answers';
import type { Asked } from './asked';
import { loraOptionsOf, type Method, type QuestionConfig, ratesOf } from './config';
import { type AskedScores, LEARNED, type QuestionRows } from './rows';
import { fewerName, finetuningName, finetuningSteps, triedRates } from './stages';

/** One learning rate on the validation people. */
export interface TriedRate {
  learningRate: number;
  validation: number; // accuracy on the people who choose
  fit: number; // accuracy on the people who were trained meanwhile
}

export interface Finetuned extends AskedScores {
  learningRate: number;
  tried: TriedRate[];
  trainedParams: number;
  /** The same model finetuned at the same rate on the questions about fewer people, where asked for. */
  fewer?: AskedScores[];
}

const CURVE_POINTS = 8;

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

/** A pretrained model that is to learn to answer questions. */
export interface FinetuneOptions {
  gpt: GptConfig;
  base: Float32Array; // [P], as it was pretrained
  lora?: LoraOptions; // trains low-rank updates in place of all parameters
  optimizer: AdamWOptions;
  steps: number;
  warmup: number; // of them
  final: number; // last learning rate over the peak
  batch: number; // questions a step
  length: number; // tokens of a row of questions
  seed: number;
  stages: Stages;
}

/** One model in a program that can be finetuned several times, each time from the beginning. */
export interface Finetuner {
  program: Program; // has the measurement ANSWERS
  trainedParams: number;
  /** The parameters of the whole model [P], trained updates added to it. */
  whole(): Float32Array;
  /**
   * Trains on these questions, in one stage, with a learning rate of `peak`; the program holds the
   * trained parameters then.
   */
  train(
    name: string,
    from: Pick<QuestionRows, 'rows'>,
    peak: number,
    measure?: Tracked['measure'],
  ): Promise<void>;
}

/** What of a finetuning of a whole world's model the configuration says. */
export function finetuneOptionsOf(
  config: QuestionConfig,
): Pick<FinetuneOptions, 'optimizer' | 'warmup' | 'final' | 'batch' | 'seed'> {
  const { finetuneWarmup: warmup, finetuneFinalShare: final, finetuneBatch: batch, seed } = config;
  const optimizer = { ...adamWOf(config), weightDecay: config.finetuneDecay };
  return { optimizer, warmup, final, batch, seed };
}

/** Makes the program of a finetuning for `body`. Rejects as `body` does. */
export function withFinetuner<T>(
  options: FinetuneOptions,
  body: (model: Finetuner) => Promise<T>,
): Promise<T> {
  const { gpt, base, lora, optimizer, length, seed, stages } = options;
  const { steps, warmup, final, batch } = options;
  const whole = gptLayout(gpt);
  const layout = lora ? loraLayout(gpt, lora) : whole;
  const initial = lora ? initialLora(layout, seed) : base;
  const adapt = (trained: ParameterViews, frozen: ParameterViews): ParameterViews =>
    lora ? withLora(frozen, trained, gpt, lora) : trained;
  const task: TrainingTask = {
    layout,
    theta: initial,
    frozen: lora && { layout: whole, theta: base },
    batch: rowInputs(batch, length),
    loss: (p, rows, frozen) => rowLoss(adapt(p, frozen), rows, gpt),
    measurements: { [ANSWERS]: likeliestMeasurement(QUESTION_ROWS, length, gpt, adapt) },
  };
  return withTraining(task, optimizer, (program) =>
    body({
      program,
      trainedParams: initial.length,
      whole() {
        const trained = program.read('theta');
        return lora ? mergedLora(base, trained, gpt, lora) : trained;
      },
      async train(name, { rows }, peak, measure) {
        startAgain(program, initial);
        const next = endlessOrder(rows.rows, seed, 'question-order');
        await stages.train(name, program, {
          steps,
          optimizer,
          learningRate: schedule({ shape: 'cosine', peak, steps, warmup, final }),
          batch: (step) => feedsOf(pickRows(rows, next(step * batch, batch))),
          measure,
        });
      },
    }),
  );
}

/**
 * Teaches a pretrained model to answer questions about the training people and asks it about the
 * others: first at every learning rate with the validation people left out, then at the best rate
 * with all training people.
 */
export function finetune(
  method: Method,
  config: QuestionConfig,
  { gpt, tokenizer }: World,
  base: Float32Array,
  asked: Asked,
  stages: Stages,
): Promise<{ result: Finetuned; said: SaidAnswer[]; curves: Record<string, Curve> }> {
  const lora = method === 'lora' ? loraOptionsOf(config) : undefined;
  const { length } = asked.training.rows;
  const steps = finetuningSteps(method, config);
  return withFinetuner(
    { ...finetuneOptionsOf(config), gpt, base, lora, steps, length, stages },
    async ({ program, trainedParams, train, whole }) => {
      const { fit, validation, training, heldOut, shown } = asked;
      const accuracy = (of: QuestionRows): number => scoreAnswers(program, of).accuracy;
      const tried: TriedRate[] = [];
      for (const rate of triedRates(method, config)) {
        await train(finetuningName(method, rate), fit, rate);
        tried.push({ learningRate: rate, validation: accuracy(validation), fit: accuracy(fit) });
      }
      const learningRate = tried.length > 0 ? chooseRate(tried) : ratesOf(method, config)[0];
      const { measure, curves } = track(
        { at: curveSteps(steps, CURVE_POINTS), xLabel: 'finetuning step' },
        exactMatchAlong(program, method, asked),
      );
      await train(finetuningName(method), training, learningRate, measure);
      stages.keepModel(method, program, whole);
      const scores = scoreEach(program, { training, heldOut });
      const said = sayAnswers(program, shown, tokenizer, isMasked(config));
      const fewer: AskedScores[] = [];
      for (const some of method === 'full' ? asked.fewer : []) {
        await train(fewerName(some.questions.length / attributes.length), some, learningRate);
        fewer.push(scoreEach(program, { training: some, heldOut }));
      }
      const result = { learningRate, tried, trainedParams, ...scores };
      return { result: { ...result, ...(fewer.length > 0 && { fewer }) }, said, curves };
    },
  );
}
