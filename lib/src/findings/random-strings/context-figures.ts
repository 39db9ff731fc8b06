import { byKey } from '../../base';
import type { PaperTables } from '../../experiment';
import { contextNames, identifyingPrefix, recallsOf } from '../../recipes/strings/contexts';
import { shareInterval } from '../../stats';
import * as plot from '../../plot';
import * as values from './values';

/*
 * Recollection when only the last letters are genuine. Local prefix and global context.
 */

type Run = values.StringRun;
type Spec = plot.FigureSpec<Run, PaperTables>;
type Recall = ReturnType<typeof recallsOf>[number];

const { gray, legend, linear, verticalLine } = plot;

/** Accuracy over the genuine prefix, a line a group; the vertical line is 2 log_l n. */
function recallPanel(
  config: Run['config'],
  groups: plot.Group<Recall>[],
  { title, yTitle = 'accuracy' }: { title?: string; yTitle?: string } = {},
): plot.PanelSpec {
  const lines = plot.means(
    groups,
    ({ prefix }) => plot.doublingsOf(prefix),
    ({ share }) => share,
    { average: shareInterval, hover: '%{y:.2f}', seeds: true },
  );
  const longest = Math.max(...groups.flatMap(({ rows }) => rows.map(({ prefix }) => prefix)));
  const identifying = plot.doublingsOf(identifyingPrefix(config));
  return {
    title,
    x: plot.doublings('genuine letters before', longest),
    y: linear(yTitle, { range: [0, 1.05] }),
    marks: [lines, legend('2 log<sub>l</sub> n letters', { color: gray })],
    shapes: [verticalLine(identifying, { color: gray, dash: 'dash', width: 1.6 })],
  };
}

/** One panel a way of training and an alphabet, one line a kind of replacement. */
export const context: Spec = {
  title: 'How much of the context is needed',
  of: values.recitedRuns,
  columns: Infinity,
  gap: { x: 0.07 },
  layout: { height: 430, legend: plot.legendBelow(-0.19) },
  panels(runs) {
    const several = new Set(runs.map(values.lettersOf)).size > 1;
    const groups = [true, false].flatMap((pretrained) =>
      [...byKey(values.contextRuns(runs, pretrained), values.lettersOf)].sort(([a], [b]) => b - a),
    );
    return groups.map(([count, same], i) => {
      const [{ config }] = same;
      const training = config.pretrainSteps > 0 ? 'Pretrained on local text' : 'From scratch';
      const kinds = plot.series(same.flatMap(recallsOf), ({ kind }) => kind, {
        name: (kind) => contextNames[kind],
      });
      const title = several ? `${training}, ${count} letters` : training;
      return recallPanel(config, kinds, { title, yTitle: i === 0 ? 'accuracy' : '' });
    });
  },
};

/** What is recalled after local texts of which the next letter is told by more or fewer letters. */
export const lags: Spec = {
  title: 'How many letters suffice after different local texts',
  of: values.localTextRuns,
  layout: { legend: { title: { text: 'the next letter of the<br>text is told by' } } },
  panels(runs) {
    const texts = plot.series(runs, values.lagsOf, {
      name: (count) => (count === 1 ? 'the last letter' : `the last ${count} letters`),
      ordered: true,
    });
    const redrawn = texts.map((text) => ({
      ...text,
      rows: text.rows.flatMap(recallsOf).filter(({ kind }) => kind === 'redrawn'),
    }));
    return recallPanel(runs[0].config, redrawn);
  },
};
