import * as path from 'node:path';
import { projectRoot } from '../base/node';
import { paperTable } from '../results/paper';
import type { Figure } from '../plot/figure';
import { capacityByMode, capacityPairs } from './precision-capacity';
import { type PrecisionRun, precisionRunsOfOneModel } from './precision-runs';
import { differenceVsLearningRate, unchangedWeights } from './precision-vs-learning-rate';
import { bitsVsStepByMode, bitsVsStepRuns, unchangedVsStep } from './precision-vs-step';

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

const table1 = ['morris_table1.csv'];

/** A finding's figures, each from that finding's results of one profile. */
const makers: Record<string, (results: readonly StoredRun[]) => Made[]> = {
  'float32-vs-bfloat16': (results) => {
    const runs = results as readonly (StoredRun & PrecisionRun)[];
    const paper = paperTable('morrisTable1');
    const oneModel = precisionRunsOfOneModel(runs);
    return [
      {
        name: '02-capacity-by-mode',
        figure: capacityByMode(runs, paper),
        from: runs,
        tables: table1,
      },
      { name: '02-pairs', figure: capacityPairs(runs, paper), from: runs, tables: table1 },
      {
        name: '02-difference-vs-learning-rate',
        figure: differenceVsLearningRate(runs),
        from: oneModel,
      },
      { name: '02-unchanged-weights', figure: unchangedWeights(runs), from: oneModel },
      ...(['best', 'smallest'] as const).map((rate) => ({
        name: rate === 'best' ? '02-bits-vs-step' : '02-bits-vs-step-small-rate',
        figure: bitsVsStepByMode(runs, { rate }),
        from: bitsVsStepRuns(runs, { rate }),
      })),
      {
        name: '02-unchanged-vs-step',
        figure: unchangedVsStep(runs, { rate: 'smallest' }),
        from: bitsVsStepRuns(runs, { rate: 'smallest' }),
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
