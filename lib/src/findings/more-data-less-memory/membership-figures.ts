import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, shareInterval } from '../../stats';
import { type DataRun, f1Of, lawful, loadIn, membershipFit } from './values';
import { paperLaw, ratioOf, sequenceBits, sizeOf, swept } from './values';

/*
 * What tells members from others: the law of it, and the distributions behind it.
 */

type Spec = plot.FigureSpec<DataRun, PaperTables>;
const { gray, palette } = plot;

export const line = { color: gray, dash: 'dot', width: 1.5 } as const;
export const entitled = (title: string) => (runs: readonly DataRun[]) =>
  `${title}, ${plot.shortNumber(runs[0].measurements.params)} parameters`;

const TOKENS = 64; // of a sequence in the paper
const TOKEN_BITS = Math.log2(50_257); // GPT-2's vocabulary: raw bits of a token
const HOLDS = 3.6; // bits a parameter

/** Our law on our data; the paper's on the checks that it prints, as printed and turned over. */
export const membershipLaw: Spec = {
  title: 'Laws of membership',
  of: swept,
  columns: 2,
  panels(runs, { morrisMembership }) {
    const law = membershipFit(runs);
    const rates = runs.map(ratioOf);
    const at = plot.evenlyOnLog(Math.min(...rates), Math.max(...rates), 60);
    const paper = morrisMembership.map(({ samples, params, observed_f1 }) => ({
      x: (samples * TOKENS * TOKEN_BITS) / params,
      y: observed_f1 / 100,
    }));
    const wide = plot.evenlyOnLog(1, 400, 60);
    const printed = { name: 'its law, as printed', color: palette[3], dash: 'dash' } as const;
    const y = plot.fixed('F1', { range: [0.4, 1.04] });
    return [
      {
        title: 'random sequences, ours',
        x: plot.log('bits of data / parameter'),
        y,
        marks: [
          plot.rule(0.5, 'guessing'),
          law
            ? plot.curve((r) => lawful(law, r), at, { name: 'our law', color: palette[1] })
            : plot.nothing,
          ...plot.numbers(runs, ratioOf, [{ name: 'ours', of: f1Of }], {
            ...{ lines: false, average: shareInterval, hover: '%{y:.3f}' },
          }),
        ],
      },
      {
        title: 'text, the paper',
        x: plot.log('bits of raw data / parameter'),
        y,
        marks: [
          plot.rule(0.5, 'guessing'),
          plot.curve(paperLaw, wide, { name: 'its law, turned over', color: palette[2] }),
          plot.curve((x) => paperLaw(HOLDS / x), wide, printed),
          plot.fromPaper(paper, 'observed'),
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
export const codeLengths: Spec = {
  title: entitled('How long a code a sequence needs'),
  of(all) {
    const runs = swept(all);
    if (runs.length === 0) return runs;
    const load = loadIn(runs);
    const off = (run: DataRun, to: number): number => Math.abs(Math.log(load(run) / to));
    const nearest = (to: number): DataRun =>
      runs.reduce((best, run) => (off(run, to) < off(best, to) ? run : best));
    const sizes = LOADS.map((to) => sizeOf(nearest(to)));
    return runs.filter((run) => sizes.includes(sizeOf(run)));
  },
  columns: Infinity,
  gap: { x: 0.08 },
  panels: (runs) =>
    plot.series(runs, sizeOf, { name: (n) => `${n} sequences` }).map(({ name, rows }, i) => {
      const groups = (['members', 'fresh'] as const).map((group) =>
        rows.flatMap(({ curves }) => curves[group].y).sort((a, b) => a - b),
      );
      const [low, high] = [Math.min(...groups.flat()), Math.max(...groups.flat())];
      const at = Array.from({ length: 121 }, (_, k) => low + ((high - low) * k) / 120);
      const looks = [
        { name: 'trained', color: palette[1] },
        { name: 'fresh', color: palette[0], dash: 'dash' },
      ] as const;
      return {
        title: name,
        x: plot.zoomed(i === 1 ? 'code length (bits)' : ''),
        y: plot.linear(i === 0 ? 'share of the sequences / bit' : ''),
        shapes: [plot.verticalLine(sequenceBits(rows[0]), line)],
        marks: groups.map((values, k) =>
          plot.curve((x) => density(values, x), at, looks[k], '%{x:.0f} bits'),
        ),
      };
    }),
  layout: { legend: plot.legendBelow(-0.22) },
};
