import {
  both,
  peakInside,
  rankOver,
  type Run,
  type Select,
  trainingsBy,
  where,
} from '../../experiment';
import { mean } from '../../stats';
import { modelName } from '../bits-per-parameter/values';
import type { RareConfig, Source } from './config';
import type { RareMeasurements } from './run';
import { memorizedOf, othersOnTop, rarityOrder } from './windows';

export type RareRun = Run<RareConfig, RareMeasurements>;
type Runs = readonly RareRun[];

export const sizeOf = ({ config }: RareRun): number => config.nSequences;
const paramsOf = ({ measurements }: RareRun): number => measurements.params;
const freshLoss = ({ measurements }: RareRun): number => measurements.freshLoss;
const f1Of = ({ measurements }: RareRun): number => measurements.membership.f1;

const trainings = trainingsBy(({ config: c }: RareRun) =>
  [c.source, c.role, modelName(c), c.nSequences, c.seed].join(),
);

/** The models that were trained on a source, the fewest sequences first, without controls. */
export const modelsOn =
  (source: Source): Select<RareRun> =>
  (runs) =>
    trainings
      .sweep(runs)
      .filter(({ config }) => config.source === source && config.role === 'model')
      .sort((a, b) => sizeOf(a) - sizeOf(b));

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

export const onText = modelsOn('text');
export const onRandom = modelsOn('random');

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
export const randomBits = ({ config: c }: RareRun): number =>
  c.nSequences * (c.seqLength - 1) * Math.log2(c.vocabSize);

/** Bits of a dataset of random tokens that a model memorized. */
const heldOfRandom = (run: RareRun): number => {
  const { config: c, measurements } = run;
  return randomBits(run) - (c.nSequences * (c.seqLength - 1) * measurements.finalLoss) / Math.LN2;
};

/** The most that a model memorizes of random tokens: its capacity in bits. */
export const capacityOf = (random: Runs): number => Math.max(...random.map(heldOfRandom));

/** Raw bits a parameter, which the paper's law of membership goes by. */
export const rawBits = ({ config: c, measurements }: RareRun): number =>
  (c.nSequences * c.seqLength * Math.log2(c.vocabSize)) / measurements.params;

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
  const least = Math.min(...large.map(sizeOf));
  return large.filter((run) => sizeOf(run) === least);
};

/** A number of the model of one seed and its reference. */
const ofJudged =
  (against: Against, of: (run: RareRun, reference: RareRun) => number | null) =>
  (runs: Runs): number | null => {
    const run = runs.find(({ config }) => config.role === 'model');
    const reference = run && referenceFor(run, runs, against);
    return reference ? of(run, reference) : null;
  };

export const orderOf = (against: Against) => ofJudged(against, rarityOrder);
export const knownOrder = ofJudged('same', (run, reference) =>
  rarityOrder(run, reference, ({ known }) => known),
);
export const topOthers = (against: Against) => ofJudged(against, othersOnTop);
export const topOthersOfFresh = ofJudged('same', (run, reference) =>
  othersOnTop(run, reference, 'fresh'),
);

/** The run with the highest loss on fresh sequences; null at an end of the sweep. */
export const peakOf = (sweep: Runs): RareRun | null => peakInside(sweep, freshLoss);

/** At the peak on text: bits of the data over the capacity that random tokens show. */
export function peakLoad(runs: Runs): number | null {
  const peak = peakOf(onText(runs));
  const reference = peak && referenceFor(peak, runs, 'same');
  return reference ? textBits(peak, reference) / capacityOf(onRandom(runs)) : null;
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

/** Memorized bits of each dataset of text. */
const totals = (runs: Runs, against: Against): number[] =>
  onText(runs).map((run) => totalOf(run, referenceFor(run, runs, against)!));

/** The most that is memorized of text over the capacity that random tokens show. */
export const textOverRandom = (runs: Runs): number | null =>
  onRandom(runs).length > 0 ? Math.max(...totals(runs, 'same')) / capacityOf(onRandom(runs)) : null;

/** What is memorized of the most data over the most that is memorized of any. */
export function remains(runs: Runs): number | null {
  const all = totals(runs, 'larger');
  return all.length > 1 ? all[all.length - 1] / Math.max(...all) : null;
}

/** Rank correlation of F1 with the size of the dataset, beyond the peak of the fresh loss. */
export function f1Order(runs: Runs): number | null {
  const sweep = onText(runs);
  const peak = peakOf(sweep);
  return peak && rankOver(sweep.slice(sweep.indexOf(peak) + 1), sizeOf, f1Of);
}

/** F1 on random tokens less that on text, in points: the mean over datasets of as many sequences. */
export function harderOnText(runs: Runs): number | null {
  const gaps = pairs(runs).map(([text, random]) => 100 * (f1Of(random) - f1Of(text)));
  return gaps.length > 0 ? mean(gaps) : null;
}

/** Models on text with those of the same seed on as many random sequences, which are more than fit. */
function pairs(runs: Runs): [text: RareRun, random: RareRun][] {
  const random = onRandom(runs);
  return onText(runs).flatMap((text) => {
    const other = random.find(
      (run) => sizeOf(run) === sizeOf(text) && run.config.seed === text.config.seed,
    );
    return other && rawBits(text) > OVERFULL ? [[text, other] as [RareRun, RareRun]] : [];
  });
}

const OVERFULL = 6; // raw bits a parameter: about twice what a model holds

export const pairedRuns: Select<RareRun> = (runs) => pairs(runs).flat();

/** The controls of text, each with what it is compared with, and the references of their seeds. */
export const gateRuns: Select<RareRun> = (runs) => {
  const text = where(({ config: c }: RareRun) => c.source === 'text' && c.role === 'model');
  const controls = both(text, trainings.controls)(runs);
  const known = new Set(controls.map((run) => referenceFor(run, runs, 'same')));
  return [...controls, ...known].filter((run) => run !== undefined);
};

/** The least of the bits that a run memorized, as a share of those after twice the steps. */
export const leastOfLonger = (runs: Runs): number =>
  trainings.leastOfLonger(
    runs.filter(({ config }) => config.role === 'model'),
    (run) => totalOf(run, referenceFor(run, runs, 'same')!),
  );
