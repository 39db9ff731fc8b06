import * as z from 'zod';

/*
 * The rows of the tables printed in the papers, data/paper/*.csv. A blank cell is a number that the
 * paper does not print.
 */

const number = z.string().regex(/\d/, 'is not a number').transform(Number).pipe(z.number());
const numberOrBlank = z
  .string()
  .transform((text) => (text === '' ? null : Number(text)))
  .pipe(z.number().nullable());

/** A table: its file in data/paper, and what its rows hold. */
export const paperSchemas = {
  /** Morris et al. 2025, Table 1: capacity of GPT-2 models on uniform random sequences. */
  morrisTable1: {
    file: 'morris_table1.csv',
    row: z.object({
      layers: number,
      d_model: number,
      params: number,
      capacity_fp32: number, // bits
      capacity_bf16: number,
      fp32_bpp: number, // bits per parameter
      bf16_bpp: number,
    }),
  },
  /** Morris et al. 2025: bits against sequence length S and against vocabulary size V. */
  morrisVariation: {
    file: 'morris_vary_s_v.csv',
    row: z.object({
      vary: z.enum(['S', 'V']),
      S: number,
      V: number,
      params: number,
      memorized: number, // bits
      expected: number,
      error_percent: number,
    }),
  },
  /** Morris et al. 2025: predicted and observed F1 of membership inference, in percent. */
  morrisMembership: {
    file: 'morris_membership.csv',
    row: z.object({
      model: z.string(),
      params: number,
      samples: number,
      predicted_f1: number,
      observed_f1: number,
      observed_sd: number,
    }),
  },
  /** Allen-Zhu & Li 2023, Figure 3: exact match of questions by kind of pretraining data, percent. */
  allenZhuQa: {
    file: 'allenzhu_qa.csv',
    row: z.object({ pretraining_data: z.string(), finetune: number, mixed: number }),
  },
  /** Allen-Zhu & Li 2023: exact match of mixed training on single biographies, percent. */
  allenZhuMixed: {
    file: 'allenzhu_mixed.csv',
    row: z.object({ question_share: number, accuracy: number }),
  },
  /** Allen-Zhu & Li 2023, Figure 7: Q-probing accuracy, percent. */
  allenZhuQProbe: {
    file: 'allenzhu_qprobe.csv',
    row: z.object({
      data: z.string(),
      target: z.enum(['first', 'whole']),
      birth_month: numberOrBlank,
      birth_city: numberOrBlank,
      university: numberOrBlank,
      major: numberOrBlank,
      company: numberOrBlank,
      company_city: numberOrBlank,
    }),
  },
  /** Allen-Zhu & Li 2023: further headline numbers, as text ('10.0 -> 76.3'). */
  allenZhuOther: {
    file: 'allenzhu_other.csv',
    row: z.object({ finding: z.string(), value: z.string() }),
  },
};

export type PaperTable = keyof typeof paperSchemas;
export type PaperRow<T extends PaperTable> = z.infer<(typeof paperSchemas)[T]['row']>;
export type PaperTables = { readonly [T in PaperTable]: PaperRow<T>[] };

/** The numbers of the headlines that begin like this. */
export const headlines = (rows: PaperTables['allenZhuOther'], start: string): number[] =>
  rows.filter(({ finding }) => finding.startsWith(start)).map(({ value }) => Number(value));
