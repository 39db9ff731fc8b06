import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod';
import { projectRoot } from '../engine';
import { readTable } from './read-table';

/*
 * The numbers printed in the papers, from data/paper/*.csv. Lines that start with # are comments:
 * the first names the paper and the table. The types of the rows follow from the readers, so that
 * the declarations that a notebook's kernel reads hold the types themselves, and not those of zod.
 */

const number = z.string().regex(/\d/, 'is not a number').transform(Number).pipe(z.number());
const numberOrBlank = z
  .string()
  .transform((text) => (text === '' ? null : Number(text)))
  .pipe(z.number().nullable());

const shapes = new Map<string, z.ZodType>();

/** The reader of a table: its rows, or an Error that names file, row and column. */
function table<T>(name: string, row: z.ZodType<T>): () => T[] {
  shapes.set(name, row);
  return () => readTable(path.join(projectRoot(), 'data', 'paper', name), row);
}

/** Morris et al. 2025, Table 1: capacity of GPT-2 models on uniform random sequences. */
export const morrisTable1 = table(
  'morris_table1.csv',
  z.object({
    layers: number,
    d_model: number,
    params: number,
    capacity_fp32: number, // bits
    capacity_bf16: number,
    fp32_bpp: number, // bits per parameter
    bf16_bpp: number,
  }),
);
export type MorrisCapacityRow = ReturnType<typeof morrisTable1>[number];

/** Morris et al. 2025: memorized bits against sequence length S and against vocabulary size V. */
export const morrisVaryLengthAndVocabulary = table(
  'morris_vary_s_v.csv',
  z.object({
    vary: z.enum(['S', 'V']),
    S: number,
    V: number,
    params: number,
    memorized: number, // bits
    expected: number,
    error_percent: number,
  }),
);
export type MorrisVariationRow = ReturnType<typeof morrisVaryLengthAndVocabulary>[number];

/** Morris et al. 2025: predicted and observed F1 of membership inference, in percent. */
export const morrisMembershipTable = table(
  'morris_membership.csv',
  z.object({
    model: z.string(),
    params: number,
    samples: number,
    predicted_f1: number,
    observed_f1: number,
    observed_sd: number,
  }),
);
export type MorrisMembershipRow = ReturnType<typeof morrisMembershipTable>[number];

/** Allen-Zhu & Li 2023, Figure 3: question-answering accuracy in percent by kind of pretraining data. */
export const allenZhuQaAccuracy = table(
  'allenzhu_qa.csv',
  z.object({ pretraining_data: z.string(), finetune: number, mixed: number }),
);

/** Allen-Zhu & Li 2023, Figure 7: Q-probing accuracy in percent; null where the paper prints none. */
export const allenZhuQProbing = table(
  'allenzhu_qprobe.csv',
  z.object({
    data: z.string(),
    target: z.enum(['first', 'whole']),
    birth_month: numberOrBlank,
    birth_city: numberOrBlank,
    university: numberOrBlank,
    major: numberOrBlank,
    company: numberOrBlank,
    company_city: numberOrBlank,
  }),
);
export type AllenZhuQProbeRow = ReturnType<typeof allenZhuQProbing>[number];

/** Allen-Zhu & Li 2023: further headline numbers, as text ('10.0 -> 76.3'). */
export const allenZhuHeadlines = table(
  'allenzhu_other.csv',
  z.object({ finding: z.string(), value: z.string() }),
);

/** What is wrong in a folder of the papers' tables: one sentence each; none when all can be read. */
export function checkPaperTables(folder: string): string[] {
  const unknown = fs
    .readdirSync(folder)
    .filter((name) => !shapes.has(name) && name !== 'README.md');
  const unreadable = [...shapes].flatMap(([name, row]) => {
    try {
      const rows = readTable(path.join(folder, name), row);
      return rows.length > 0 ? [] : [`${name} has no rows.`];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return [...unreadable, ...unknown.map((name) => `${name} is no table that the kit knows.`)];
}
