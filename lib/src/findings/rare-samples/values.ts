import { datasetBits, memorizedBits } from '../../datasets';
import {
  both,
  meanOf,
  peakInside,
  rankOver,
  type Run,
  type Select,
  shared,
  trainingsBy,
  where,
} from '../../experiment';
import { mean } from '../../stats';
import { modelName } from '../bits-per-parameter/values';
import type { RareConfig, Source } from './config';
import type { RareMeasurements } from './run';
import { memorizedOf } from './windows';

export type RareRun = Run<RareConfig, RareMeasurements>;
type Runs = readonly RareRun[];

export const sizeOf = ({ config }: RareRun): number => config.nSequences;
export const f1Of = ({ measurements }: RareRun): number => measurements.membership.f1;
const paramsOf = ({ measurements }: RareRun): number => measurements.params;
const freshLoss = ({ measurements }: RareRun): number => measurements.freshLoss;
export const isModel = ({ config }: RareRun): boolean => config.role === 'model';

const trainings = trainingsBy(({ config: c }: RareRun) =>
  [c.source, c.role, modelName(c), c.nSequences, c.seed].join(),
);

/** The models that were trained on a source, the fewest sequences first, without controls. */
export const modelsOn =
  (source: Source): Select<RareRun> =>
  (runs) =>
    trainings
      .sweep(runs)
      .filter((run) => run.config.source === source && isModel(run))
      .sort((a, b) => sizeOf(a) - sizeOf(b));

export const onText = modelsOn('text');
export const onRandom = modelsOn('random');

/** Which model says what can be known in general: one of the same size, or the largest. */
export type Against = 'same' | 'larger';

/** The reference for a run, of the same source and seed; undefined where there is none. */
export const referenceFor = (run: RareRun, runs: Runs, against: Against): RareRun | undefined =>
  runs
    .filter(
      ({ config: c }) =>
        c.role === 'reference' && c.source === run.config.source && c.seed === run.config.seed,
    )
    .filter((other) => paramsOf(other) > paramsOf(run) === (against === 'larger'))
    .sort((a, b) => paramsOf(b) - paramsOf(a))[0];

/** Models with the references for them; those without one are left out. */
export const withReferences =
  (models: Select<RareRun>, against: Against): Select<RareRun> =>
  (runs) => {
    const known = models(runs).filter((run) => referenceFor(run, runs, against));
    return [...known, ...new Set(known.map((run) => referenceFor(run, runs, against)!))];
  };

/** A number of a run that is held against its reference. */
export type Held = (run: RareRun, reference: RareRun) => number | null;

/** The same as one of the run, whose reference is among these; NaN where there is none. */
export const heldAgainst =
  (against: Against, runs: Runs, of: Held) =>
  (run: RareRun): number => {
    const reference = referenceFor(run, runs, against);
    return (reference && of(run, reference)) ?? NaN;
  };

/** Memorized bits of all sequences, as the paper adds them up, from the mean of those that were looked at. */
export const summedOf = (run: RareRun, reference: RareRun): number =>
  sizeOf(run) * mean(memorizedOf(run, reference));

/** What as many fresh sequences come to, of which nothing was memorized: two models differ by chance. */
export const chanceOf = (run: RareRun, reference: RareRun): number =>
  sizeOf(run) * mean(memorizedOf(run, reference, 'fresh'));

/** Memorized bits of all sequences, less what comes by chance; never below 0. */
export const totalOf = (run: RareRun, reference: RareRun): number =>
  Math.max(0, summedOf(run, reference) - chanceOf(run, reference));

/** Bits of a dataset of text as the reference encodes it. */
export const textBits = (run: RareRun, reference: RareRun): number =>
  sizeOf(run) * mean(reference.measurements.codeLengths.trained.slice(0, sizeOf(run)));

/** Bits of a dataset of random tokens: their entropy. */
export const randomBits = ({ config }: RareRun): number => datasetBits(config, 'scored');

/** The most that a model memorizes of random tokens: its capacity in bits. */
export const capacityOf = (random: Runs): number =>
  Math.max(
    ...random.map(({ config, measurements: m }) => memorizedBits(m.finalLoss, config, 'scored')),
  );

/** Raw bits a parameter, which the paper's law of membership goes by. */
export const rawBits = (run: RareRun): number => datasetBits(run.config, 'paper') / paramsOf(run);

const RARE_AT = 16; // raw bits a parameter: five times what a model holds of random tokens

/** Of a source the datasets that are judged by the rarity of their sequences: of one size. */
export const judgedOn =
  (source: Source): Select<RareRun> =>
  (runs) => {
    const models = modelsOn(source)(runs);
    const off = (run: RareRun): number => Math.abs(Math.log(rawBits(run) / RARE_AT));
    const least = Math.min(...models.map(off));
    return models.filter((run) => off(run) === least);
  };

/** Windows in other languages that there must be, to ask how many of them are among the top twenty. */
const ENOUGH = 30;

/** Of text the smallest datasets with enough windows in other languages. */
export const languagesOn: Select<RareRun> = (runs) => {
  const others = ({ config: c }: RareRun): number => c.otherShare * c.nSequences;
  const large = onText(runs).filter((run) => others(run) >= ENOUGH);
  return large.filter((run) => sizeOf(run) === Math.min(...large.map(sizeOf)));
};

/** The run with the highest loss on fresh sequences; null at an end of the sweep. */
const peakOf = (sweep: Runs): RareRun | null => peakInside(sweep, freshLoss);

/** At the peak on text: bits of the data over the capacity that random tokens show. */
export function peakLoad(runs: Runs): number | null {
  const peak = peakOf(onText(runs));
  return peak && heldAgainst('same', runs, textBits)(peak) / capacityOf(onRandom(runs));
}

/** Sequences at the peak on text over those at the peak on random tokens. */
export function peakSequences(runs: Runs): number | null {
  const [text, random] = [peakOf(onText(runs)), peakOf(onRandom(runs))];
  return text && random && sizeOf(text) / sizeOf(random);
}

/** The least loss on fresh text with fewer data than at the peak, over that with the fewest. */
export function firstDescent(runs: Runs): number | null {
  const sweep = onText(runs);
  const peak = peakOf(sweep);
  const losses = sweep.map(freshLoss);
  return peak && Math.min(...losses.slice(0, sweep.indexOf(peak))) / losses[0];
}

/** Rank correlation of F1 with the size of the dataset, beyond the peak of the fresh loss. */
export function f1Order(runs: Runs): number | null {
  const sweep = onText(runs);
  const peak = peakOf(sweep);
  return peak && rankOver(sweep.slice(sweep.indexOf(peak) + 1), sizeOf, f1Of);
}

/** The most that is memorized of text over the capacity that random tokens show. */
export function textOverRandom(runs: Runs): number | null {
  const totals = onText(runs).map(heldAgainst('same', runs, totalOf));
  const random = onRandom(runs);
  return random.length > 0 ? Math.max(...totals) / capacityOf(random) : null;
}

/** What is memorized of the most data over the most that is memorized of any. */
export function remains(runs: Runs): number | null {
  const totals = onText(runs).map(heldAgainst('larger', runs, totalOf));
  return totals.length > 1 ? totals[totals.length - 1] / Math.max(...totals) : null;
}

const OVERFULL = 6; // raw bits a parameter: about twice what a model holds

/** Models on text and on as many random sequences, of the same seed, which are more than fit. */
export const pairedRuns: Select<RareRun> = both(
  (runs) => [...onText(runs), ...onRandom(runs)].filter((run) => rawBits(run) > OVERFULL),
  shared(
    ({ config }) => config.source,
    ({ config }) => `${config.nSequences} ${config.seed}`,
  ),
);

/** F1 on random tokens less that on text, in points: the mean over datasets of as many sequences. */
export const harderOnText = (runs: Runs): number | null =>
  meanOf(onText(runs), (text) => {
    const random = onRandom(runs).find((run) => sizeOf(run) === sizeOf(text));
    return random && 100 * (f1Of(random) - f1Of(text));
  });

/** The controls of text, each with what it is compared with, and the references of their seeds. */
export const gateRuns: Select<RareRun> = (runs) => {
  const text = where((run: RareRun) => run.config.source === 'text' && isModel(run));
  const controls = both(text, trainings.controls)(runs);
  const known = new Set(controls.map((run) => referenceFor(run, runs, 'same')));
  return [...controls, ...known].filter((run) => run !== undefined);
};

/** The least of the bits that a run memorized, as a share of those after twice the steps. */
export const leastOfLonger = (runs: Runs): number =>
  trainings.leastOfLonger(runs.filter(isModel), heldAgainst('same', runs, totalOf));
