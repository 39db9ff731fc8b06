import { both, type PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, meanInterval, percentInterval, shareInterval } from '../../stats';
import {
  type DataRun,
  lawful,
  loadIn,
  membershipFit,
  oneModel,
  paperLaw,
  plateauOf,
  ratioOf,
  sweepRuns,
} from './values';

type Spec = plot.FigureSpec<DataRun, PaperTables>;
const { gray, palette } = plot;

const swept = both(sweepRuns, oneModel);
const entitled = (title: string) => (runs: readonly DataRun[]) =>
  `${title}, ${plot.shortNumber(runs[0].measurements.params)} parameters`;
const data = plot.log('data / what the model holds');
const line = { color: gray, dash: 'dot', width: 1.5 } as const;
const full = [plot.verticalLine(1, line)];
const perSequence = (tokenBits: number, { config }: DataRun) => tokenBits * (config.seqLength - 1);
const guessing = ({ config }: DataRun): number => Math.log2(config.vocabSize);

interface Series {
  name: string;
  of(run: DataRun): number;
  symbol?: string;
}

/** Lines of several numbers over the data: every seed, their mean and its interval. */
const lines = (
  rows: DataRun[],
  x: (run: DataRun) => number,
  all: Series[],
  hover: string,
  average = meanInterval,
) =>
  all.map(({ name, of, symbol }, index) => {
    const group = { key: name, name, rows, color: palette[index], index, symbol };
    return plot.means([group], x, of, { seeds: true, hover, average });
  });

/** As long as it fits, each sequence is remembered whole; then they share what the model holds. */
const bitsPerSequence: Spec = {
  title: entitled('What is remembered of each sequence'),
  of: swept,
  panels(runs) {
    const plateau = plateauOf(runs);
    const whole = perSequence(guessing(runs[0]), runs[0]);
    const of = ({ measurements }: DataRun) => measurements.bitsPerSequence;
    return [
      {
        x: plot.log('sequences in the dataset'),
        y: plot.log('memorized of a sequence (bits)'),
        marks: [
          plot.rule(whole, 'all of it'),
          plot.straight((n) => plateau / n, 'plateau / N', { dash: 'dot' }),
          ...lines(
            runs,
            ({ config }) => config.nSequences,
            [{ name: 'ours', of }],
            '%{x} sequences<br>%{y:.1f} bits',
          ),
        ],
      },
    ];
  },
};

/** With the runs that were trained for longer, by which it is seen that the others were for enough. */
const totalBits: Spec = {
  title: entitled('What is remembered in all'),
  of: oneModel,
  panels(runs) {
    const sweep = sweepRuns(runs);
    const load = loadIn(sweep);
    const plateau = plateauOf(sweep) / runs[0].measurements.params;
    const bits = ({ measurements: m }: DataRun) => m.memorizedBitsScored / m.params;
    const longer = runs.filter((run) => !sweep.includes(run));
    const hover = '%{x:.2f} times the plateau<br>%{y:.2f} bits/parameter';
    const control = { name: 'with twice the steps', color: palette[1], symbol: 'square-open' };
    const corner = [Math.min(...sweep.map(load)), ...[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]];
    const limit = corner.map((x) => ({ x, mean: x * plateau, low: NaN, high: NaN }));
    return [
      {
        x: data,
        y: plot.linear('memorized (bits/parameter)'),
        marks: [
          plot.course(limit, { name: 'everything memorized', color: gray, dash: 'dash' }),
          plot.rule(plateau, 'plateau', { dash: 'dot' }),
          ...lines(sweep, load, [{ name: 'ours', of: bits }], hover),
          longer.length > 0
            ? plot.points(plot.pointsOf(longer, load, bits), control, { hover })
            : plot.nothing,
        ],
      },
    ];
  },
};

/** Section 4 on random sequences: of them nothing can be learned but that all are equally likely. */
const doubleDescent: Spec = {
  title: entitled('The loss on what was and what was not trained on'),
  of: swept,
  panels(runs) {
    const inBits = (nats: number): number => nats / Math.LN2;
    return [
      {
        x: data,
        y: plot.linear('loss (bits/token)'),
        shapes: full,
        marks: [
          plot.rule(guessing(runs[0]), 'guessing'),
          ...lines(
            runs,
            loadIn(runs),
            [
              { name: 'fresh sequences', of: (run) => inBits(run.measurements.freshLoss) },
              { name: 'trained sequences', of: (run) => inBits(run.measurements.finalLoss) },
            ],
            '%{x:.2f} times the plateau<br>%{y:.2f} bits/token',
          ),
        ],
      },
    ];
  },
};

/** Section 5: telling members is possible long after nothing can be extracted. */
const membershipAndExtraction: Spec = {
  title: entitled('Membership and extraction'),
  of: swept,
  panels: (runs) => [
    {
      x: data,
      y: plot.percent('F1, or share of the sequences (%)'),
      shapes: full,
      marks: lines(
        runs,
        loadIn(runs),
        [
          { name: 'F1 of membership', of: ({ measurements: m }) => 100 * m.membership.f1 },
          { name: 'members found, 1 % errors', of: (r) => 100 * r.measurements.membership.found },
          { name: 'extracted from a half', of: (r) => 100 * r.measurements.extraction.train.half },
          {
            name: 'extracted from a quarter',
            of: (r) => 100 * r.measurements.extraction.train.quarter,
          },
          {
            name: 'fresh, from a half',
            of: (r) => 100 * r.measurements.extraction.fresh.half,
            symbol: 'x',
          },
        ],
        '%{x:.2f} times the plateau<br>%{y:.1f} %',
        percentInterval,
      ),
    },
  ],
};

const evenly = (low: number, high: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => low * (high / low) ** (i / steps));
const curve = (at: readonly number[], y: (x: number) => number, look: plot.Look) =>
  plot.course(
    at.map((x) => ({ x, mean: y(x), low: NaN, high: NaN })),
    look,
    { more: { hoverinfo: 'skip' } },
  );

const TOKENS = 64; // of a sequence in the paper
const TOKEN_BITS = Math.log2(50_257); // GPT-2's vocabulary: raw bits of a token
const HOLDS = 3.6; // bits a parameter

/** Our law on our data; the paper's on the checks that it prints, as printed and turned over. */
const membershipLaw: Spec = {
  title: 'Laws of membership',
  of: swept,
  columns: 2,
  panels(runs, { morrisMembership }) {
    const law = membershipFit(runs);
    const f1 = ({ measurements: m }: DataRun): number => m.membership.f1;
    const ours = plot.pointsOf(runs, ratioOf, f1, shareInterval);
    const look = { name: 'ours', color: palette[0] };
    const rates = ours.map(({ x }) => x);
    const paper = morrisMembership.map((row) => ({
      ...row,
      x: (row.samples * TOKENS * TOKEN_BITS) / row.params,
    }));
    const wide = evenly(1, 400, 60);
    const y = plot.fixed('F1', { range: [0.4, 1.04] });
    return [
      {
        title: 'random sequences, ours',
        x: plot.log('bits of data / parameter'),
        y,
        marks: [
          plot.rule(0.5, 'guessing'),
          law
            ? curve(evenly(Math.min(...rates), Math.max(...rates), 60), (r) => lawful(law, r), {
                name: 'our law',
                color: palette[1],
              })
            : plot.nothing,
          plot.dots(plot.placed(runs, ratioOf, f1), look),
          plot.points(ours, look, { hover: '%{y:.3f}' }),
        ],
      },
      {
        title: 'text, the paper',
        x: plot.log('bits of raw data / parameter'),
        y,
        marks: [
          plot.rule(0.5, 'guessing'),
          curve(wide, paperLaw, {
            name: 'its law, turned over',
            color: palette[2],
          }),
          curve(wide, (x) => paperLaw(HOLDS / x), {
            name: 'its law, as printed',
            color: palette[3],
            dash: 'dash',
          }),
          plot.fromPaper(
            paper.map(({ x, observed_f1 }) => ({ x, y: observed_f1 / 100 })),
            'observed',
          ),
        ],
      },
    ];
  },
  layout: { legend: plot.legendBelow(-0.22) },
};

const LOADS = [1.4, 5, 40]; // of the three panels, as near as there are

/** The smoothed density of values that are sorted, at `at`. */
function density(values: readonly number[], at: number): number {
  const [low, high] = [0.16, 0.84].map((share) => values[Math.floor(share * values.length)]);
  const width = 0.18 * (high - low); // a third of the deviation of what is about normal
  return (
    mean(values.map((value) => Math.exp(-(((at - value) / width) ** 2) / 2))) /
    (width * Math.sqrt(2 * Math.PI))
  );
}

/** A.3: code lengths of members and others, all seeds together, for three sizes of the dataset. */
const codeLengths: Spec = {
  title: entitled('How long a code a sequence needs'),
  of(all) {
    const runs = swept(all);
    if (runs.length === 0) return runs;
    const load = loadIn(runs);
    const off = (run: DataRun, to: number): number => Math.abs(Math.log(load(run) / to));
    const sizes = LOADS.map((to) =>
      runs.reduce((best, run) => (off(run, to) < off(best, to) ? run : best)),
    ).map(({ config }) => config.nSequences);
    return runs.filter(({ config }) => sizes.includes(config.nSequences));
  },
  columns: Infinity,
  gap: { x: 0.08 },
  panels: (runs) =>
    plot
      .series(runs, ({ config }) => config.nSequences, { name: (n) => `${n} sequences` })
      .map(({ name, rows }, i) => {
        const groups = (['members', 'fresh'] as const).map((group) =>
          rows.flatMap(({ curves }) => curves[group].y).sort((a, b) => a - b),
        );
        const [low, high] = [Math.min(...groups.flat()), Math.max(...groups.flat())];
        const at = Array.from({ length: 121 }, (_, k) => low + ((high - low) * k) / 120);
        return {
          title: name,
          x: plot.zoomed(i === 1 ? 'code length (bits)' : ''),
          y: plot.linear(i === 0 ? 'share of the sequences / bit' : ''),
          shapes: [plot.verticalLine(perSequence(guessing(rows[0]), rows[0]), line)],
          marks: [
            ...groups.map((values, k) =>
              curve(at, (x) => density(values, x), {
                name: k === 0 ? 'trained' : 'fresh',
                color: palette[1 - k],
                ...(k === 1 && { dash: 'dash' }),
              }),
            ),
          ],
        };
      }),
  layout: { legend: plot.legendBelow(-0.22) },
};

export const figures: Record<string, Spec> = {
  'bits-per-sequence': bitsPerSequence,
  'total-bits': totalBits,
  'double-descent': doubleDescent,
  'membership-and-extraction': membershipAndExtraction,
  'code-lengths': codeLengths,
  'membership-law': membershipLaw,
};
