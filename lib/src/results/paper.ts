import * as fs from 'node:fs';
import * as path from 'node:path';
import Papa from 'papaparse';
import * as z from 'zod';
import { projectRoot } from '../engine';

/*
 * The numbers printed in the papers, from data/paper/*.csv. Lines that start with # are comments:
 * the first names the paper and the table.
 */

const number = z.string().regex(/\d/, 'is not a number').transform(Number).pipe(z.number());
const numberOrBlank = z.string().transform((text) => (text === '' ? null : Number(text)));

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

export type MorrisCapacityRow = z.infer<typeof morrisCapacity>;
export type MorrisVariationRow = z.infer<typeof morrisVariation>;
export type MorrisMembershipRow = z.infer<typeof morrisMembership>;
export type AllenZhuQaRow = z.infer<typeof allenZhuQa>;
export type AllenZhuQProbeRow = z.infer<typeof allenZhuQProbe>;
export type AllenZhuOtherRow = z.infer<typeof allenZhuOther>;

function paperFile(name: string): string {
  return path.join(projectRoot(), 'data', 'paper', name);
}

/**
 * Reads a table of CSV with # comments into checked rows.
 * Throws an Error naming file, row and column of a value that does not fit.
 */
export function readTable<T>(file: string, row: z.ZodType<T>): T[] {
  const text = fs.readFileSync(file, 'utf8');
  const parsed = Papa.parse<unknown>(text, { header: true, comments: '#', skipEmptyLines: true });
  if (parsed.errors.length > 0) {
    const { message, row: line } = parsed.errors[0];
    throw new Error(`${path.basename(file)}, row ${(line ?? 0) + 1}: ${message}.`);
  }
  return parsed.data.map((values, i) => {
    const checked = row.safeParse(values);
    if (checked.success) return checked.data;
    const { path: column, message } = checked.error.issues[0];
    throw new Error(`${path.basename(file)}, row ${i + 1}, ${column.join('.')}: ${message}`);
  });
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
