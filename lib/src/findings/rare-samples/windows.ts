import { COMMON_LANGUAGE, sourceRarities } from '../../datasets';
import { mean, rankCorrelation } from '../../stats';
import { samplesOf } from './config';
import type { RareRun } from './values';

/*
 * Sequence by sequence: what a model memorized of each, and how rare it is.
 */

export type Which = 'trained' | 'fresh';

/** Bits by which a model's code of each sequence is shorter than the reference's; below 0: longer. */
export function gains(run: RareRun, reference: RareRun, which: Which = 'trained'): number[] {
  const general = reference.measurements.codeLengths[which];
  return run.measurements.codeLengths[which].map((bits, i) => general[i] - bits);
}

/** Unintended memorization of each sequence in bits, never below 0. Morris et al. 2025, 2.2 and 2.3. */
export const memorizedOf = (run: RareRun, reference: RareRun, which?: Which): number[] =>
  gains(run, reference, which).map((bits) => Math.max(0, bits));

/**
 * How rare the words of each document are: the mean over its words of log |D| / tf(w, D), where |D| is
 * the number of documents and tf how often a word occurs in all of them. Morris et al. 2025, A.3.
 */
export function tfIdf(tokens: Int32Array, seqLength: number): number[] {
  const times = new Map<number, number>();
  tokens.forEach((token) => times.set(token, (times.get(token) ?? 0) + 1));
  const rows = tokens.length / seqLength;
  return Array.from({ length: rows }, (_, row) => {
    const words = tokens.subarray(row * seqLength, (row + 1) * seqLength);
    return mean(Array.from(words, (word) => Math.log(rows / times.get(word)!)));
  });
}

/** A trained sequence and what was memorized of it. */
export interface Window {
  memorized: number; // bits
  rarity: number; // TF-IDF
  known: number; // bits to name its source, which are known of a mixture; else NaN
  group: string; // its language or source
  tokens: Int32Array;
}

/** The sequences of a run that were looked at. */
export function windowsOf(run: RareRun, reference: RareRun): Window[] {
  const { tokens, groups } = samplesOf(run.config);
  const { seqLength, nSources } = run.config;
  const rarity = tfIdf(tokens, seqLength);
  const known = sourceRarities(nSources);
  return memorizedOf(run, reference).map((memorized, i) => ({
    memorized,
    rarity: rarity[i],
    known: known[Number(groups[i])] ?? NaN,
    group: groups[i],
    tokens: tokens.subarray(i * seqLength, (i + 1) * seqLength),
  }));
}

export const TOP = 20; // the paper's table

/** The sequences of which most was memorized. */
export const mostMemorized = (windows: readonly Window[], count = TOP): Window[] =>
  [...windows].sort((a, b) => b.memorized - a.memorized).slice(0, count);

/**
 * Rank correlation of what was memorized with how rare it is, among the sequences of which anything
 * was; null for fewer than twenty of them.
 */
const orderBy = (by: 'rarity' | 'known') => (run: RareRun, reference: RareRun) => {
  const some = windowsOf(run, reference).filter(({ memorized }) => memorized > 0);
  const of = (key: 'memorized' | typeof by) => some.map((window) => window[key]);
  return some.length < TOP ? null : rankCorrelation(of('memorized'), of(by));
};

export const rarityOrder = orderBy('rarity');
export const knownOrder = orderBy('known');

/** Share (%) of other languages among the twenty with the largest gain, trained or fresh. */
export const othersOnTop = (which: Which) => (run: RareRun, reference: RareRun) => {
  const samples = samplesOf(run.config);
  const { groups } = which === 'trained' ? samples : samples.fresh;
  const ranked = gains(run, reference, which)
    .map((gain, i) => ({ gain, other: groups[i] !== COMMON_LANGUAGE }))
    .sort((a, b) => b.gain - a.gain);
  return 100 * mean(ranked.slice(0, TOP).map(({ other }) => Number(other)));
};
