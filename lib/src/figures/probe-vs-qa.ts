import {
  armRuns,
  mean,
  type MeanInterval,
  meanInterval,
  probedAttributes,
  type ProbeRunLike,
  probesAndQa,
} from '../measure';
import type { PaperRow } from '../experiment';

type AllenZhuQProbeRow = PaperRow<'allenZhuQProbe'>;
import { attributeName } from '../recipes/biographies/attribute-name';
import { palette } from '../plot/colors';
import type { Figure, Legend, Trace } from '../plot/figure';
import { type Panel, panelFigure } from '../plot/panels';
import { plainText } from '../plot/plain-text';
import { requireRuns } from './runs';
import {
  diagonal,
  errorBars,
  hasInterval,
  ourSeries,
  paperPoints,
  type Point,
} from '../plot/traces';

const ARMS = ['single', 'multi5+permute'];

const columns = [
  'birth_month',
  'birth_city',
  'university',
  'major',
  'company',
  'company_city',
] as const;

/** What the paper prints about one arm, means over attributes in percent. */
export interface PaperProbeAndQa {
  data: string;
  kind: 'probe' | 'qProbe';
  found: number; // by probes
  qa: number;
}

/** The Q-probes of one arm in the paper, over the attributes of one word. */
function paperQProbe(rows: readonly AllenZhuQProbeRow[], data: string): number[] {
  const row = rows.find((each) => each.data === data && each.target === 'whole');
  if (!row) return [];
  return columns.slice(1).flatMap((column) => row[column] ?? []);
}

/**
 * The paper's points: P-probes of multi5+permute at the first place and Q-probes of both arms,
 * each the mean over five attributes, with the QA accuracy of the arm.
 */
export function paperProbesAndQa(
  headlines: readonly { finding: string; value: string }[],
  qProbes: readonly AllenZhuQProbeRow[],
  qa: readonly { pretraining_data: string; finetune: number }[],
): PaperProbeAndQa[] {
  return ARMS.flatMap((data) => {
    const asked = qa.find((row) => row.pretraining_data === data)?.finetune;
    const pProbes = headlines
      .filter(({ finding }) => finding.startsWith(`P-probe ${data} whole attribute`))
      .map(({ value }) => Number(value));
    const of = { probe: pProbes, qProbe: paperQProbe(qProbes, data) };
    return (['probe', 'qProbe'] as const).flatMap((kind) => {
      if (asked === undefined || of[kind].length === 0) return [];
      const found = mean(of[kind]);
      return [{ data, kind, found, qa: asked }];
    });
  });
}

const AXIS: [number, number] = [-3, 104];
const percent = (x: number): number => 100 * x;

/** multi5+permute is always the first color, single the second, others follow. */
function lookOf(data: string, others: readonly string[]): { color: string; index: number } {
  const known = [...ARMS].reverse().indexOf(data);
  const index = known >= 0 ? known : ARMS.length + others.indexOf(data);
  return { color: palette[index % palette.length], index };
}

/**
 * What probes find against exact match of questions about the same people, one point an arm, over the
 * attributes of one word, with intervals over seeds and the paper's points. Left: P-probes at the
 * first place; right: Q-probes that update the end tokens only. Throws when no run has asked questions.
 */
export function probeVsQa(
  runs: readonly ProbeRunLike[],
  paper: readonly PaperProbeAndQa[],
): Figure {
  const arms = probesAndQa(runs);
  requireRuns(arms, 'Probe accuracy against QA accuracy');
  const others = arms.map(({ data }) => data).filter((data) => !ARMS.includes(data));
  const scaled = ({ mean, low, high }: MeanInterval): Omit<Point, 'x'> => ({
    mean: percent(mean),
    low: percent(low),
    high: percent(high),
  });
  const panel = (kind: 'probe' | 'qProbe', title: string, xTitle: string): Panel => {
    const data: Trace[] = [diagonal(0, 100, 'equal')];
    for (const arm of arms) {
      const look = lookOf(arm.data, others);
      const sideways: Point = { x: 0, ...scaled(arm[kind]) };
      const point: Point = { x: sideways.mean, ...scaled(arm.qa) };
      data.push({
        ...ourSeries([point], { name: plainText(arm.data), ...look }),
        ...(hasInterval([sideways]) ? { error_x: errorBars([sideways], look.color) } : {}),
        hovertemplate: 'probe %{x:.1f} %, questions %{y:.1f} %',
      });
    }
    for (const { data: name, found, qa } of paper.filter((each) => each.kind === kind)) {
      const symbol = name === ARMS[0] ? 'square-open' : 'diamond-open';
      data.push(paperPoints([{ x: found, y: qa }], `${plainText(name)} (paper)`, symbol));
    }
    return {
      title,
      data,
      xTitle,
      yTitle: kind === 'probe' ? 'questions, exact match (%)' : undefined,
      xaxis: { range: AXIS },
      yaxis: { range: AXIS },
    };
  };
  return panelFigure(
    [
      panel('probe', 'P-probe', 'found before the first value (%)'),
      panel('qProbe', 'Q-probe, end tokens only', 'found in the name alone (%)'),
    ],
    {
      title: 'What probes find, and what can be asked',
      columns: 2,
      gap: { x: 0.08 },
      layout: { width: 900, legend: { ...below, y: -0.24 } },
    },
  );
}

const below: Legend = { orientation: 'h', x: 0, xanchor: 'left', yanchor: 'top' };

const names = probedAttributes.map((attribute) =>
  attribute === 'birthDate' ? 'birth<br>month' : attributeName(attribute).replace(' ', '<br>'),
);
/** A little to the left or right, so that the marks of several series do not cover each other. */
const SHIFT = 0.12;

/** The paper's shares: of the month, and of whole words elsewhere. */
function paperSeries(paper: readonly AllenZhuQProbeRow[], data: string, i: number): Trace {
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
  paper: readonly AllenZhuQProbeRow[],
): Figure {
  const probed = runs.filter(({ measurements }) => measurements.qProbe);
  requireRuns(probed, 'Q-probe accuracy');
  const majority = probedAttributes.map(
    (attribute) =>
      meanInterval(probed.map(({ measurements }) => percent(measurements.majority[attribute])))
        .mean,
  );
  const panel = (title: string, update: 'all' | 'ends', first: boolean): Panel => ({
    title,
    data: [
      ...ARMS.map((data): Trace => ({
        ...ourSeries(ourPoints(probed, data, update), { name: data, ...lookOf(data, []) }),
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
        legend: { ...below, y: -0.22 },
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
