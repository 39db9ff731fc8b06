import { headlines, meanOf, type PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, percentInterval } from '../../stats';
import {
  ALONE,
  answered,
  type Arm,
  armName,
  CELEBRITIES,
  type CelebrityRun,
  companies,
  compared,
  FIXED_ORDER,
  followed,
  MINORITY,
  ofArm,
  overNumbers,
  probed,
  probedRuns,
} from './values';

type Spec = plot.FigureSpec<CelebrityRun, PaperTables>;
const { palette } = plot;
const GAP = 0.2; // between arms
const ONE = { index: 0, of: 1, gap: 0.3 }; // bars of one series

const UPRIGHT = { tickangle: 0, showgrid: false };

interface Bar extends Required<Arm> {
  runs: CelebrityRun[];
}

/** The arms that there are, in their order. */
const barsOf = (runs: readonly CelebrityRun[]): Bar[] =>
  [MINORITY, FIXED_ORDER]
    .flatMap((data) =>
      companies.map((company) => ({ company, data, runs: ofArm({ company, data })(runs) })),
    )
    .filter(({ runs: own }) => own.length > 0);

const labelOf = ({ runs: [{ config }] }: Bar): string =>
  armName(config)
    .replace('order, ', 'order,<br>')
    .replace(' told', '<br>told')
    .replace(' text', '<br>text');

/** What each arm has, over its runs. */
const valuesOf = (all: readonly Bar[], value: (run: CelebrityRun) => number | null) =>
  all.map(({ runs }, x) => ({ x, values: runs.map(value).filter((one) => one !== null) }));

/** The paper's number for the minority, without or with celebrities. */
const printed = (rows: PaperTables['allenZhuOther'], start: 'without' | 'with cel'): number =>
  headlines(rows, `celebrity: minority QA accuracy ${start}`)[0];

/** What can be asked of the minority, in whose company it was pretrained on. */
const minorityAccuracy: Spec = {
  title: 'Questions about the minority answered right',
  of: compared,
  panels(runs, { allenZhuOther }) {
    const all = barsOf(runs);
    const theirs = all.flatMap(({ company, data }, x) => {
      if (data !== MINORITY) return [];
      if (company === 'alone') return [{ x, y: printed(allenZhuOther, 'without') }];
      return company === 'celebrities' ? [{ x, y: printed(allenZhuOther, 'with cel') }] : [];
    });
    const majority = 100 * mean(runs.map(({ measurements: m }) => m.majority.accuracy));
    return [
      {
        x: plot.named('', all.map(labelOf), UPRIGHT),
        y: plot.fixed('exact match (%)', { range: [0, 104] }),
        marks: [
          plot.barsOfSeeds(
            valuesOf(all, answered),
            { name: 'ours', color: palette[0] },
            { index: 0, of: 2, gap: GAP },
          ),
          plot.barsFromPaper(theirs, { name: 'paper' }),
          plot.rule(majority, 'always the same answer', {}, [-0.5, all.length - 0.5]),
        ],
      },
    ];
  },
  layout: { barmode: 'group', bargap: GAP },
};

type Asked = { x: number; y: number };

/** One point for each number of celebrities that a model was finetuned on questions about. */
function askedOf({ measurements: { celebrities } }: CelebrityRun): Asked[] {
  const { fewer, training, minority } = celebrities!;
  const all = [...fewer, { asked: training.people, minority }];
  return all.map(({ asked, minority: { accuracy } }) => ({ x: asked, y: 100 * accuracy }));
}

/** Of the minority and of held-out celebrities, by how many others were told of and asked about. */
const numberOfCelebrities: Spec = {
  title: 'What can be asked, by how many celebrities are asked about',
  of: overNumbers,
  layout: { legend: plot.legendBelow(-0.2) },
  panels(runs, { allenZhuOther }) {
    const alone = meanOf(ofArm(ALONE)(runs), answered);
    const rows = ofArm(CELEBRITIES)(runs);
    const fewer = rows.filter(({ measurements: m }) => m.celebrities!.fewer.length > 0);
    const hover = '%{x} asked about<br>%{y:.1f} %';
    const line = (name: string, index: number, of: Asked[]): plot.Drawing => {
      const group = { key: name, name, rows: of, color: palette[index], index };
      return plot.meansAt(of.length > 0 ? [group] : [], { average: percentInterval, hover });
    };
    const atEnd = (y: (run: CelebrityRun) => number): Asked[] =>
      rows.map((run) => ({ x: run.measurements.celebrities!.training.people, y: y(run) }));
    const others = ({ measurements: m }: CelebrityRun) => 100 * m.celebrities!.heldOut.accuracy;
    const told = meanOf(fewer, ({ config }) => config.celebrities);
    return [
      {
        x: plot.log('celebrities asked about (four fifths of those told of)'),
        y: plot.percent('exact match (%)'),
        marks: [
          line('minority', 0, atEnd(answered)),
          line(`minority, fewer of ${told} asked about`, 2, fewer.flatMap(askedOf)),
          line('other celebrities', 1, atEnd(others)),
          plot.fromPaper(
            [{ x: 100_000, y: printed(allenZhuOther, 'with cel') }],
            'paper, minority',
          ),
          plot.rule(alone ?? NaN, 'minority alone'),
        ],
      },
    ];
  },
};

/** What is seen inside: which name the next value follows, and what a probe finds after a name. */
const inside: Spec = {
  title: 'What is tied to the name of a person of the minority',
  of: (runs) => [...compared(runs), ...probedRuns(runs)],
  columns: 2,
  gap: { x: 0.1 },
  layout: { width: 900, height: 420, bargap: ONE.gap, showlegend: false },
  panels: (runs) => {
    const looked = barsOf(probedRuns(runs));
    const guessed = meanOf(probedRuns(runs), ({ measurements: m }) => m.probe?.majority);
    const majority = plot.rule(100 * (guessed ?? NaN), '', {}, [-0.5, looked.length - 0.5]);
    const panel = (title: string, all: Bar[], value: typeof probed, more: plot.Mark[] = []) => ({
      title,
      x: plot.named('', all.map(labelOf), { ...UPRIGHT, tickfont: { size: 10 } }),
      y: plot.fixed('%', { range: [0, 104] }),
      marks: [
        plot.barsOfSeeds(valuesOf(all, value), { name: title, color: palette[0] }, ONE),
        ...more,
      ],
    });
    return [
      panel('the next value follows another name', barsOf(compared(runs)), followed),
      ...(looked.length > 0
        ? [panel('a probe finds values right after the name', looked, probed, [majority])]
        : []),
    ];
  },
};

export const figures: Record<string, Spec> = {
  'minority-accuracy': minorityAccuracy,
  'number-of-celebrities': numberOfCelebrities,
  inside,
};
