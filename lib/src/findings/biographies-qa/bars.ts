import { both, type PaperTables, where } from '../../experiment';
import * as plot from '../../plot';
import { comparedRuns } from './compared';
import {
  type ArmAccuracy,
  armAccuracies,
  armsOf,
  inPercent,
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

const gapOf = (arms: readonly string[]): number => (arms.length <= FEW_ARMS ? 0.5 : 0.2);

const barsLayout = (runs: readonly QaRun[]): Partial<plot.Layout> => {
  const arms = armsOf(runs);
  const layout = { barmode: 'group', bargap: gapOf(arms) } as const;
  if (arms.length <= FEW_ARMS) return layout;
  return { ...layout, height: 520, legend: plot.legendBelow(-0.34) };
};

/** Every seed at its place, in percent. */
export const seedsAt = (x: number, { each }: ArmAccuracy) =>
  each.map((share) => ({ x, y: 100 * share }));

export const asPoint = (x: number, { heldOut }: ArmAccuracy): plot.Point => ({
  x,
  ...inPercent(heldOut),
});

type Series =
  | { ours: { x: number; values: number[] }[]; look: { name: string; color: string } }
  | { theirs: { x: number; y: number }[]; look: { name: string; color?: string } };

/** The bars of some arms, each seed as a dot, and the paper's numbers beside them. */
function armBars(runs: readonly QaRun[], arms: readonly string[], table: PaperTables): plot.Mark[] {
  const found = (method: QaMethod): ArmAccuracy[] =>
    armAccuracies(runs, method).filter(({ data }) => arms.includes(data));
  const theirs = (column: 'finetune' | 'mixed', of: readonly string[]) =>
    table.allenZhuQa
      .filter((row) => of.includes(row.pretraining_data))
      .map((row) => ({ x: arms.indexOf(row.pretraining_data), y: row[column] }));
  const ours = (method: QaMethod) =>
    found(method).map(({ data, each }) => ({
      x: arms.indexOf(data),
      values: each.map((share) => 100 * share),
    }));
  const mixed = found('mixed').map(({ data }) => data);
  const series: Series[] = [
    { ours: ours('full'), look: looks.full },
    { ours: ours('lora'), look: looks.lora },
    { theirs: theirs('finetune', arms), look: { name: 'paper, finetuned' } },
    { ours: ours('mixed'), look: looks.mixed },
    { theirs: theirs('mixed', mixed), look: { ...looks.mixed, name: 'paper, mixed training' } },
  ];
  const drawn = series.filter((one) => ('ours' in one ? one.ours : one.theirs).length > 0);
  return drawn.map((one, index) =>
    'ours' in one
      ? plot.barsOfSeeds(
          one.ours,
          { ...one.look, name: `ours, ${one.look.name}` },
          { index, of: drawn.length, gap: gapOf(arms) },
          { errorWidth: arms.length <= FEW_ARMS ? 5 : 2 },
        )
      : plot.barsFromPaper(one.theirs, one.look),
  );
}

/** With intervals and dots over seeds, the paper's numbers beside them, and the majority baseline. */
const barsOf = (title: string, isShown: (arm: string) => boolean, nameSize = 12): Spec => ({
  title,
  of: both(
    comparedRuns<QaRun>,
    where(({ config }) => isShown(config.data)),
  ),
  panels(runs, tables) {
    const arms = armsOf(runs);
    const few = arms.length <= FEW_ARMS;
    const ends: [number, number] = [-0.5, arms.length - 0.5];
    const majority = 100 * majorityAccuracy(runs).accuracy;
    return [
      {
        x: plot.fixed('biographies in pretraining', {
          range: [ends[0] - 0.05, ends[1] + 0.05],
          showgrid: false,
          tickvals: arms.map((_, i) => i),
          tickangle: 0,
          tickfont: { size: few ? 13 : nameSize },
          ticktext: arms.map((arm) => plot.plainText(arm).replaceAll('+', '<br>+')),
        }),
        y: plot.fixed('exact match (%)', { range: [0, 104] }),
        marks: [...armBars(runs, arms, tables), plot.rule(majority, ALWAYS_THE_SAME, {}, ends)],
      },
    ];
  },
  layout: barsLayout,
});

const isPrinted = (arm: string): boolean => paperArms.includes(arm);

export const accuracyBars = barsOf('Questions about held-out people answered right', isPrinted);

/** The augmentations of which the paper names no number. */
export const furtherBars: Spec = {
  ...barsOf('The same after the other augmentations', (arm) => !isPrinted(arm), 10), // fits on a phone
  optional: true,
};
