import { byKey } from '../../base';
import type { PaperRow, PaperTables } from '../../experiment';
import { type LineFit, medianOnly } from '../../stats';
import * as plot from '../../plot';
import { bitsVsLength, tableSlope } from './length-figure';
import { roundedWeights } from './rounded';
import { capacities, capacityLine, capacityRuns, type CapacityRun, dataSweep } from './values';
import { muonRuns, oneModel, sizeSweep, tableRows } from './values';
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
    return [
      {
        x: plot.log('entropy of the dataset (bits)'),
        y: plot.log('memorized (bits)'),
        marks: [plot.straight((x) => x, 'everything memorized'), capacity, lines, room],
      },
    ];
  },
};

/** Table 1's float32 and bfloat16 rows. */
function tableMarks(table: PaperTables['morrisTable1'], of: (bits: number, P: number) => number) {
  const column = (key: 'capacity_fp32' | 'capacity_bf16') =>
    table.map((row) => ({ x: row.params, y: of(row[key], row.params) }));
  return [
    plot.fromPaper(column('capacity_fp32'), 'paper, float32', 'diamond-open'),
    plot.fromPaper(column('capacity_bf16'), 'paper, bfloat16', 'square-open'),
  ];
}

const OURS = { name: 'ours (95 % interval)', color: plot.palette[0] };
const MUON = { name: 'ours, with Muon', color: plot.palette[2], index: 2 };

/** Our models, by their size: the means, and every seed. */
function ours(runs: readonly CapacityRun[], of: 'bits' | 'bitsPerParameter') {
  const models = capacities(runs);
  const own = models.map((model): plot.Point => ({ x: model.params, ...model[of] }));
  const seeds = models.flatMap(({ params, bySeed }) =>
    bySeed.map((bits) => ({ x: params, y: of === 'bits' ? bits : bits / params })),
  );
  return { own, seeds: plot.dots(seeds, OURS) };
}

/** The least-squares line over the range of our own sizes; a curve on log axes. */
function fitLine(fit: LineFit | null, own: readonly plot.Point[]): plot.Drawing {
  if (!fit) return plot.nothing;
  const sizes = own.map(({ x }) => x);
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
    const { own, seeds } = ours(runs, 'bits');
    const slope = tableSlope(morrisTable1);
    const hover = '%{x:,.0f} parameters<br>%{y:,.0f} bits';
    return [
      {
        x: plot.log('parameters'),
        y: plot.log('capacity (bits)'),
        marks: [
          plot.straight((P) => slope * P, `${slope.toFixed(2)} bits/param (paper, float32)`),
          fitLine(capacityLine(sizeSweep(runs)), own),
          ...tableMarks(morrisTable1, (bits) => bits),
          seeds,
          plot.points(own, OURS, { hover }),
        ],
      },
    ];
  },
};

/** Mean and 95 % interval over seeds, with the paper's 3.6 and the rows of its Table 1. */
const bitsPerParameterBySize: Spec = {
  title: 'Bits per parameter over model sizes',
  of: (runs) => [...capacityRuns(runs), ...muonRuns(runs)],
  panels(runs, { morrisTable1 }) {
    const { own, seeds } = ours(capacityRuns(runs), 'bitsPerParameter');
    const muon = ours(muonRuns(runs), 'bitsPerParameter').own;
    const withMuon = muon.map((point) => ({ ...point, x: 1.1 * point.x })); // beside the same model's
    const hover = '%{x:,.0f} parameters<br>%{y:.2f} bits/parameter';
    const x = plot.log('parameters');
    const sizes = [...own.map((p) => p.x), ...morrisTable1.map(({ params }) => params)];
    const [low, high] = x.scale(sizes).range as [number, number];
    const name = `${PAPER_HEADLINE} bits/param (paper)`;
    return [
      {
        x,
        y: plot.linear('capacity (bits/parameter)'),
        marks: [
          plot.rule(PAPER_HEADLINE, name, {}, [10 ** low, 10 ** high]),
          ...tableMarks(morrisTable1, (bits, P) => bits / P),
          seeds,
          plot.points(own, OURS, { hover }),
          muon.length > 0 ? plot.points(withMuon, MUON, { hover }) : plot.nothing,
        ],
      },
    ];
  },
};

const lengthOf = ({ curves }: CapacityRun): number => Math.max(...curves.memorized.x);

const rowOf = (table: PaperTables['morrisTable1'], { config: c }: CapacityRun) =>
  table.find((row) => row.layers === c.nLayers && row.d_model === c.dModel);

const dashes = [undefined, 'dot', 'dashdot'] as const; // of the longest run, the next, ...

/** The distance to the paper's float32 row is how far from it runs stopped; each line a mean over seeds. */
const tableRowsVsStep: Spec = {
  title: "The smallest models of the paper's Table 1",
  of: tableRows,
  optional: true,
  panels(runs, { morrisTable1 }) {
    const all = [...runs].sort(
      (a, b) => a.config.nLayers - b.config.nLayers || lengthOf(a) - lengthOf(b),
    );
    const depths = [...byKey(all, ({ config }) => config.nLayers)];
    const colors = plot.orderedColors(depths.length);
    const lengths = [...new Set(all.map(lengthOf))].sort((a, b) => b - a);
    const rows = depths.flatMap(([nLayers, [run]], i) => {
      const row: PaperRow<'morrisTable1'> | undefined = rowOf(morrisTable1, run);
      if (!row) return [];
      const y = row.capacity_fp32 / row.params;
      return [plot.rule(y, `L = ${nLayers}, paper`, { color: colors[i] })];
    });
    const lines = depths.flatMap(([nLayers, own], i) =>
      [...byKey(own, lengthOf)].map(([length, seeds]) => {
        const at = plot.curvePoints(seeds, 'memorized', (y, run) => Math.max(0, y / sizeOf(run)));
        return plot.course(
          at.filter(({ x }) => x >= 1), // the axis is logarithmic
          {
            name: `d = ${own[0].config.dModel}, L = ${nLayers}, ${length.toLocaleString('en-US')} steps`,
            color: colors[i],
            dash: dashes[lengths.indexOf(length) % dashes.length],
          },
          { hover: 'step %{x:,.0f}<br>%{y:.2f} bits/parameter' },
        );
      }),
    );
    return [
      {
        x: plot.log('training step'),
        y: plot.linear('memorized (bits/parameter)'),
        marks: [plot.showing([1, lengths[0]], [0]), ...rows, ...lines],
      },
    ];
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
    return [
      {
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
      },
    ];
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
