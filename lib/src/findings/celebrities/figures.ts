import { meanOf, type PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, percentInterval } from '../../stats';
import {
  answered,
  type Arm,
  armName,
  armOf,
  type CelebrityRun,
  companies,
  compared,
  FIXED_ORDER,
  followed,
  MINORITY,
  overNumbers,
  probed,
  probedRuns,
} from './values';

type Spec = plot.FigureSpec<CelebrityRun, PaperTables>;
const { gray, ink, palette } = plot;

interface Bar extends Required<Arm> {
  runs: CelebrityRun[];
}

/** The arms that there are, in their order. */
const barsOf = (runs: readonly CelebrityRun[]): Bar[] =>
  [MINORITY, FIXED_ORDER]
    .flatMap((data) =>
      companies.map((company) => ({ company, data, runs: armOf(runs, { company, data }) })),
    )
    .filter(({ runs: own }) => own.length > 0);

const labelOf = ({ runs: [{ config }] }: Bar): string =>
  armName(config)
    .replace('order, ', 'order,<br>')
    .replace(' told', '<br>told')
    .replace(' text', '<br>text');

/** A bar for each arm with its interval, and every seed as a dot. */
function barMarks(
  all: readonly Bar[],
  value: (run: CelebrityRun) => number | null,
  name: string,
  color: string,
  shift = 0,
): plot.Drawing[] {
  const found = all.map(({ runs }, x) => ({
    x,
    values: runs.map(value).filter((one) => one !== null),
  }));
  const points = found.map(({ x, values }) => ({ x, ...percentInterval(values) }));
  const seeds = found.flatMap(({ x, values }) => values.map((y) => ({ x: x + shift, y })));
  return [plot.bars(points, { name, color }), plot.dots(seeds, { color: ink })];
}

const PRINTED = 'celebrity: minority QA accuracy';

/** What can be asked of the minority, in whose company it was pretrained on. */
const minorityAccuracy: Spec = {
  title: 'Questions about the minority answered right',
  of: compared,
  panels(runs, { allenZhuOther }) {
    const all = barsOf(runs);
    const printed = (start: string): number =>
      Number(allenZhuOther.find(({ finding }) => finding.startsWith(`${PRINTED} ${start}`))?.value);
    const theirs = all.flatMap(({ company, data }, x) => {
      if (data !== MINORITY) return [];
      if (company === 'alone') return [{ x, y: printed('without') }];
      return company === 'celebrities' ? [{ x, y: printed('with celebrities') }] : [];
    });
    const majority = 100 * mean(runs.map(({ measurements: m }) => m.majority.accuracy));
    return [
      {
        x: plot.named('', all.map(labelOf), { tickangle: 0, showgrid: false }),
        y: plot.fixed('exact match (%)', { range: [0, 104] }),
        marks: [
          ...barMarks(all, answered, 'ours', palette[0], -0.2),
          plot.barsFromPaper(theirs, { name: 'paper' }),
          plot.rule(majority, 'always the same answer', {}, [-0.5, all.length - 0.5]),
        ],
      },
    ];
  },
  layout: { barmode: 'group', bargap: 0.2 },
};

/** Of the minority and of held-out celebrities, by how many celebrities there were. */
const numberOfCelebrities: Spec = {
  title: 'The more celebrities, the more can be asked of the minority',
  of: overNumbers,
  layout: { legend: plot.legendBelow(-0.2) },
  panels(runs, { allenZhuOther }) {
    const alone = meanOf(armOf(runs, { company: 'alone' }), answered);
    const rows = armOf(runs, { company: 'celebrities' });
    const printed = allenZhuOther.find(({ finding }) => finding.startsWith(`${PRINTED} with cel`));
    const options = {
      average: percentInterval,
      hover: '%{x} celebrities<br>%{y:.1f} %',
      seeds: true,
    };
    const line = (name: string, index: number, y: (run: CelebrityRun) => number) =>
      plot.means(
        [{ key: name, name, rows, color: palette[index], index }],
        ({ config }) => config.celebrities,
        y,
        options,
      );
    return [
      {
        x: plot.log('celebrities'),
        y: plot.percent('exact match (%)'),
        marks: [
          line('minority', 0, answered),
          line(
            'held-out celebrities',
            1,
            ({ measurements: m }) => 100 * (m.celebrities?.heldOut.accuracy ?? NaN),
          ),
          plot.fromPaper([{ x: 100_000, y: Number(printed?.value) }], 'paper, minority'),
          ...(alone === null ? [] : [plot.rule(alone, 'minority alone', { color: gray })]),
        ],
      },
    ];
  },
};

/** Of the same models, by how many celebrities were asked about. */
const celebritiesAsked: Spec = {
  title: 'The more celebrities are asked about, the more can be asked of the minority',
  of: (runs) => overNumbers(runs).filter(({ measurements: m }) => m.celebrities?.fewer.length),
  optional: true,
  layout: { legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const groups = plot.series(runs, ({ config }) => config.celebrities, {
      name: (n) => `${n} celebrities told of`,
    });
    const points = groups.map((group) => ({ ...group, rows: group.rows.flatMap(pointsOf) }));
    const options = {
      average: percentInterval,
      hover: '%{x} asked about<br>%{y:.1f} %',
      seeds: true,
    };
    return [
      {
        x: plot.tickAtEach(plot.log('celebrities asked about in finetuning')),
        y: plot.percent('minority, exact match (%)'),
        marks: [
          plot.means(
            points,
            ({ x }) => x,
            ({ y }) => y,
            options,
          ),
        ],
      },
    ];
  },
};

/** One point for each number of celebrities that a model was finetuned on questions about. */
function pointsOf({ measurements: { celebrities } }: CelebrityRun): { x: number; y: number }[] {
  const { fewer, training, minority } = celebrities!;
  const all = [...fewer, { asked: training.people, minority }];
  return all.map(({ asked, minority: { accuracy } }) => ({ x: asked, y: 100 * accuracy }));
}

/** What is seen inside: which name the next value follows, and what a probe finds after a name. */
const inside: Spec = {
  title: 'What is tied to the name of a person of the minority',
  of: (runs) => [...compared(runs), ...probedRuns(runs)],
  columns: 2,
  gap: { x: 0.1 },
  layout: { width: 900, height: 420, bargap: 0.3, showlegend: false },
  panels(runs) {
    const panel = (
      title: string,
      y: string,
      all: Bar[],
      value: (run: CelebrityRun) => number | null,
      more: plot.Mark[] = [],
    ): plot.PanelSpec => ({
      title,
      x: plot.named('', all.map(labelOf), {
        tickangle: 0,
        showgrid: false,
        tickfont: { size: 10 },
      }),
      y: plot.fixed(y, { range: [0, 104] }),
      marks: [...barMarks(all, value, title, palette[0]), ...more],
    });
    const [swapped, looked] = [compared(runs), probedRuns(runs)];
    const all = barsOf(looked);
    const guessed = meanOf(looked, ({ measurements: { probe } }) => probe && 100 * probe.majority);
    return [
      panel('the next value follows another name', 'swap test (%)', barsOf(swapped), followed),
      panel('a probe finds a value right after the name', 'right (%)', all, probed, [
        plot.rule(guessed ?? NaN, 'majority', {}, [-0.5, all.length - 0.5]),
      ]),
    ];
  },
};

export const figures: Record<string, Spec> = {
  'minority-accuracy': minorityAccuracy,
  'number-of-celebrities': numberOfCelebrities,
  'celebrities-asked': celebritiesAsked,
  inside,
};
