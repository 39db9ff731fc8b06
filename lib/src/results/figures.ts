import * as path from 'node:path';
import { type FlatConfig } from '../base';
import { projectRoot, readSettings } from '../base/node';
import type { Finding } from '../experiment';
import { draw, type Figure, shownRuns, withOrigin } from '../plot';
import { figureFile } from './evaluate-claims';
import { originOfRuns } from './origin';
import { paperFile, paperTables } from './paper';
import type { Result, RunPlace } from './result';
import { resultPath } from './store';

/** A figure with its name in figures/ and the files that it was made from. */
export interface NamedFigure {
  name: string;
  figure: Figure;
  sources: string[];
}

/** The file of a result, relative to the project (with /). */
const sourceOf = (dataDir: string, run: RunPlace): string =>
  path.relative(projectRoot(), resultPath(dataDir, run)).split(path.sep).join('/');

/**
 * A figure of a finding from its results, with the runs and the tables of papers that it shows as
 * its sources; null where it is optional and there is nothing to show.
 * Throws a RangeError that lists the figures when there is none of that name.
 */
export function drawFigure<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  figure: string,
  results: readonly Result<C, M>[],
  dataDir = readSettings().dataDir,
): NamedFigure | null {
  if (!Object.hasOwn(finding.figures, figure)) {
    throw new RangeError(
      `The finding "${finding.name}" has no figure "${figure}". ` +
        `Choose one of: ${Object.keys(finding.figures).join(', ')}.`,
    );
  }
  const spec = finding.figures[figure];
  const shown = shownRuns(spec, results) as Result<C, M>[];
  if (spec.optional && shown.length === 0) return null;
  const tables = new Set<string>();
  const drawn = draw(
    spec,
    results,
    paperTables((table) => tables.add(paperFile(table))),
  );
  const sources = [...shown.map((run) => sourceOf(dataDir, run)), ...tables];
  const named = withOrigin(drawn, originOfRuns(shown));
  return { name: figureFile(finding, figure), figure: named, sources };
}

/** All figures of a finding from its results of one profile. Throws where there are no results. */
export const drawFigures = <C extends FlatConfig, M>(
  finding: Finding<C, M>,
  results: readonly Result<C, M>[],
  dataDir?: string,
): NamedFigure[] =>
  Object.keys(finding.figures).flatMap(
    (figure) => drawFigure(finding, figure, results, dataDir) ?? [],
  );
