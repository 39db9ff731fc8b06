import { attributeName, attributes } from '../../datasets';
import * as plot from '../../plot';
import { byAttribute, inLines, levelAtEach } from '../../recipes/biographies/by-attribute';
import { type PathOf, percentOf, termsOf } from '../../recipes/biographies/shares';
import { percentInterval } from '../../stats';
import {
  APART,
  type Arm,
  arms,
  ARMS,
  asked,
  fromNames,
  guessed,
  inArms,
  MASKED_ARMS,
  type MaskedRun,
  probeAndQuestion,
  recalled,
  TOGETHER,
  wordRecalled,
} from './values';

type Spec = plot.FigureSpec<MaskedRun>;

/** Values of words that stand apart first. */
const ORDER = [...APART, ...TOGETHER];
const { palette } = plot;

/** What all series of a figure are, side by side around the place of each attribute. */
interface Series {
  name: string;
  arm: Arm;
  path: PathOf;
}

/** A share of each attribute, a dot a seed. */
const sideBySide = (runs: readonly MaskedRun[], series: readonly Series[]): plot.Drawing[] =>
  series.map(({ name, arm, path }, index) => {
    const shift = 0.16 * (index - (series.length - 1) / 2);
    const look = { name, index, color: palette[index] };
    return byAttribute(inArms(arm)(runs), path, look, { shift, order: ORDER });
  });

/** Always the same answer. */
const guessing = (runs: readonly MaskedRun[]): plot.Drawing => {
  const shares = ORDER.map((attribute) => {
    const all = runs.map((run) => percentOf(termsOf([attribute], guessed))(run) ?? NaN);
    return percentInterval(all).mean;
  });
  return levelAtEach('always the same answer', shares, 0.4);
};

/** Each attribute's shares side by side, and what always the same answer gets. */
const perAttribute = (title: string, y: string, series: readonly Series[]): Spec => ({
  title,
  of: inArms(...series.map(({ arm }) => arm)),
  layout: plot.wideAbove(-0.2),
  panels: (runs) => [
    {
      x: plot.named('', ORDER.map(inLines), { showgrid: false }),
      y: plot.fixed(y, { range: [-3, 114], tickvals: [0, 20, 40, 60, 80, 100] }),
      marks: [...sideBySide(runs, series), guessing(runs)],
      shapes: [plot.verticalLine(BORDER, { color: plot.gray, width: 1, dash: 'dash' })],
      notes: [
        { ...NOTE, text: 'words apart', x: BORDER - 0.06, xanchor: 'right' },
        { ...NOTE, text: 'words that tell each other', x: BORDER + 0.06, xanchor: 'left' },
      ],
    },
  ],
});
const BORDER = APART.length - 0.5;
const NOTE = { y: 114, showarrow: false } as const;

/** Full attention beside causal, and where the words of an answer come from. */
const contrast = perAttribute('Known word by word, but not from the name', 'right (%)', [
  { name: 'word masked, rest of the value read', arm: 'augmented', path: wordRecalled },
  { name: 'whole value masked', arm: 'augmented', path: recalled },
  { name: 'asked, held-out people', arm: 'augmented', path: asked },
  { name: 'asked, next-word model', arm: 'causal', path: asked },
]);

/** Every arm's answers. */
const questions = perAttribute(
  'Questions about held-out people answered right',
  'exact match (%)',
  ARMS.map((arm) => ({ name: arms[arm].name, arm, path: asked })),
);

/** With the value masked, what the rest of the biography tells, and what the name alone. */
const clozes = perAttribute(
  'What a whole masked value is told by',
  'whole values right (%)',
  (['augmented', 'values'] as const).flatMap((arm) => [
    { name: `${arms[arm].name}: all else read`, arm, path: recalled },
    { name: `${arms[arm].name}: all values masked`, arm, path: fromNames },
  ]),
);

/** Recall of whole values along pretraining. */
const exposures: Spec = {
  title: 'Whole values are learned when whole values are masked',
  of: inArms('augmented', 'values'),
  columns: 2,
  gap: { x: 0.08 },
  layout: plot.wideAbove(-0.24),
  panels: (runs) =>
    (['augmented', 'values'] as const)
      .filter((arm) => inArms(arm)(runs).length > 0)
      .map((arm, i) => ({
        title: arms[arm].name.replace(/,.*/, ''),
        x: plot.linear('biographies shown of each person'),
        y: plot.percent(i === 0 ? 'whole value masked, recall (%)' : ''),
        marks: ORDER.map((attribute, index) =>
          plot.courseOfShares(
            inArms(arm)(runs),
            `${attribute}Recall`,
            { name: attributeName(attribute), color: palette[index % palette.length] },
            { band: false },
          ),
        ),
      })),
};

/** Probes can find less than the most common answer. */
const aboveGuessing = (what: string): plot.AxisSpec =>
  plot.fixed(what && `${what}, above always the same (points)`, { range: [-28, 104] });

/** What a probe finds in a name against what is answered, a point an attribute and run. */
const qProbe: Spec = {
  title: 'What a probe finds in the name, and what can be asked',
  of: inArms(...MASKED_ARMS),
  columns: 2,
  gap: { x: 0.08 },
  layout: plot.wideAbove(-0.24),
  panels: (runs) =>
    (['all', 'ends'] as const).map((update, i) => ({
      title: update === 'all' ? 'all embeddings updated (rank 16)' : 'end tokens only',
      x: aboveGuessing('found'),
      y: aboveGuessing(i === 0 ? 'asked' : ''),
      marks: [
        plot.straight((share) => share, 'equal', {}, [0, 100]),
        ...MASKED_ARMS.filter((arm) => inArms(arm)(runs).length > 0).map((arm, index) => {
          const pairs = inArms(arm)(runs).flatMap((run) =>
            attributes.map((attribute) => probeAndQuestion(run, update, attribute)),
          );
          return plot.points(
            pairs.map(({ probe, question }) => ({ x: probe, mean: question, low: NaN, high: NaN })),
            { name: arms[arm].name, color: palette[index], index },
            { hover: 'probe %{x:.1f}, questions %{y:.1f}' },
          );
        }),
      ],
    })),
};

export const figures: Record<string, Spec> = {
  'words-and-values': contrast,
  'questions-by-arm': questions,
  'what-tells-a-value': clozes,
  'recall-vs-exposures': exposures,
  'q-probe-vs-questions': qProbe,
};
