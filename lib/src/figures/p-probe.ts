import {
  armRuns,
  meanTable,
  probedAttributes,
  type ProbeRunLike,
  type ShareTable,
} from '../measure';
import { attributeName } from '../recipes/biographies/attribute-name';
import { ink } from '../plot/colors';
import type { Figure, Trace } from '../plot/figure';
import { type Panel, panelFigure } from '../plot/panels';
import { requireRuns } from './runs';

/** What these figures need of a result of the finding p-probing. */
export type ProbeRun = ProbeRunLike;

const ARMS = ['single', 'multi5+permute'];

// From white to a blue that its numbers can still be read on.
const shades: [number, string][] = [
  [0, '#ffffff'],
  [0.5, '#9ecae1'],
  [1, '#3b8bc4'],
];

/** The names of attributes in two lines where they have two words. */
const names = probedAttributes.map((attribute) =>
  attribute === 'birthDate' ? 'birth<br>month' : attributeName(attribute).replace(' ', '<br>'),
);
const MAJORITY = 'majority';
const places = [...probedAttributes.map((_, i) => `before value ${i + 1}`), MAJORITY];

/** A heat map with its numbers in percent: places from above, the majority in the last row. */
function heat(table: ShareTable, majority: readonly number[]): Trace {
  const rows: ShareTable = [...table, majority];
  const z = rows.map((row) => row.map((share) => (share === null ? null : 100 * share)));
  return {
    type: 'heatmap',
    x: names,
    y: places,
    z,
    text: z.map((row) => row.map((value) => (value === null ? '–' : value.toFixed(0)))),
    texttemplate: '%{text}',
    textfont: { size: 13, color: ink },
    colorscale: shades,
    zmin: 0,
    zmax: 100,
    showscale: false,
    hovertemplate: '%{y}, %{x}: %{z:.1f} %<extra></extra>',
  };
}

/** The mean of runs as one panel; places are named at the left panel only. */
function panel(
  title: string,
  runs: readonly ProbeRun[],
  which: 'pProbe' | 'control',
  leftmost: boolean,
): Panel {
  const table = meanTable(runs.map(({ measurements }) => measurements[which]));
  const majorities = runs.map(({ measurements }) => [
    probedAttributes.map((attribute) => measurements.majority[attribute]),
  ]);
  const majority = meanTable(majorities)[0].map((share) => share ?? 0);
  return {
    title,
    data: [heat(table, majority)],
    xTitle: 'attribute',
    xaxis: { type: 'category', showgrid: false, ticks: '', tickfont: { size: 12 } },
    yaxis: {
      type: 'category',
      autorange: 'reversed',
      showgrid: false,
      ticks: '',
      ...(!leftmost && { tickvals: [], tickmode: 'array' }),
    },
    shapes: [border()],
  };
}

/** Parts the majority from the places. */
const border = (): NonNullable<Panel['shapes']>[number] => ({
  type: 'line',
  x0: -0.5,
  x1: probedAttributes.length - 0.5,
  y0: probedAttributes.length - 0.5,
  y1: probedAttributes.length - 0.5,
  line: { color: ink, width: 1.5 },
});

const layout = { height: 420, width: 900 };

/**
 * Accuracy of P-probes in percent at the six places just before the values (rows) for the six
 * attributes (columns): single beside multi5+permute on one scale; last row: the majority.
 * Throws when there are no runs. Source: Allen-Zhu & Li 2023, Figure 5.
 */
export function pProbeMaps(runs: readonly ProbeRun[]): Figure {
  const arms = ARMS.map((data) => ({ data, own: armRuns(runs, data) })).filter(
    ({ own }) => own.length > 0,
  );
  requireRuns(arms, 'P-probe accuracy');
  const panels = arms.map(({ data, own }, i) => panel(data, own, 'pProbe', i === 0));
  return panelFigure(panels, {
    title: 'What a probe finds in the hidden state (% right)',
    columns: panels.length,
    gap: { x: 0.04 },
    layout,
  });
}

/**
 * The same without the biographies in which the probed attribute is the next one, for multi5+permute
 * and for a random model on the same biographies. Throws when there are no runs.
 */
export function pProbeControl(runs: readonly ProbeRun[]): Figure {
  const [, data] = ARMS;
  const own = armRuns(runs, data);
  const random = armRuns(runs, data, 'random');
  requireRuns(own, 'P-probe accuracy where the attribute is not next');
  const panels = [panel(`${data}, attribute not next`, own, 'control', true)];
  if (random.length > 0) {
    panels.push(panel('random model, attribute not next', random, 'control', false));
  }
  return panelFigure(panels, {
    title: 'Controls: not the next value, not the probe itself (% right)',
    columns: panels.length,
    gap: { x: 0.04 },
    layout,
  });
}
