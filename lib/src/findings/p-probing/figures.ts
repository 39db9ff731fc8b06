import { attributeName, attributes } from '../../datasets';
import { meanOf, type PaperTables, where } from '../../experiment';
import { mean, type MeanInterval, percentInterval } from '../../stats';
import * as plot from '../../plot';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import {
  ARMS,
  armRuns,
  asked,
  AUGMENTED,
  contrasted,
  probesAndQa,
  type ProbingRun,
  qProbed,
  SINGLE,
} from './values';

type Spec = plot.FigureSpec<ProbingRun, PaperTables>;

/** In two lines where they have two words; a birth date is probed for its month. */
const columns = attributes.map((attribute) =>
  attribute === 'birthDate' ? 'birth<br>month' : attributeName(attribute).replace(' ', '<br>'),
);

/** What always naming the most common class gets right, by attribute in percent. */
const majorities = (runs: readonly ProbingRun[]): number[] =>
  attributes.map((a) => 100 * mean(runs.map(({ measurements }) => measurements.majority[a])));

const last = columns.length - 0.5;
const border = { type: 'line', line: { color: plot.ink, width: 1.5 }, x0: -0.5, x1: last } as const;

type Kind = [title: string, runs: ProbingRun[]];

/** A map of each kind of runs that there is: places from above, below a line the majority. */
const mapsOf = (which: 'pProbe' | 'control', kinds: Kind[]): plot.PanelSpec[] =>
  kinds
    .filter(([, runs]) => runs.length > 0)
    .map(([title, runs], i) => {
      const found = attributes.map((_, place) =>
        attributes.map((_, a) => {
          const share = meanOf(runs, ({ measurements }) => measurements[which][place][a]);
          return share === null ? null : 100 * share;
        }),
      );
      const z = [...found, majorities(runs)];
      const heat = plot.heatMap({
        x: columns,
        y: [...attributes.map((_, i) => `before value ${i + 1}`), 'majority'],
        z,
        colors: { scale: plot.whiteTo('#3b8bc4'), range: [0, 100] },
        text: z.map((row) => row.map((value) => value?.toFixed(0) ?? '–')),
        hover: '%{y}, %{x}: %{z:.1f} %<extra></extra>',
        more: { textfont: { size: 13, color: plot.ink } },
      });
      return {
        title,
        x: plot.names('attribute', { tickfont: { size: 12 } }),
        // the rows have names at the left panel only
        y: plot.namesDown('', i === 0 ? {} : { tickvals: [], tickmode: 'array' }),
        marks: [heat],
        shapes: [{ ...border, y0: last, y1: last }],
      };
    });

const maps = { columns: 2, gap: { x: 0.04 }, layout: { height: 420, width: 900 } };

/** At the places just before the values, for every attribute. Allen-Zhu & Li 2023, Figure 5. */
const pProbe: Spec = {
  title: 'What a probe finds in the hidden state (% right)',
  of: contrasted,
  ...maps,
  panels: (runs) =>
    mapsOf(
      'pProbe',
      ARMS.map((data) => [data, armRuns(runs, data)]),
    ),
};

/** Without the biographies in which the probed attribute is the next one, beside a random model. */
const pProbeControl: Spec = {
  title: 'Controls: not the next value, not the probe itself (% right)',
  of: where(({ config }) => config.data === AUGMENTED),
  ...maps,
  panels: (runs) =>
    mapsOf('control', [
      [`${AUGMENTED}, attribute not next`, armRuns(runs, AUGMENTED)],
      ['random model, attribute not next', armRuns(runs, AUGMENTED, 'random')],
    ]),
};

/** multi5+permute is always the first color, single the second, other arms follow. */
function lookOf(data: string, arms: readonly string[] = []) {
  const index = [...new Set([AUGMENTED, SINGLE, ...arms])].indexOf(data);
  return { name: plot.plainText(data), color: plot.palette[index % plot.palette.length], index };
}

const paperLook = (data: string): [name: string, symbol: string] => [
  `${plot.plainText(data)} (paper)`,
  data === SINGLE ? 'square-open' : 'diamond-open',
];

/** What the paper's Q-probes find of each attribute: of the month, and of whole words elsewhere. */
const paperShares = (data: string, { allenZhuQProbe }: PaperTables): (number | null)[] => {
  const of = (target: 'first' | 'whole') =>
    allenZhuQProbe.find((row) => row.data === data && row.target === target);
  const whole = of('whole');
  return [
    of('first')?.birth_month,
    whole?.birth_city,
    whole?.university,
    whole?.major,
    whole?.company,
    whole?.company_city,
  ].map((share) => share ?? null);
};

/** An arm of the paper: means over the attributes of one word. */
function paperArm(kind: 'probe' | 'qProbe', data: string, paper: PaperTables) {
  const found =
    kind === 'probe'
      ? paper.allenZhuOther
          .filter(({ finding }) => finding.startsWith(`P-probe ${data} whole attribute`))
          .map(({ value }) => Number(value))
      : paperShares(data, paper)
          .slice(1)
          .filter((share) => share !== null);
  const qa = paper.allenZhuQa.find((row) => row.pretraining_data === data)?.finetune;
  const at = found.length > 0 && qa !== undefined ? [{ x: mean(found), y: qa }] : [];
  return plot.fromPaper(at, ...paperLook(data));
}

const beside = { columns: 2, gap: { x: 0.08 } };
const legendAt = (y: number): Partial<plot.Layout> => ({
  width: 900,
  legend: { orientation: 'h', x: 0, xanchor: 'left', y, yanchor: 'top' },
});

/** What probes find against questions about the same people, one point an arm. */
const probeVsQa: Spec = {
  title: 'What probes find, and what can be asked',
  of: asked,
  ...beside,
  layout: legendAt(-0.24),
  panels(runs, paper) {
    const arms = probesAndQa(runs);
    const data = arms.map((arm) => arm.data);
    const point = (arm: string, found: MeanInterval, qa: MeanInterval) => {
      const look = lookOf(arm, data);
      const sideways = [{ x: 0, ...found }];
      return plot.points([{ x: found.mean, ...qa }], look, {
        hover: 'probe %{x:.1f} %, questions %{y:.1f} %',
        more: plot.hasInterval(sideways) ? { error_x: plot.errorBars(sideways, look.color) } : {},
      });
    };
    const panel = (kind: 'probe' | 'qProbe', title: string, x: string, y = ''): plot.PanelSpec => ({
      title,
      x: plot.percent(x),
      y: plot.percent(y),
      marks: [
        plot.straight((share) => share, 'equal', {}, [0, 100]),
        ...arms.map((arm) => point(arm.data, arm[kind], arm.qa)),
        ...ARMS.map((data) => paperArm(kind, data, paper)),
      ],
    });
    return [
      panel('probe', 'P-probe', 'found before the first value (%)', 'questions, exact match (%)'),
      panel('qProbe', 'Q-probe, end tokens only', 'found in the name alone (%)'),
    ];
  },
};

/** A little to the left or right, so that the marks of several series do not cover each other. */
const SHIFT = 0.12;

/** By attribute, on people whom the probe was not trained on. Allen-Zhu & Li 2023, Figure 7. */
const qProbe: Spec = {
  title: 'What a probe finds in the name alone',
  of: qProbed,
  ...beside,
  layout: legendAt(-0.22),
  panels(runs, paper) {
    const hover = '%{y:.1f} %';
    const ours = (data: string, update: QProbeUpdate) => {
      const at = attributes.map((attribute, x): plot.Point => {
        const shares = armRuns(runs, data).flatMap(({ measurements: { qProbe } }) =>
          qProbe ? [100 * qProbe[update].test[attribute]] : [],
        );
        return { x: x - SHIFT, ...percentInterval(shares) };
      });
      return plot.points(at, lookOf(data), { hover });
    };
    const theirs = (data: string) => {
      const at = paperShares(data, paper).flatMap((y, x) =>
        y === null ? [] : [{ x: x + SHIFT, y }],
      );
      return plot.fromPaper(at, ...paperLook(data), { hover });
    };
    const majority = plot.raw([
      {
        type: 'scatter',
        mode: 'lines',
        name: 'majority',
        x: attributes.flatMap((_, i) => [i - 0.35, i + 0.35, null]),
        y: majorities(runs).flatMap((share) => [share, share, null]),
        line: { color: plot.gray, dash: 'dot', width: 2 },
        hoverinfo: 'skip',
      },
    ]);
    const panel = (title: string, update: QProbeUpdate, y: string): plot.PanelSpec => ({
      title,
      x: plot.named('', columns, { showgrid: false }),
      y: plot.percent(y),
      marks: [...ARMS.map((data) => ours(data, update)), ...ARMS.map(theirs), majority],
    });
    return [
      panel('all embeddings updated (rank 16)', 'all', 'right (%)'),
      panel('end tokens only', 'ends', ''),
    ];
  },
};

export const figures: Record<string, Spec> = {
  'p-probe': pProbe,
  'p-probe-control': pProbeControl,
  'probe-vs-qa': probeVsQa,
  'q-probe': qProbe,
};
