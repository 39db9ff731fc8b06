import { type Attribute, attributes } from '../../datasets';
import { meanOf, type PaperTables, where } from '../../experiment';
import { mean, type MeanInterval, meanInterval } from '../../measure';
import {
  diagonal,
  errorBars,
  type FigureSpec,
  fixed,
  fromPaper,
  gray,
  hasInterval,
  heatMap,
  ink,
  type Legend,
  named,
  palette,
  type PanelSpec,
  paperPoints,
  percent,
  plainText,
  type Point,
  points,
  raw,
  rowsFromTop,
} from '../../plot';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import {
  armRuns,
  asked,
  AUGMENTED,
  contrasted,
  probesAndQa,
  type ProbingRun,
  qProbed,
  SINGLE,
} from './values';

type Spec = FigureSpec<ProbingRun, PaperTables>;

const ARMS = [SINGLE, AUGMENTED];

/** In two lines where they have two words; a birth date is probed for its month. */
const names = attributes.map((attribute) =>
  attribute === 'birthDate'
    ? 'birth<br>month'
    : attribute.replace(/[A-Z]/, (letter) => `<br>${letter.toLowerCase()}`),
);
const places = [...attributes.map((_, i) => `before value ${i + 1}`), 'majority'];

// from white to a blue that its numbers can still be read on
const colors: [number, string][] = [
  [0, '#ffffff'],
  [0.5, '#9ecae1'],
  [1, '#3b8bc4'],
];

const majorityOf = (runs: readonly ProbingRun[], attribute: Attribute): number =>
  100 * mean(runs.map(({ measurements }) => measurements.majority[attribute]));

/** Parts the majority from the places. */
const border = { x0: -0.5, x1: names.length - 0.5, y0: names.length - 0.5, y1: names.length - 0.5 };

/** Means over runs in percent: places from above, the majority in the last row. */
function map(
  title: string,
  runs: readonly ProbingRun[],
  which: 'pProbe' | 'control',
  leftmost: boolean,
): PanelSpec {
  const found = attributes.map((_, place) =>
    attributes.map((_, a) => {
      const share = meanOf(runs, ({ measurements }) => measurements[which][place][a]);
      return share === null ? null : 100 * share;
    }),
  );
  const z = [...found, attributes.map((attribute) => majorityOf(runs, attribute))];
  const text = z.map((row) => row.map((value) => value?.toFixed(0) ?? '–'));
  const hover = '%{y}, %{x}: %{z:.1f} %<extra></extra>';
  return {
    title,
    x: fixed('attribute', {
      type: 'category',
      showgrid: false,
      ticks: '',
      tickfont: { size: 12 },
    }),
    y: fixed('', leftmost ? rowsFromTop : { ...rowsFromTop, tickvals: [], tickmode: 'array' }),
    marks: [heatMap({ x: names, y: places, z, colors, range: [0, 100], text, hover })],
    shapes: [{ type: 'line', ...border, line: { color: ink, width: 1.5 } }],
  };
}

const maps = { columns: 2, gap: { x: 0.04 }, layout: { height: 420, width: 900 } };

/** At the places just before the values (rows) for the attributes. Allen-Zhu & Li 2023, Figure 5. */
const pProbe: Spec = {
  title: 'What a probe finds in the hidden state (% right)',
  of: contrasted,
  ...maps,
  panels: (runs) =>
    ARMS.map((data) => ({ data, own: armRuns(runs, data) }))
      .filter(({ own }) => own.length > 0)
      .map(({ data, own }, i) => map(data, own, 'pProbe', i === 0)),
};

/** Without the biographies in which the probed attribute is the next one, beside a random model. */
const pProbeControl: Spec = {
  title: 'Controls: not the next value, not the probe itself (% right)',
  of: where(({ config }) => config.data === AUGMENTED),
  ...maps,
  panels: (runs) =>
    (['pretrained', 'random'] as const)
      .map((model) => ({ model, own: armRuns(runs, AUGMENTED, model) }))
      .filter(({ own }) => own.length > 0)
      .map(({ model, own }, i) => {
        const name = model === 'random' ? 'random model' : AUGMENTED;
        return map(`${name}, attribute not next`, own, 'control', i === 0);
      }),
};

const below: Legend = { orientation: 'h', x: 0, xanchor: 'left', yanchor: 'top' };

/** multi5+permute is always the first color, single the second, others follow. */
function lookOf(data: string, others: readonly string[] = []) {
  const known = [AUGMENTED, SINGLE].indexOf(data);
  const index = known >= 0 ? known : ARMS.length + others.indexOf(data);
  return { name: plainText(data), color: palette[index % palette.length], index };
}

const paperSymbol = (data: string): string => (data === SINGLE ? 'square-open' : 'diamond-open');

const columns = [
  'birth_month',
  'birth_city',
  'university',
  'major',
  'company',
  'company_city',
] as const;

/** What the paper's probes of an arm find, means over the attributes of one word in percent. */
function printed(kind: 'probe' | 'qProbe', data: string, paper: PaperTables): number[] {
  if (kind === 'probe') {
    return paper.allenZhuOther
      .filter(({ finding }) => finding.startsWith(`P-probe ${data} whole attribute`))
      .map(({ value }) => Number(value));
  }
  const rows = paper.allenZhuQProbe.filter((row) => row.data === data && row.target === 'whole');
  return rows.flatMap((row) => columns.slice(1).flatMap((column) => row[column] ?? []));
}

function paperArm(kind: 'probe' | 'qProbe', data: string, paper: PaperTables) {
  const found = printed(kind, data, paper);
  const qa = paper.allenZhuQa.find((row) => row.pretraining_data === data)?.finetune;
  const at = found.length > 0 && qa !== undefined ? [{ x: mean(found), y: qa }] : [];
  return fromPaper(at, `${plainText(data)} (paper)`, paperSymbol(data));
}

/** Against questions about the same people, one point an arm. Left: P-probes at the first place. */
const probeVsQa: Spec = {
  title: 'What probes find, and what can be asked',
  of: asked,
  columns: 2,
  gap: { x: 0.08 },
  layout: { width: 900, legend: { ...below, y: -0.24 } },
  panels(runs, paper) {
    const arms = probesAndQa(runs);
    const others = arms.map(({ data }) => data).filter((data) => !ARMS.includes(data));
    const pointOf = (data: string, found: MeanInterval, qa: MeanInterval) => {
      const look = lookOf(data, others);
      const sideways = [{ x: 0, ...found }];
      return points([{ x: found.mean, ...qa }], look, {
        hover: 'probe %{x:.1f} %, questions %{y:.1f} %',
        more: hasInterval(sideways) ? { error_x: errorBars(sideways, look.color) } : {},
      });
    };
    const panel = (kind: 'probe' | 'qProbe', title: string, x: string, y = ''): PanelSpec => ({
      title,
      x: percent(x),
      y: percent(y),
      marks: [
        raw([diagonal(0, 100, 'equal')]),
        ...arms.map((arm) => pointOf(arm.data, arm[kind], arm.qa)),
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

/** The paper's shares: of the month, and of whole words elsewhere. */
function paperShares(data: string, { allenZhuQProbe }: PaperTables) {
  const at = columns.flatMap((column, x) => {
    const target = column === 'birth_month' ? 'first' : 'whole';
    const row = allenZhuQProbe.find((each) => each.data === data && each.target === target);
    const y = row?.[column];
    return typeof y === 'number' ? [{ x: x + SHIFT, y }] : [];
  });
  const trace = paperPoints(at, `${data} (paper)`, paperSymbol(data));
  return raw([{ ...trace, hovertemplate: '%{y:.1f} %' }]);
}

const ourShares = (runs: readonly ProbingRun[], update: QProbeUpdate): Point[] =>
  attributes.map((attribute, x) => {
    const shares = runs.flatMap(({ measurements: { qProbe } }) =>
      qProbe ? [100 * qProbe[update].test[attribute]] : [],
    );
    return { x: x - SHIFT, ...meanInterval(shares) };
  });

/** The majority of each attribute as a short dotted line. */
function majoritySteps(runs: readonly ProbingRun[]) {
  const shares = attributes.map((attribute) => majorityOf(runs, attribute));
  return raw([
    {
      type: 'scatter',
      mode: 'lines',
      name: 'majority',
      x: shares.flatMap((_, i) => [i - 0.35, i + 0.35, null]),
      y: shares.flatMap((share) => [share, share, null]),
      line: { color: gray, dash: 'dot', width: 2 },
      hoverinfo: 'skip',
    },
  ]);
}

/** By attribute, on people whom the probe was not trained on. Allen-Zhu & Li 2023, Figure 7. */
const qProbe: Spec = {
  title: 'What a probe finds in the name alone',
  of: qProbed,
  columns: 2,
  gap: { x: 0.08 },
  layout: { width: 900, legend: { ...below, y: -0.22 } },
  panels(runs, paper) {
    const panel = (title: string, update: QProbeUpdate, y: string): PanelSpec => ({
      title,
      x: named('', names, { showgrid: false }),
      y: percent(y),
      marks: [
        ...ARMS.map((data) =>
          points(ourShares(armRuns(runs, data), update), lookOf(data), { hover: '%{y:.1f} %' }),
        ),
        ...ARMS.map((data) => paperShares(data, paper)),
        majoritySteps(runs),
      ],
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
