import * as path from 'node:path';
import { projectRoot } from '../engine/environment';
import { capacityFit, modelCapacities } from '../measure';
import { morrisTable1 } from '../results/paper';
import {
  bitsPerParameterBySize,
  type CapacityRun,
  capacityVsParameters,
  memorizedVsDataset,
} from './bits-per-parameter';
import type { Figure } from './figure';
import { memorizedVsStep, runsOfOneModel } from './memorized-vs-step';

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
  'bits-per-parameter': (results) => {
    const runs = results as readonly (StoredRun & CapacityRun)[];
    const paper = morrisTable1();
    const fit = capacityFit(modelCapacities(runs));
    return [
      { name: '01-memorized-vs-dataset', figure: memorizedVsDataset(runs), from: runs },
      {
        name: '01-capacity-vs-parameters',
        figure: capacityVsParameters(runs, paper, fit),
        from: runs,
        tables: table1,
      },
      {
        name: '01-memorized-vs-step',
        figure: memorizedVsStep(runs),
        from: runsOfOneModel(runs),
      },
      {
        name: '01-bits-per-parameter-by-size',
        figure: bitsPerParameterBySize(runs, paper),
        from: runs,
        tables: table1,
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
