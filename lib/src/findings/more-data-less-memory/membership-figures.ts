import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, shareInterval } from '../../stats';
import {
  type DataRun,
  guessing,
  lawful,
  loadIn,
  membershipFit,
  paperLaw,
  perSequence,
  ratioOf,
  swept,
} from './values';

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
    const f1 = ({ measurements: m }: DataRun): number => m.membership.f1;
    const ours = plot.pointsOf(runs, ratioOf, f1, shareInterval);
    const look = { name: 'ours', color: palette[0] };
    const rates = ours.map(({ x }) => x);
    const paper = morrisMembership.map((row) => ({
      ...row,
      x: (row.samples * TOKENS * TOKEN_BITS) / row.params,
    }));
    const wide = plot.evenlyOnLog(1, 400, 60);
    const y = plot.fixed('F1', { range: [0.4, 1.04] });
    return [
      {
        title: 'random sequences, ours',
        x: plot.log('bits of data / parameter'),
        y,
        marks: [
          plot.rule(0.5, 'guessing'),
          law
            ? plot.curve(
                (r) => lawful(law, r),
                plot.evenlyOnLog(Math.min(...rates), Math.max(...rates), 60),
                {
                  name: 'our law',
                  color: palette[1],
                },
              )
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
          plot.curve(paperLaw, wide, {
            name: 'its law, turned over',
            color: palette[2],
          }),
          plot.curve((x) => paperLaw(HOLDS / x), wide, {
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
export const codeLengths: Spec = {
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
              plot.curve(
                (x) => density(values, x),
                at,
                {
                  name: k === 0 ? 'trained' : 'fresh',
                  color: palette[1 - k],
                  ...(k === 1 && { dash: 'dash' }),
                },
                '%{x:.0f} bits',
              ),
            ),
          ],
        };
      }),
  layout: { legend: plot.legendBelow(-0.22) },
};
