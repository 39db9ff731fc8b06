import type { PaperTables } from '../../experiment';
import { lineFit } from '../../stats';
import * as plot from '../../plot';
import { bitsAfter, type Extrapolated, extrapolated, perParameter } from './length';
import { type CapacityRun, lengthRuns } from './values';

const PAPER_STEPS = 1e6;

/** Least squares over Table 1's float32 rows; the paper's 3.64 is of its bfloat16 rows. */
export const tableSlope = (table: PaperTables['morrisTable1']): number =>
  lineFit(
    table.map(({ params }) => params),
    table.map((row) => row.capacity_fp32),
  ).slope;

/** The fitted law from the shortest run to as many steps as the paper takes. */
function lawLine({ law, means }: Extrapolated, color: string): plot.Drawing {
  const [first] = means;
  const at = plot.evenlyOnLog(first.steps, PAPER_STEPS, 40);
  const name = `our fit, ${law.limit.toFixed(2)} with endless steps`;
  return plot.curve((steps) => bitsAfter(law, steps), at, { name, color, dash: 'dot' });
}

/** What more steps add, at the same data, and what a law fitted to them would add up to. */
export const bitsVsLength: plot.FigureSpec<CapacityRun, PaperTables> = {
  title: 'Bits per parameter and the length of training',
  of: lengthRuns,
  optional: true,
  panels(runs, { morrisTable1 }) {
    const models = plot.series(runs, ({ measurements }) => measurements.params, {
      name: (params) => `${plot.shortNumber(params)} parameters`,
    });
    const laws = extrapolated(runs);
    const fits = models.flatMap(({ key, color }) =>
      laws.filter(({ params }) => params === key).map((fitted) => lawLine(fitted, color)),
    );
    // a little apart, so that the intervals can be read
    const lines = models.map((model, i) =>
      plot.means([model], ({ config }) => config.steps * 1.07 ** i, perParameter, {
        hover: '%{x:,.0f} steps<br>%{y:.3f} bits/parameter',
        lines: false,
        seeds: true,
      }),
    );
    const slope = tableSlope(morrisTable1);
    return [
      {
        x: plot.log('training steps'),
        y: plot.zoomed('memorized (bits/parameter)'),
        marks: [plot.rule(slope, `paper, float32 (${slope.toFixed(2)})`), ...fits, ...lines],
      },
    ];
  },
};
