import { describe, expect, it } from 'vitest';
import { lineFit } from 'memorization-kit/measure';
import {
  allenZhuHeadlines,
  allenZhuQaAccuracy,
  allenZhuQProbing,
  morrisMembershipTable,
  morrisTable1,
  morrisVaryLengthAndVocabulary,
} from 'memorization-kit/results';

describe("the papers' tables", () => {
  it('Morris, Table 1: parameters follow the formula, slope and means are those printed', () => {
    const rows = morrisTable1();
    expect(rows).toHaveLength(16);
    for (const { layers: L, d_model: d, params } of rows) {
      const formula = 2048 * d + 64 * d + L * (12 * d * d + 13 * d) + 2 * d;
      expect(Math.abs(formula / params - 1)).toBeLessThan(0.006); // printed with three digits
    }
    const fit = lineFit(
      rows.map(({ params }) => params),
      rows.map(({ capacity_bf16 }) => capacity_bf16),
    );
    expect(fit.slope).toBeCloseTo(3.631, 3);
    expect(fit.rSquared).toBeCloseTo(0.998, 3);
    const mean = rows.reduce((sum, row) => sum + row.fp32_bpp, 0) / rows.length;
    expect(mean).toBeCloseTo(3.83, 1);
  });

  it('Morris: the other tables', () => {
    const rows = morrisVaryLengthAndVocabulary();
    expect(rows.filter(({ vary }) => vary === 'S')).toHaveLength(7);
    expect(rows.filter(({ vary }) => vary === 'V')).toHaveLength(5);
    expect(rows[0]).toMatchObject({ S: 4, V: 2048, memorized: 173_000 });
    expect(morrisMembershipTable().map(({ observed_f1 }) => observed_f1)).toEqual([
      54.61, 71.08, 95.85, 53.44, 65.69, 97.98,
    ]);
  });

  it('Allen-Zhu & Li', () => {
    const accuracy = Object.fromEntries(
      allenZhuQaAccuracy().map((row) => [row.pretraining_data, row.finetune]),
    );
    expect(accuracy).toMatchObject({ single: 9.7, 'multi5+permute': 96.6 });
    const probes = allenZhuQProbing();
    expect(probes.map(({ birth_month }) => birth_month)).toEqual([63.4, null, 100, null]);
    expect(allenZhuHeadlines().map(({ value }) => value)).toContain('10.0 -> 76.3');
  });
});
