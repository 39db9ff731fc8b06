import { attributes } from '../../datasets';
import { meanOf, type PaperTables, type Select, where } from '../../experiment';
import * as plot from '../../plot';
import { inLines } from '../../recipes/biographies/by-attribute';
import { followsPath, percentOf, termsOf } from '../../recipes/biographies/shares';
import { swappedParts } from '../../recipes/biographies/swap';
import { percentInterval } from '../../stats';
import { armName, withHidden } from './compared';
import type { QaConfig } from './run';
import { inverseRuns, laterFollowed, swapTested } from './own-values';
import {
  ALSO_HIDDEN,
  armsOf,
  FEWER_ASKED,
  FULLNAME,
  majorityAccuracy,
  ofArm,
  type QaRun,
  rightBy,
} from './values';

type Spec = plot.FigureSpec<QaRun, PaperTables>;

const shortly = { height: 420, width: 900 };
const SWAPS = {
  name: 'another name: follows the name',
  values: 'other values before: follows those',
};

/** Of each arm by attribute: what the next value follows where the two disagree, means over seeds. */
const swapTest: Spec = {
  title: 'What the next value follows in a biography of two people (%)',
  of: swapTested,
  optional: true,
  columns: 2,
  gap: { x: 0.03 },
  layout: shortly,
  panels(runs) {
    const arms = armsOf(runs);
    return swappedParts.map((part, i) => {
      const z = arms.map((data) =>
        attributes.map((attribute) =>
          meanOf(ofArm(data)(runs), percentOf(termsOf([attribute], followsPath(part)))),
        ),
      );
      const shares = { x: attributes.map(inLines), y: arms.map(plot.plainText), z };
      return {
        title: SWAPS[part],
        x: plot.names('value to come', { tickfont: { size: 12 } }),
        y: plot.namesAtFirst(i === 0),
        marks: [plot.percentMap(shares)],
      };
    });
  },
};

const hiding = (data: string, hidden: QaConfig['hidden']): Select<QaRun> =>
  where(({ config: c }) => c.data === data && (c.hiddenShare === 0 || c.hidden === hidden));

/** Lines of the figure, each from whole biographies on. */
const hidings = [
  { name: `${FULLNAME}, values hidden`, of: hiding(FULLNAME, 'values') },
  { name: 'as many template words hidden', of: hiding(FULLNAME, 'template words') },
  ...ALSO_HIDDEN.map((data) => ({ name: `${data}, values hidden`, of: hiding(data, 'values') })),
];

/** What can be asked, and what the later values follow, by how much was hidden in pretraining. */
const hiddenValues: Spec = {
  title: 'Values hidden in pretraining',
  of(runs) {
    const arms = withHidden(runs).filter(({ config, measurements: m }) =>
      config.data === FULLNAME ? m.swap : ALSO_HIDDEN.includes(config.data) && m.full,
    );
    return arms.some(({ config }) => config.hiddenShare > 0) ? arms : [];
  },
  optional: true,
  columns: 2,
  gap: { x: 0.1 },
  layout: { ...shortly, legend: plot.legendBelow(-0.24) },
  panels(runs) {
    const lines = (value: (run: QaRun) => number | null): plot.Drawing[] => {
      const known = hidings.map(({ name, of }, index) => {
        const rows = of(runs).filter((run) => value(run) !== null);
        return { name, rows, color: plot.palette[index], index, of: (run: QaRun) => value(run)! };
      });
      return plot.numbers(
        runs,
        ({ config }) => 100 * config.hiddenShare,
        known.filter(({ rows }) => rows.length > 0),
        { average: percentInterval, hover: '%{x:.0f} % hidden<br>%{y:.1f} %' },
      );
    };
    const x = plot.linear('of all values hidden (%)', { range: [-3, 53] });
    return [
      {
        title: 'what can be asked',
        x,
        y: plot.percent('held-out people, exact match (%)'),
        marks: lines((run) => run.measurements.full && rightBy('full')(run)),
      },
      {
        title: 'what the later values follow',
        x,
        y: plot.percent('follow the name (%)'),
        marks: lines(laterFollowed),
      },
    ];
  },
};

/** One point for each number of people that a model was finetuned on questions about. */
const askedOf = ({ measurements: { full } }: QaRun): { x: number; y: number }[] =>
  [...(full?.fewer ?? []), full!].map(({ training, heldOut }) => ({
    x: training.people,
    y: 100 * heldOut.accuracy,
  }));

/** Held-out accuracy by how many people were asked about in finetuning, of the same models. */
const peopleAsked: Spec = {
  title: 'The more people are asked about, the more can be asked',
  of: where(({ config, measurements: m }) => FEWER_ASKED.includes(config.data) && !!m.full?.fewer),
  optional: true,
  layout: { legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const groups = plot.series(runs, ({ config }) => armName(config), { name: plot.plainText });
    const points = groups.map((group) => ({ ...group, rows: group.rows.flatMap(askedOf) }));
    const options = { average: percentInterval, hover: '%{x} people<br>%{y:.1f} %' };
    return [
      {
        x: plot.tickAtEach(plot.log('people asked about in finetuning')),
        y: plot.percent('held-out people, exact match (%)'),
        marks: [
          plot.meansAt(points, options),
          plot.rule(100 * majorityAccuracy(runs).accuracy, 'always the same answer'),
        ],
      },
    ];
  },
};

const whoIsAsked = [
  { who: 'training', name: 'people of the finetuning', color: plot.palette[2] },
  { who: 'heldOut', name: 'held-out people', color: plot.palette[0] },
] as const;

type Share = (m: QaRun['measurements'], who: 'training' | 'heldOut') => number;
const askedFor: Record<string, Share> = {
  'values,<br>given the name': ({ full }, who) => full![who].accuracy,
  'first name,<br>given the values': ({ inverse }, who) => inverse![who].first,
  'whole name,<br>given the values': ({ inverse }, who) => inverse![who].full,
};

const GAP = 0.4; // between what is asked for

/** What the same pretrained models say of a person, and whom they name for a person's values. */
const inverseSearch: Spec = {
  title: 'What is known of a person, and who it is that this is known of',
  of: inverseRuns,
  optional: true,
  layout: { barmode: 'group', bargap: GAP, height: 420 },
  panels(runs) {
    const percent = (of: Share, who: 'training' | 'heldOut') =>
      runs.map(({ measurements }) => 100 * of(measurements, who));
    return [
      {
        x: plot.fixed('asked for', {
          range: [-0.55, 2.55],
          showgrid: false,
          tickangle: 0,
          tickvals: [0, 1, 2],
          ticktext: Object.keys(askedFor),
        }),
        y: plot.fixed('right (%)', { range: [0, 104] }),
        marks: whoIsAsked.map(({ who, ...look }, index) => {
          const at = Object.values(askedFor).map((of, x) => ({ x, values: percent(of, who) }));
          return plot.barsOfSeeds(at, look, { index, of: 2, gap: GAP });
        }),
      },
    ];
  },
};

export const ownFigures: Record<string, Spec> = {
  'inverse-search': inverseSearch,
  'swap-test': swapTest,
  'hidden-values': hiddenValues,
  'people-asked': peopleAsked,
};
