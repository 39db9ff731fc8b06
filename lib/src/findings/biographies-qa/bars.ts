import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { comparedWhere } from './compared';
import {
  armAccuracies,
  armsOf,
  majorityAccuracy,
  paperArms,
  type QaMethod,
  type QaRun,
} from './values';

type Spec = plot.FigureSpec<QaRun, PaperTables>;

export const looks: Record<QaMethod, { name: string; color: string }> = {
  full: { name: 'full finetuning', color: plot.palette[0] },
  lora: { name: 'LoRA', color: plot.palette[4] },
  mixed: { name: 'mixed training', color: plot.palette[1] },
};
export const ALWAYS_THE_SAME = 'always the same answer';

const FEW_ARMS = 4; // more need the whole width, and the legend is below

/** How much room arms leave, by how many there are. */
const fitting = ({ length }: readonly string[]) =>
  length <= FEW_ARMS
    ? { gap: 0.5, errorWidth: 5, layout: {} }
    : { gap: 0.2, errorWidth: 2, layout: { height: 520, legend: plot.legendBelow(-0.34) } };

/** Bars that are drawn when it is known which of how many they are. */
type Series = (slot: { index: number; of: number }) => plot.Drawing;

/** The bars of some arms, each seed as a dot, and the paper's numbers beside them. */
function armBars(runs: readonly QaRun[], arms: readonly string[], table: PaperTables): plot.Mark[] {
  const { gap, errorWidth } = fitting(arms);
  const found = (method: QaMethod) =>
    armAccuracies(runs, method).map(({ data, each }) => ({
      x: arms.indexOf(data),
      values: each.map((share) => 100 * share),
    }));
  const ours = (method: QaMethod): Series[] => {
    const at = found(method);
    const look = { ...looks[method], name: `ours, ${looks[method].name}` };
    if (at.length === 0) return [];
    return [(slot) => plot.barsOfSeeds(at, look, { ...slot, gap }, { errorWidth })];
  };
  const theirs = (
    column: 'finetune' | 'mixed',
    at: readonly number[],
    look: { name: string; color?: string },
  ): Series[] => {
    const bars = table.allenZhuQa
      .map((row) => ({ x: arms.indexOf(row.pretraining_data), y: row[column] }))
      .filter(({ x }) => at.includes(x));
    return bars.length > 0 ? [() => plot.barsFromPaper(bars, look)] : [];
  };
  const mixed = found('mixed').map(({ x }) => x);
  const series = [
    ...ours('full'),
    ...ours('lora'),
    ...theirs('finetune', [...arms.keys()], { name: 'paper, finetuned' }),
    ...ours('mixed'),
    ...theirs('mixed', mixed, { ...looks.mixed, name: 'paper, mixed training' }),
  ];
  return series.map((draw, index) => draw({ index, of: series.length }));
}

/** With intervals and dots over seeds, the paper's numbers beside them, and the majority baseline. */
const barsOf = (title: string, isShown: (arm: string) => boolean, nameSize = 12): Spec => ({
  title,
  of: comparedWhere(({ config }) => isShown(config.data)),
  panels(runs, tables) {
    const arms = armsOf(runs);
    const ends: [number, number] = [-0.5, arms.length - 0.5];
    const majority = 100 * majorityAccuracy(runs).accuracy;
    return [
      {
        x: plot.fixed('biographies in pretraining', {
          range: [ends[0] - 0.05, ends[1] + 0.05],
          showgrid: false,
          tickvals: arms.map((_, i) => i),
          tickangle: 0,
          tickfont: { size: arms.length <= FEW_ARMS ? 13 : nameSize },
          ticktext: arms.map((arm) => plot.plainText(arm).replaceAll('+', '<br>+')),
        }),
        y: plot.fixed('exact match (%)', { range: [0, 104] }),
        marks: [...armBars(runs, arms, tables), plot.rule(majority, ALWAYS_THE_SAME, {}, ends)],
      },
    ];
  },
  layout(runs) {
    const { gap, layout } = fitting(armsOf(runs));
    return { barmode: 'group', bargap: gap, ...layout };
  },
});

const isPrinted = (arm: string): boolean => paperArms.includes(arm);

export const accuracyBars = barsOf('Questions about held-out people answered right', isPrinted);

/** The augmentations of which the paper names no number. */
export const furtherBars: Spec = {
  ...barsOf('The same after the other augmentations', (arm) => !isPrinted(arm), 10), // fits on a phone
  optional: true,
};
