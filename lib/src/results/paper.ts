import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../engine';
import { readTable } from './read-table';

/*
 * The numbers printed in the papers, from data/paper/*.csv. Lines that start with # are comments:
 * the first names the paper and the table.
 */

const number = z.string().regex(/\d/, 'is not a number').transform(Number).pipe(z.number());
const numberOrBlank = z
  .string()
  .transform((text) => (text === '' ? null : Number(text)))
  .pipe(z.number().nullable());

const morrisCapacity = z.object({
  layers: number,
  d_model: number,
  params: number,
  capacity_fp32: number, // bits
  capacity_bf16: number,
  fp32_bpp: number, // bits per parameter
  bf16_bpp: number,
});
const morrisVariation = z.object({
  vary: z.enum(['S', 'V']),
  S: number,
  V: number,
  params: number,
  memorized: number, // bits
  expected: number,
  error_percent: number,
});
const morrisMembership = z.object({
  model: z.string(),
  params: number,
  samples: number,
  predicted_f1: number, // percent
  observed_f1: number,
  observed_sd: number,
});
const allenZhuQa = z.object({ pretraining_data: z.string(), finetune: number, mixed: number });
const allenZhuQProbe = z.object({
  data: z.string(),
  target: z.enum(['first', 'whole']),
  birth_month: numberOrBlank, // percent
  birth_city: numberOrBlank,
  university: numberOrBlank,
  major: numberOrBlank,
  company: numberOrBlank,
  company_city: numberOrBlank,
});
const allenZhuOther = z.object({ finding: z.string(), value: z.string() });

/** A model of Table 1: capacity in bits, and in bits per parameter (bpp). */
export interface MorrisCapacityRow {
  layers: number;
  d_model: number;
  params: number;
  capacity_fp32: number;
  capacity_bf16: number;
  fp32_bpp: number;
  bf16_bpp: number;
}

/** Memorized and expected bits when the sequence length S or the vocabulary V varies. */
export interface MorrisVariationRow {
  vary: 'S' | 'V';
  S: number;
  V: number;
  params: number;
  memorized: number;
  expected: number;
  error_percent: number;
}

/** F1 of membership inference, in percent. */
export interface MorrisMembershipRow {
  model: string;
  params: number;
  samples: number;
  predicted_f1: number;
  observed_f1: number;
  observed_sd: number;
}

/** QA accuracy in percent after pretraining on one kind of data. */
export interface AllenZhuQaRow {
  pretraining_data: string;
  finetune: number;
  mixed: number;
}

/** Q-probing accuracy in percent; null where the paper gives none. */
export interface AllenZhuQProbeRow {
  data: string;
  target: 'first' | 'whole';
  birth_month: number | null;
  birth_city: number | null;
  university: number | null;
  major: number | null;
  company: number | null;
  company_city: number | null;
}

export interface AllenZhuOtherRow {
  finding: string;
  value: string;
}

function paperFile(name: string): string {
  return path.join(projectRoot(), 'data', 'paper', name);
}

/** Morris et al. 2025, Table 1: capacity of GPT-2 models on uniform random sequences. */
export function morrisTable1(): MorrisCapacityRow[] {
  return readTable(paperFile('morris_table1.csv'), morrisCapacity);
}

/** Morris et al. 2025: memorized bits against sequence length S and against vocabulary size V. */
export function morrisVaryLengthAndVocabulary(): MorrisVariationRow[] {
  return readTable(paperFile('morris_vary_s_v.csv'), morrisVariation);
}

/** Morris et al. 2025: predicted and observed F1 of membership inference. */
export function morrisMembershipTable(): MorrisMembershipRow[] {
  return readTable(paperFile('morris_membership.csv'), morrisMembership);
}

/** Allen-Zhu & Li 2023, Figure 3: question-answering accuracy by kind of pretraining data. */
export function allenZhuQaAccuracy(): AllenZhuQaRow[] {
  return readTable(paperFile('allenzhu_qa.csv'), allenZhuQa);
}

/** Allen-Zhu & Li 2023, Figure 7: Q-probing accuracy; null where the paper prints none. */
export function allenZhuQProbing(): AllenZhuQProbeRow[] {
  return readTable(paperFile('allenzhu_qprobe.csv'), allenZhuQProbe);
}

/** Allen-Zhu & Li 2023: further headline numbers, as text ('10.0 -> 76.3'). */
export function allenZhuHeadlines(): AllenZhuOtherRow[] {
  return readTable(paperFile('allenzhu_other.csv'), allenZhuOther);
}

const tables: Record<string, z.ZodType> = {
  'morris_table1.csv': morrisCapacity,
  'morris_vary_s_v.csv': morrisVariation,
  'morris_membership.csv': morrisMembership,
  'allenzhu_qa.csv': allenZhuQa,
  'allenzhu_qprobe.csv': allenZhuQProbe,
  'allenzhu_other.csv': allenZhuOther,
};

/** What is wrong in a folder of the papers' tables: one sentence each; none when all can be read. */
export function checkPaperTables(folder: string): string[] {
  const names = fs.readdirSync(folder);
  const unknown = names.filter((name) => !Object.hasOwn(tables, name) && name !== 'README.md');
  const unreadable = Object.entries(tables).flatMap(([name, row]) => {
    try {
      const rows = readTable(path.join(folder, name), row);
      return rows.length > 0 ? [] : [`${name} has no rows.`];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return [...unreadable, ...unknown.map((name) => `${name} is no table that the kit knows.`)];
}
