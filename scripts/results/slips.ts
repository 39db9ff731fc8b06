import { lineFit, mean } from 'memorization-kit/stats';
import { formatNumber } from 'memorization-kit/notebook';
import type { PaperRow } from 'memorization-kit/experiment';
import { PAPER_LAW, PAPER_SEQUENCES, paperLaw, shareLeftOpen } from 'memorization-kit/findings';
import { paperTable } from 'memorization-kit/results';

/*
 * Where the papers' printed numbers do not agree with each other, or with their own formulas. All
 * numbers are computed here from data/paper; none is a result of ours.
 */

const short = (value: number, digits = 3): string => formatNumber(value, digits);
const percent = (share: number): string => `${short(100 * share, 2)} %`;

/** By how much counting the first token of a sequence of S tokens adds to the bits: S/(S-1) - 1. */
export const firstTokenAdds = (S: number): number => 1 / (S - 1);

/** The rows over S whose memorized bits are more than the predicted tokens hold. */
export function rowsAboveScored(
  rows: readonly PaperRow<'morrisVariation'>[],
): PaperRow<'morrisVariation'>[] {
  return rows.filter(
    ({ vary, S, V, memorized }) =>
      vary === 'S' && memorized > PAPER_SEQUENCES * (S - 1) * Math.log2(V),
  );
}

function counting(rows: readonly PaperRow<'morrisVariation'>[]): string {
  const overS = rows.filter(({ vary }) => vary === 'S');
  const above = rowsAboveScored(rows);
  const lengths = above.map(({ S }) => S);
  return (
    '**Bits of the first token.** The first token of a sequence is never predicted, yet it is ' +
    'counted: the mean over the other S − 1 is multiplied by S. That can be seen in the table over ' +
    `sequence lengths, where ${above.length} of ${overS.length} rows (S = ${lengths.join(', ')}) have more ` +
    'memorized bits than the predicted tokens hold at all. It makes numbers larger by S/(S − 1): ' +
    `${percent(firstTokenAdds(64))} at the paper's S = 64, ${percent(firstTokenAdds(16))} at the S = 16 of ` +
    "our small models. Our numbers are in the paper's counting (`memorizedBits`); the strict ones are " +
    'stored beside them (`memorizedBitsScored`).'
  );
}

function headline(rows: readonly PaperRow<'morrisTable1'>[]): string {
  const fit = (capacity: (row: PaperRow<'morrisTable1'>) => number): number =>
    lineFit(
      rows.map(({ params }) => params),
      rows.map(capacity),
    ).slope;
  return (
    '**What 3.64 bits per parameter is.** It is the slope of capacity over parameters in the bfloat16 rows of ' +
    `Table 1 (${short(fit((row) => row.capacity_bf16))} from the printed rows), neither their mean ` +
    `(${short(mean(rows.map((row) => row.bf16_bpp)))}) nor the slope (${short(fit((row) => row.capacity_fp32))}) or mean ` +
    `(${short(mean(rows.map((row) => row.fp32_bpp)))}) of the float32 rows.`
  );
}

/** Settings that the tables over S and over V both have, with the two printed numbers. */
export function printedTwice(
  rows: readonly PaperRow<'morrisVariation'>[],
): [PaperRow<'morrisVariation'>, PaperRow<'morrisVariation'>][] {
  const byS = rows.filter(({ vary }) => vary === 'S');
  const byV = rows.filter(({ vary }) => vary === 'V');
  return byS.flatMap((a) =>
    byV.filter((b) => b.S === a.S && b.V === a.V).map((b): [typeof a, typeof b] => [a, b]),
  );
}

function twice(rows: readonly PaperRow<'morrisVariation'>[]): string[] {
  return printedTwice(rows).map(
    ([a, b]) =>
      `**One setting, two numbers.** S = ${a.S} and V = ${a.V} are in the table over sequence lengths with ` +
      `${short(a.memorized)} memorized bits and in the one over vocabularies with ${short(b.memorized)}, ` +
      `${percent(Math.abs(b.memorized / a.memorized - 1))} apart. The largest error that the tables ` +
      `give for the law is ${short(Math.max(...rows.map((row) => row.error_percent)))} %.`,
  );
}

/** The x at which the law gives a printed prediction (in percent). */
export function lawArgument(f1: number): number {
  const { c1, c2, c3 } = PAPER_LAW;
  const share = (f1 / 50 - 1) / c1;
  return -Math.log(1 / share - 1) / c2 - c3;
}

/** What |D| / P has to be multiplied by so that the law gives the printed prediction, row by row. */
export const lawFactors = (rows: readonly PaperRow<'morrisMembership'>[]): number[] =>
  rows.map(({ params, samples, predicted_f1 }) => lawArgument(predicted_f1) / (samples / params));

const WITHIN = 1.5; // points: how close observations are to the law, in the paper's words

function membership(rows: readonly PaperRow<'morrisMembership'>[]): string[] {
  const factors = lawFactors(rows);
  const misses = rows.map((row) => ({ row, miss: Math.abs(row.observed_f1 - row.predicted_f1) }));
  const large = misses.filter(({ miss }) => miss > WITHIN);
  const list = large.map(
    ({ row, miss }) =>
      `${row.model.replace(/ .*/, '')} at ${row.predicted_f1} by ${short(miss, 2)}`,
  );
  return [
    '**The membership law as printed.** F1 = ½ (1 + c₁ σ(c₂ (capacity/|D| + c₃))) with c₁ = ' +
      `${PAPER_LAW.c1}, c₂ = ${PAPER_LAW.c2}, c₃ = ${PAPER_LAW.c3} cannot be meant: the more data, the higher its F1, ` +
      `which tends to ${short(paperLaw(0))} where telling members from others should become ` +
      "guessing, 0.5. With the ratio turned over it gives the paper's own predictions, if |D| (samples) over " +
      `parameters is multiplied by ${short(Math.min(...factors))} to ${short(Math.max(...factors))}. ` +
      "That is the raw text's bits: 64 tokens of GPT-2's vocabulary have 999.",
    `**How well the membership law predicts.** Within ${WITHIN} points, the text says; in the printed table ` +
      `${large.length} of ${rows.length} predictions miss by more (${list.join(', ')} points).`,
  ];
}

/** Expected over parameters in the rows that the capacity limits, not the data. */
export const expectedPerParameter = (rows: readonly PaperRow<'morrisVariation'>[]): number[] =>
  rows
    .filter(({ S, V, expected }) => expected < 0.98 * PAPER_SEQUENCES * S * Math.log2(V))
    .map(({ expected, params }) => expected / params);

const STATED = 3.642; // bits per parameter, in the text of A.1

function expectations(rows: readonly PaperRow<'morrisVariation'>[]): string {
  const per = expectedPerParameter(rows);
  return (
    `**What the tables over S and V expect.** From ${STATED} bits per parameter, the text says (A.1). All ` +
    `${per.length} rows that the capacity limits expect ${short(Math.min(...per))} to ` +
    `${short(Math.max(...per))}; with ${STATED} the errors that are printed would be others.`
  );
}

/** The errors of the rows over S that the entropy limits, and what first tokens alone would make them. */
export function shortErrors(
  rows: readonly PaperRow<'morrisVariation'>[],
): { printed: number; byFirstTokens: number }[] {
  return rows
    .filter(({ vary, S, V, expected }) => {
      return vary === 'S' && expected >= 0.98 * PAPER_SEQUENCES * S * Math.log2(V);
    })
    .map(({ S, V, error_percent: printed }) => ({
      printed,
      byFirstTokens: 100 * shareLeftOpen(S, PAPER_SEQUENCES, V),
    }));
}

function firstTokens(rows: readonly PaperRow<'morrisVariation'>[]): string {
  const errors = shortErrors(rows);
  const list = (of: 'printed' | 'byFirstTokens') =>
    errors.map((error) => short(error[of], 2)).join(', ');
  return (
    '**What the errors of short sequences are.** Where the data fit, the table over S is off by ' +
    `${list('printed')} %. Sequences that begin with the same token cannot be told apart until the second; ` +
    `of ${PAPER_SEQUENCES} over the vocabulary that leaves open ${list('byFirstTokens')} % of the bits, whatever ` +
    'the model. So these errors are of the data and not of the law (finding 01).'
  );
}

const CONVERGED = [3.56e6, 3.65e6]; // bits, "our 8M parameter language model" (3.2)

function convergence(rows: readonly PaperRow<'morrisTable1'>[]): string {
  const fits = rows.filter(
    ({ capacity_bf16: bits }) => bits > 0.97 * CONVERGED[0] && bits < 1.03 * CONVERGED[1],
  );
  const sizes = fits.map(({ params }) => `${short(params / 1e6)} million parameters`);
  return (
    '**The model whose convergence is shown.** "Our 8M parameter language model" is said to hold 3.56 to ' +
    '3.65 million bits (3.2), less than half a bit per parameter. In Table 1 that is what ' +
    `${sizes.join(' and ')} hold. The dataset of 4M samples is counted among those that come to this ` +
    'range, and is then said to have come to 2.95 million.'
  );
}

/** What the text says twice, and not alike (sections 2.3, 4 and A.3): nothing of it is computed. */
const inWords = [
  '**Which reference.** On text the reference is "a large model of the same family, trained on a much ' +
    'larger superset of the training data" (2.3); it is "the model of an equal parameter count trained on ' +
    'the maximum amount of data", and the larger one is an oracle that is considered "also" (4). Finding ' +
    '07 asks both.',
  '**What is called TF-IDF.** The formula of A.3 has no document frequency: it is the mean over the words ' +
    'of a document of log(|D| / tf), and tf counts every time a word occurs in the dataset. A word that ' +
    'occurs more often than there are documents has a negative weight, as most of the letters of English ' +
    'have in finding 07. The text below it explains tf(d, D), which the formula does not have.',
];
const VERSIONS = { celebrity: 5, minority: 1 }; // biographies of a person (appendix G)

function celebrities(): string {
  const all = VERSIONS.celebrity + VERSIONS.minority;
  return (
    '**How often celebrities are shown.** With as many celebrities as people of the minority, ' +
    `${VERSIONS.celebrity} biographies of each of the former and ${VERSIONS.minority} of the latter, all as ` +
    `likely, those of celebrities come with a chance of ${VERSIONS.celebrity}/${all}. Appendix G of the paper ` +
    `on knowledge extraction says 1/${all}, which is the chance of the minority.`
  );
}

/** The slips, one piece of Markdown each. */
export function slips(): string[] {
  const variation = paperTable('morrisVariation');
  return [
    counting(variation),
    headline(paperTable('morrisTable1')),
    ...twice(variation),
    expectations(variation),
    firstTokens(variation),
    convergence(paperTable('morrisTable1')),
    ...membership(paperTable('morrisMembership')),
    ...inWords,
    celebrities(),
  ];
}
