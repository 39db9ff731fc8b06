import * as path from 'node:path';
import { projectRoot } from '../base';
import { armRuns, comparedRuns, type ProbeRunLike, runsAtEnds, sequenceRuns } from '../measure';
import { paperTable } from '../results/paper';
import { type QaRun, qaAccuracyBars, qaByArmAndAttribute } from './biographies-qa';
import { accuracyVsExposures, trainingVsHeldOut } from './biographies-qa-curves';
import type { Figure } from '../plot/figure';
import { pProbeControl, pProbeMaps } from './p-probe';
import { paperProbesAndQa, probeVsQa, qProbeAccuracy } from './probe-vs-qa';
import { epochsToMemorize, phaseRuns, type StringRun, stringPhases } from './random-strings';
import { type ContextRun, recallInContext } from './string-context';
import {
  sequenceAccuracy,
  sequenceEpochs,
  sequenceHeatmap,
  type SequenceRun,
} from './string-sequence';

/** What the figures need of a stored result, whatever its finding. */
export interface StoredRun {
  finding: string;
  profile: string;
  hash: string;
  config: object;
  measurements: unknown;
  curves: Record<string, { x: number[]; y: number[] }>;
}

/** A figure with its name in figures/ and the files that it was made from. */
export interface NamedFigure {
  name: string;
  figure: Figure;
  sources: string[];
}

interface Made {
  name: string;
  figure: Figure;
  from: readonly StoredRun[];
  tables?: readonly string[]; // of data/paper
}

/** A finding's figures, each from that finding's results of one profile. */
const makers: Record<string, (results: readonly StoredRun[]) => Made[]> = {
  'random-strings': (results) => {
    const runs = results as readonly (StoredRun & StringRun & SequenceRun & ContextRun)[];
    const inSequence = sequenceRuns(runs);
    const atEnds = runsAtEnds(inSequence, ({ alphabet }) => alphabet); // all would be a heavy picture
    return [
      { name: '03-phases', figure: stringPhases(runs), from: phaseRuns(runs) },
      {
        name: '03-epochs-to-memorize',
        figure: epochsToMemorize(runs),
        from: runs.filter(({ config }) => config.experiment === 'memorize'),
      },
      { name: '03-sequence-epochs', figure: sequenceEpochs(runs), from: inSequence },
      { name: '03-sequence-heatmap', figure: sequenceHeatmap(runs), from: inSequence },
      { name: '03-sequence-accuracy', figure: sequenceAccuracy(atEnds), from: atEnds },
      {
        name: '03-context',
        figure: recallInContext(runs),
        from: runs.filter(({ config }) => config.experiment === 'context'),
      },
    ];
  },
  'biographies-qa': (results) => {
    const runs = results as readonly (StoredRun & QaRun)[];
    const compared = comparedRuns(runs);
    const paper = paperTable('allenZhuQa');
    return [
      {
        name: '04-qa-accuracy-by-arm-and-attribute',
        figure: qaByArmAndAttribute(runs, paper),
        from: compared,
      },
      {
        name: '04-qa-accuracy',
        figure: qaAccuracyBars(runs, paper),
        from: compared,
        tables: ['allenzhu_qa.csv'],
      },
      { name: '04-accuracy-vs-exposures', figure: accuracyVsExposures(runs), from: runs },
      { name: '04-training-vs-held-out', figure: trainingVsHeldOut(runs), from: compared },
    ];
  },
  'p-probing': (results) => {
    const runs = results as readonly (StoredRun & ProbeRunLike)[];
    const pretrained = runs.filter(({ config }) => config.model === 'pretrained');
    const qProbes = paperTable('allenZhuQProbe');
    const paper = paperProbesAndQa(paperTable('allenZhuOther'), qProbes, paperTable('allenZhuQa'));
    return [
      {
        name: '05-p-probe',
        figure: pProbeMaps(runs),
        from: [...armRuns(runs, 'single'), ...armRuns(runs, 'multi5+permute')],
      },
      {
        name: '05-p-probe-control',
        figure: pProbeControl(runs),
        from: runs.filter(({ config }) => config.data === 'multi5+permute'),
      },
      {
        name: '05-probe-vs-qa',
        figure: probeVsQa(runs, paper),
        from: pretrained,
        tables: ['allenzhu_other.csv', 'allenzhu_qprobe.csv', 'allenzhu_qa.csv'],
      },
      {
        name: '05-q-probe',
        figure: qProbeAccuracy(runs, qProbes),
        from: [...armRuns(runs, 'single'), ...armRuns(runs, 'multi5+permute')],
        tables: ['allenzhu_qprobe.csv'],
      },
    ];
  },
};

/** The findings that have figures. */
export const findingsWithFigures: readonly string[] = Object.keys(makers);

/** The result files of runs, relative to the project (with /), for a figure's `sources`. */
export function sourcesOf(runs: readonly StoredRun[], dataDir: string): string[] {
  return runs.map(({ finding, profile, hash }) =>
    fromRoot(path.join(dataDir, finding, profile, `${hash}.json`)),
  );
}

const fromRoot = (file: string): string =>
  path.relative(projectRoot(), file).split(path.sep).join('/');

/**
 * All figures of a finding, from its results of one profile. Throws for a finding without figures
 * and when there are no results. `dataDir`: where the results were read.
 */
export function findingFigures(
  finding: string,
  results: readonly StoredRun[],
  dataDir: string,
): NamedFigure[] {
  const make = Object.hasOwn(makers, finding) ? makers[finding] : undefined;
  if (!make) {
    throw new RangeError(
      `The finding "${finding}" has no figures. Findings with figures: ${findingsWithFigures.join(', ')}.`,
    );
  }
  return make(results).map(({ name, figure, from, tables = [] }) => ({
    name,
    figure,
    sources: [...sourcesOf(from, dataDir), ...tables.map((table) => `data/paper/${table}`)],
  }));
}
