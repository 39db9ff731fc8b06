import { attributes } from '../../datasets';
import { headlines, type PaperTables } from '../../experiment';
import { mean, type MeanInterval } from '../../stats';
import * as plot from '../../plot';
import { byAttribute, inLines, levelAtEach } from '../../recipes/biographies/by-attribute';
import type { PathOf } from '../../recipes/biographies/shares';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import { columns, majorities, pProbe, pProbeArms, pProbeControl } from './maps';
import {
  answered,
  ARMS,
  armRuns,
  asked,
  AUGMENTED,
  contrasted,
  inName,
  probesAndQa,
  type ProbingRun,
  qProbed,
  SINGLE,
} from './values';

type Spec = plot.FigureSpec<ProbingRun, PaperTables>;

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
      ? headlines(paper.allenZhuOther, `P-probe ${data} whole attribute`)
      : paperShares(data, paper)
          .slice(1)
          .filter((share) => share !== null);
  const qa = paper.allenZhuQa.find((row) => row.pretraining_data === data)?.finetune;
  const at = found.length > 0 && qa !== undefined ? [{ x: mean(found), y: qa }] : [];
  return plot.fromPaper(at, ...paperLook(data));
}

const beside = { columns: 2, gap: { x: 0.08 } };
type OverSeeds = MeanInterval & { seeds: number[] };

/** What probes find against questions about the same people, one point an arm. */
const probeVsQa: Spec = {
  title: 'What probes find, and what can be asked',
  of: asked,
  ...beside,
  layout: plot.wideAbove(-0.24),
  panels(runs, paper) {
    const arms = probesAndQa(runs);
    const data = arms.map((arm) => arm.data);
    const point = (arm: string, found: OverSeeds, qa: OverSeeds) => {
      const look = lookOf(arm, data);
      const sideways = [{ x: 0, ...found }];
      const seeds = found.seeds.map((x, i) => ({ x, y: qa.seeds[i] }));
      const mean = plot.points([{ x: found.mean, ...qa }], look, {
        hover: 'probe %{x:.1f} %, questions %{y:.1f} %',
        more: plot.hasInterval(sideways) ? { error_x: plot.errorBars(sideways, look.color) } : {},
      });
      return plot.together([plot.dots(seeds, look), mean]);
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

/** The shares of an arm by attribute, a dot a seed. */
const armByAttribute = (runs: readonly ProbingRun[], data: string, path: PathOf): plot.Drawing =>
  byAttribute(armRuns(runs, data), path, lookOf(data), { shift: -SHIFT });

const paperByAttribute = (data: string, shares: (number | null)[]): plot.Drawing => {
  const at = shares.flatMap((y, x) => (y === null ? [] : [{ x: x + SHIFT, y }]));
  return plot.fromPaper(at, ...paperLook(data), { hover: '%{y:.1f} %' });
};

const guessing = (shares: number[]): plot.Drawing => levelAtEach('majority', shares, 0.35);

/** By attribute, on people whom the probe was not trained on. Allen-Zhu & Li 2023, Figure 7. */
const qProbe: Spec = {
  title: 'What a probe finds in the name alone',
  of: qProbed,
  ...beside,
  layout: plot.wideAbove(-0.22),
  panels(runs, paper) {
    const panel = (title: string, update: QProbeUpdate, y: string): plot.PanelSpec => ({
      title,
      x: plot.named('', columns, { showgrid: false }),
      y: plot.percent(y),
      marks: [
        ...ARMS.map((data) => armByAttribute(runs, data, inName(update))),
        ...ARMS.map((data) => paperByAttribute(data, paperShares(data, paper))),
        guessing(majorities(runs)),
      ],
    });
    return [
      panel('all embeddings updated (rank 16)', 'all', 'right (%)'),
      panel('end tokens only', 'ends', ''),
    ];
  },
};

/** Questions by attribute: of single, the birth date comes first. The paper prints that one number. */
const firstAttribute: Spec = {
  title: 'What can be asked, by attribute',
  of: (runs) => contrasted(asked(runs)),
  layout: plot.wideAbove(-0.2),
  panels(runs, { allenZhuOther }) {
    return [
      {
        x: plot.named('', attributes.map(inLines), { showgrid: false }),
        y: plot.percent('questions, exact match (%)'),
        marks: [
          ...ARMS.map((data) => armByAttribute(runs, data, answered)),
          paperByAttribute(SINGLE, headlines(allenZhuOther, 'single: birth date QA').slice(0, 1)),
          guessing([0, ...majorities(runs).slice(1)]), // a whole date cannot be guessed
        ],
      },
    ];
  },
};

export const figures: Record<string, Spec> = {
  'p-probe': pProbe,
  'p-probe-arms': pProbeArms,
  'p-probe-control': pProbeControl,
  'probe-vs-qa': probeVsQa,
  'q-probe': qProbe,
  'first-attribute': firstAttribute,
};
