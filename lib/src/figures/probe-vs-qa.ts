import {
  armRuns,
  meanInterval,
  probedAttributes,
  type ProbeRunLike,
  probesAndQa,
} from '../measure';
import { attributeName } from './biographies-qa';
import { palette } from './colors';
import type { Figure, Trace } from './figure';
import { type Panel, panelFigure } from './panels';
import { requireRuns } from './runs';
import { themed } from './theme';
import { diagonal, errorBars, hasInterval, ourSeries, paperPoints, type Point } from './traces';

const ARMS = ['single', 'multi5+permute'];

/** A row of Figure 7 of Allen-Zhu & Li 2023, in percent. */
export interface PaperQProbe {
  data: string;
  target: 'first' | 'whole';
  birth_month: number | null;
  birth_city: number | null;
  university: number | null;
  major: number | null;
  company: number | null;
  company_city: number | null;
}

/** What the paper prints about one arm, means over attributes in percent. */
export interface PaperProbeAndQa {
  data: string;
  probe: number; // at the first place
  qa: number;
}

/**
 * The paper's point for multi5+permute: the mean of its five P-probes at the first place, and its QA
 * accuracy. Throws when the tables have no such lines.
 */
export function paperProbesAndQa(
  headlines: readonly { finding: string; value: string }[],
  qa: readonly { pretraining_data: string; finetune: number }[],
): PaperProbeAndQa[] {
  const [, data] = ARMS;
  const probes = headlines
    .filter(({ finding }) => finding.startsWith(`P-probe ${data} whole attribute`))
    .map(({ value }) => Number(value));
  const asked = qa.find((row) => row.pretraining_data === data);
  if (probes.length === 0 || !asked) throw new Error(`The paper's tables have no ${data}.`);
  return [{ data, probe: probes.reduce((a, b) => a + b, 0) / probes.length, qa: asked.finetune }];
}

const AXIS: [number, number] = [-3, 104];
const percent = (x: number): number => 100 * x;

/**
 * P-probe accuracy at the first place (over the attributes of one word) against exact match of
 * questions on the same people, one point an arm, with intervals over seeds, and the paper's point.
 * Throws when no run has asked questions.
 */
export function probeVsQa(runs: readonly ProbeRunLike[], paper: readonly PaperProbeAndQa[]): Figure {
  const arms = probesAndQa(runs);
  requireRuns(arms, 'Probe accuracy against QA accuracy');
  const data: Trace[] = [diagonal(0, 100, 'equal')];
  arms.forEach(({ data: name, probe, qa }, i) => {
    const scaled = { mean: percent(qa.mean), low: percent(qa.low), high: percent(qa.high) };
    const point: Point = { x: percent(probe.mean), ...scaled };
    const sideways: Point = { x: 0, mean: point.x, low: percent(probe.low), high: percent(probe.high) };
    const color = palette[i % palette.length];
    data.push({
      ...ourSeries([point], { name, color, index: i }),
      ...(hasInterval([sideways]) ? { error_x: errorBars([sideways], color) } : {}),
      hovertemplate: 'probe %{x:.1f} %, questions %{y:.1f} %',
    });
  });
  paper.forEach(({ data: name, probe, qa }) =>
    data.push(paperPoints([{ x: probe, y: qa }], `${name} (paper)`)),
  );
  return themed(data, {
    title: 'What is there at the first value, and what can be asked',
    xTitle: 'P-probe before the first value (%)',
    yTitle: 'questions about other people, exact match (%)',
    xaxis: { range: AXIS },
    yaxis: { range: AXIS },
  });
}

const columns = [
  'birth_month',
  'birth_city',
  'university',
  'major',
  'company',
  'company_city',
] as const;
const names = probedAttributes.map((attribute) =>
  attribute === 'birthDate' ? 'birth<br>month' : attributeName(attribute).replace(' ', '<br>'),
);
/** A little to the left or right, so that the marks of several series do not cover each other. */
const SHIFT = 0.12;

/** The paper's shares: of the month, and of whole words elsewhere. */
function paperSeries(paper: readonly PaperQProbe[], data: string, i: number): Trace {
  const points = columns.flatMap((column, x) => {
    const target = column === 'birth_month' ? 'first' : 'whole';
    const y = paper.find((row) => row.data === data && row.target === target)?.[column];
    return typeof y === 'number' ? [{ x: x + SHIFT, y }] : [];
  });
  return {
    ...paperPoints(points, `${data} (paper)`, i === 0 ? 'square-open' : 'diamond-open'),
    hovertemplate: '%{y:.1f} %',
  };
}

function ourPoints(runs: readonly ProbeRunLike[], data: string, update: 'all' | 'ends'): Point[] {
  const own = armRuns(runs, data);
  return probedAttributes.map((attribute, x) => {
    const shares = own.flatMap(({ measurements }) => {
      const scores = measurements.qProbe?.[update];
      return scores ? [percent(scores.test[attribute])] : [];
    });
    return { x: x - SHIFT, ...meanInterval(shares) };
  });
}

/**
 * Q-probe accuracy by attribute on people whom the probe was not trained on: single and
 * multi5+permute, with all embeddings updated as in the paper, and with the end tokens' only; the
 * paper's numbers and the majority beside them. Throws when there are no runs.
 * Source: Allen-Zhu & Li 2023, Figure 7.
 */
export function qProbeAccuracy(
  runs: readonly ProbeRunLike[],
  paper: readonly PaperQProbe[],
): Figure {
  const probed = runs.filter(({ measurements }) => measurements.qProbe);
  requireRuns(probed, 'Q-probe accuracy');
  const majority = probedAttributes.map(
    (attribute) =>
      meanInterval(probed.map(({ measurements }) => percent(measurements.majority[attribute]))).mean,
  );
  const panel = (title: string, update: 'all' | 'ends', first: boolean): Panel => ({
    title,
    data: [
      ...ARMS.map((data, i): Trace => ({
        ...ourSeries(ourPoints(probed, data, update), { name: data, color: palette[1 - i], index: 1 - i }),
        hovertemplate: '%{y:.1f} %',
      })),
      ...ARMS.map((data, i) => paperSeries(paper, data, i)),
      steps(majority),
    ],
    yTitle: first ? 'right (%)' : undefined,
    xaxis: {
      range: [-0.5, names.length - 0.5],
      tickmode: 'array',
      tickvals: names.map((_, i) => i),
      ticktext: names,
      tickfont: { size: 12 },
      showgrid: false,
    },
    yaxis: { range: AXIS },
  });
  return panelFigure(
    [
      panel('all embeddings updated (rank 16)', 'all', true),
      panel('end tokens only', 'ends', false),
    ],
    {
      title: 'What a probe finds in the name alone',
      columns: 2,
      gap: { x: 0.08 },
      layout: {
        width: 900,
        legend: { orientation: 'h', x: 0, xanchor: 'left', y: -0.22, yanchor: 'top' },
      },
    },
  );
}

/** The majority of each attribute as a short dashed line. */
function steps(majority: readonly number[]): Trace {
  const x = majority.flatMap((_, i) => [i - 0.35, i + 0.35, null]);
  const y = majority.flatMap((share) => [share, share, null]);
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'majority',
    x,
    y,
    line: { color: '#6b6b6b', dash: 'dot', width: 2 },
    hoverinfo: 'skip',
  };
}
