import type { PaperTables } from '../../experiment';
import { medianOnly } from '../../stats';
import * as plot from '../../plot';
import { bitsVsLength } from './length';
import { roundedWeights } from './rounded';
import { capacities, capacitiesBySeed, capacityLine, capacityRuns, dataSweep } from './values';
import { type CapacityRun, muonRuns, oneModel, sizeSweep, tableRows, tableSlope } from './values';
import { lengthAndVocabulary } from './variation';

type Spec = plot.FigureSpec<CapacityRun, PaperTables>;

const PAPER_HEADLINE = 3.6;

const sizeOf = ({ measurements }: CapacityRun): number => measurements.params;
const dataOf = ({ measurements }: CapacityRun): number => measurements.datasetBits;
const bitsOf = ({ measurements }: CapacityRun): number => measurements.memorizedBits;

/** The lines follow the diagonal up to the model's capacity and are flat from there. Section 3. */
const memorizedVsDataset: Spec = {
  title: 'Memorized bits and the size of the dataset',
  of: dataSweep,
  panels(runs) {
    const models = plot.series(runs, sizeOf, {
      name: (size) => `${plot.shortNumber(size)} parameters`,
      ordered: true,
    });
    const lines = plot.means(models, dataOf, bitsOf, {
      hover: '%{x:,.0f} bits of data<br>%{y:,.0f} bits memorized',
      seeds: true,
    });
    const room = plot.showing([], [1.6 * Math.max(...lines.y)]); // shows the diagonal leaving the lines
    const held = new Map(capacities(sizeSweep(runs), bitsOf).map((m) => [m.params, m.bits.mean]));
    const capacity = plot.levels('capacity', models, ({ rows: [run] }) => {
      const y = held.get(sizeOf(run)) ?? NaN;
      return { from: y, y };
    });
    return {
      x: plot.log('entropy of the dataset (bits)'),
      y: plot.log('memorized (bits)'),
      marks: [plot.straight((x) => x, 'everything memorized'), capacity, lines, room],
    };
  },
};

/** The rows of Table 1 over sizes, and in front of them our models: the means, and every seed. */
function bySize(
  runs: readonly CapacityRun[],
  table: PaperTables['morrisTable1'],
  of: (bits: number, params: number) => number,
  hover: string,
): plot.Drawing[] {
  const rows = (column: 'capacity_fp32' | 'capacity_bf16') =>
    table.map((row) => ({ x: row.params, y: of(row[column], row.params) }));
  return [
    plot.fromPaper(rows('capacity_fp32'), 'paper, float32', 'diamond-open'),
    plot.fromPaper(rows('capacity_bf16'), 'paper, bfloat16', 'square-open'),
    ...plot.numbers(
      capacitiesBySeed(runs),
      ({ params }) => params,
      [{ name: 'ours (95 % interval)', of: ({ bits, params }) => of(bits, params) }],
      { lines: false, hover },
    ),
  ];
}

/** Our least-squares line over the range of our own sizes; a curve on log axes. */
function fitLine(runs: readonly CapacityRun[]): plot.Drawing {
  const fit = capacityLine(sizeSweep(runs));
  if (!fit) return plot.nothing;
  const sizes = runs.map(sizeOf);
  const line = (x: number): number => fit.slope * x + fit.intercept;
  const at = plot
    .evenlyOnLog(Math.min(...sizes) * 0.85, Math.max(...sizes) * 1.18, 40)
    .filter((x) => line(x) > 0);
  const look = { name: `${fit.slope.toFixed(2)} bits/param (our fit)`, color: plot.palette[1] };
  return plot.raw(plot.curve(line, at, look).traces);
}

/** With our least-squares line, the paper's slope and the rows of its Table 1. */
const capacityVsParameters: Spec = {
  title: 'Capacity and the number of parameters',
  of: capacityRuns,
  panels(runs, { morrisTable1 }) {
    const slope = tableSlope(morrisTable1);
    const hover = '%{x:,.0f} parameters<br>%{y:,.0f} bits';
    return {
      x: plot.log('parameters'),
      y: plot.log('capacity (bits)'),
      marks: [
        plot.straight((P) => slope * P, `${slope.toFixed(2)} bits/param (paper, float32)`),
        fitLine(runs),
        ...bySize(runs, morrisTable1, (bits) => bits, hover),
      ],
    };
  },
};

/** Mean and 95 % interval over seeds, with the paper's 3.6 and the rows of its Table 1. */
const bitsPerParameterBySize: Spec = {
  title: 'Bits per parameter over model sizes',
  of: (runs) => [...capacityRuns(runs), ...muonRuns(runs)],
  panels(runs, { morrisTable1 }) {
    const [shown, muon] = [capacityRuns(runs), capacitiesBySeed(muonRuns(runs))];
    const hover = '%{x:,.0f} parameters<br>%{y:.2f} bits/parameter';
    const x = plot.log('parameters');
    const sizes = [...shown.map(sizeOf), ...morrisTable1.map(({ params }) => params)];
    const [low, high] = x.scale(sizes).range as [number, number];
    const name = `${PAPER_HEADLINE} bits/param (paper)`;
    const withMuon = plot.numbers(
      muon,
      ({ params }) => 1.1 * params, // beside the same model's
      [{ ...MUON, of: (model) => model.bitsPerParameter }],
      { lines: false, seeds: false, hover },
    );
    return {
      x,
      y: plot.linear('capacity (bits/parameter)'),
      marks: [
        plot.rule(PAPER_HEADLINE, name, {}, [10 ** low, 10 ** high]),
        ...bySize(shown, morrisTable1, (bits, P) => bits / P, hover),
        ...(muon.length > 0 ? withMuon : []),
      ],
    };
  },
};

const MUON = { name: 'ours, with Muon', color: plot.palette[2], index: 2 };

const lengthOf = ({ curves }: CapacityRun): number => Math.max(...curves.memorized.x);

const dashes = [undefined, 'dot', 'dashdot'] as const; // of the longest run, the next, ...

/** The distance to the paper's float32 row is how far from it runs stopped; each line a mean over seeds. */
const tableRowsVsStep: Spec = {
  title: "The smallest models of the paper's Table 1",
  of: tableRows,
  optional: true,
  panels(runs, { morrisTable1 }) {
    const models = plot.series(runs, ({ config }) => config.nLayers, {
      name: (nLayers) => `L = ${nLayers}`,
    });
    const colors = plot.orderedColors(models.length);
    const lengths = [...new Set(runs.map(lengthOf))].sort((a, b) => b - a);
    const rows = models.flatMap(({ key, name, rows: [{ config }] }, i) =>
      morrisTable1
        .filter(({ layers, d_model }) => layers === key && d_model === config.dModel)
        .map((row) => {
          const bits = row.capacity_fp32 / row.params;
          return plot.rule(bits, `${name}, paper`, { color: colors[i] });
        }),
    );
    const lines = models.flatMap(({ name, rows: ofModel }, i) =>
      plot
        .series(ofModel, lengthOf, { name: (steps) => `${steps.toLocaleString('en-US')} steps` })
        .map((length) => {
          const at = plot.curvePoints(length.rows, 'memorized', (y, run) =>
            Math.max(0, y / sizeOf(run)),
          );
          return plot.course(
            at.filter(({ x }) => x >= 1), // the axis is logarithmic
            {
              name: `d = ${ofModel[0].config.dModel}, ${name}, ${length.name}`,
              color: colors[i],
              dash: dashes[lengths.indexOf(length.key) % dashes.length],
            },
            { hover: 'step %{x:,.0f}<br>%{y:.2f} bits/parameter' },
          );
        }),
    );
    return {
      x: plot.log('training step'),
      y: plot.linear('memorized (bits/parameter)'),
      marks: [plot.showing([1, lengths[0]], [0]), ...rows, ...lines],
    };
  },
};

/** Above so many times the capacity, a dataset's entropy would squeeze the curves to the bottom. */
const SHOWN_ENTROPY = 2;

/** Every seed of a group as a thin line behind that of the group. */
const seedsOf = ({ rows, ...look }: plot.Group<CapacityRun>): plot.Drawing[] =>
  rows.map((run) => {
    const more = { opacity: 0.35, showlegend: false, hoverinfo: 'skip' } as const;
    const at = plot.curvePoints([run], 'memorized');
    return plot.raw(plot.course(at, look, { line: { width: 1 }, more }).traces);
  });

/** Datasets of several sizes, one model: medians over seeds, entropies dashed in the curves' colors. */
const memorizedVsStep: Spec = {
  title: (runs) =>
    `Bits memorized during training, ${plot.shortNumber(sizeOf(runs[0]))} parameters`,
  of: oneModel,
  panels(runs) {
    const capacity = capacities(runs, bitsOf)[0].bits.mean;
    const datasets = plot.series(runs, dataOf, {
      name: (bits) => `${plot.shortNumber(bits)} bits of data`,
      ordered: true,
    });
    const [shown, above] = [true, false].map((inFrame) =>
      datasets.filter(({ key }) => key <= SHOWN_ENTROPY * capacity === inFrame),
    );
    const steps = Math.max(...runs.map(lengthOf));
    const lines = datasets.map((group) =>
      plot.course(plot.curvePoints(group.rows, 'memorized', undefined, medianOnly), group, {
        hover: 'step %{x:,.0f}<br>%{y:,.0f} bits memorized',
      }),
    );
    const heights = [...lines.flatMap(({ y }) => y), ...shown.map(({ key }) => key), capacity];
    const top = 1.12 * Math.max(...heights);
    return {
      x: plot.linear('training step', { range: [0, steps * 1.02] }),
      // a step that overshoots leaves the frame rather than ruling it
      y: plot.linear('memorized (bits)', { range: [0, top] }),
      marks: [
        plot.showing([0, steps], [top]),
        ...datasets.flatMap(seedsOf),
        ...[...shown].reverse().map(({ key, color }) => plot.rule(key, '', { color })),
        ...lines,
        plot.legend('dataset entropy', { color: plot.gray }),
        plot.rule(capacity, 'capacity', { color: plot.ink, dash: 'dot', width: 2 }),
      ],
      notes: above.length > 0 ? [topNote(above.map(({ key }) => key))] : [],
    };
  },
};

/** Says in the upper right corner, above all lines, which entropies the frame does not show. */
const topNote = (entropies: readonly number[]): plot.Annotation => ({
  text: `↑ dataset entropy ${[...entropies].reverse().map(plot.shortNumber).join(', ')}`,
  x: 1,
  xref: 'paper',
  xanchor: 'right',
  y: 1,
  yref: 'paper',
  yanchor: 'top',
  showarrow: false,
  font: { size: 12, color: plot.gray },
  bgcolor: '#ffffff',
});

export const figures: Record<string, Spec> = {
  'memorized-vs-dataset': memorizedVsDataset,
  'capacity-vs-parameters': capacityVsParameters,
  'memorized-vs-step': memorizedVsStep,
  'bits-per-parameter-by-size': bitsPerParameterBySize,
  'table-rows-vs-step': tableRowsVsStep,
  'bits-vs-length': bitsVsLength,
  'rounded-weights': roundedWeights,
  'length-and-vocabulary': lengthAndVocabulary,
};
