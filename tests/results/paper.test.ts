import { describe, expect, it } from 'vitest';
import { lineFit } from 'memorization-kit/stats';
import { projectRoot } from 'memorization-kit/engine';
import { checkPaperTables, paperTable, paperTables } from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { testFolder } from './made-up';

describe("the papers' tables", () => {
  it('Morris, Table 1: parameters follow the formula, slope and means are those printed', () => {
    const rows = paperTable('morrisTable1');
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
    const rows = paperTable('morrisVariation');
    expect(rows.filter(({ vary }) => vary === 'S')).toHaveLength(7);
    expect(rows.filter(({ vary }) => vary === 'V')).toHaveLength(5);
    expect(rows[0]).toMatchObject({ S: 4, V: 2048, memorized: 173_000 });
    expect(paperTable('morrisMembership').map(({ observed_f1 }) => observed_f1)).toEqual([
      54.61, 71.08, 95.85, 53.44, 65.69, 97.98,
    ]);
  });

  it('Allen-Zhu & Li', () => {
    const accuracy = Object.fromEntries(
      paperTable('allenZhuQa').map((row) => [row.pretraining_data, row.finetune]),
    );
    expect(accuracy).toMatchObject({ single: 9.7, 'multi5+permute': 96.6 });
    const probes = paperTable('allenZhuQProbe');
    expect(probes.map(({ birth_month }) => birth_month)).toEqual([63.4, null, 100, null]);
    expect(paperTable('allenZhuOther').map(({ value }) => value)).toContain('10.0 -> 76.3');
  });
});

describe('a table that a figure reads', () => {
  it('is reported by its name, and read no more than once', () => {
    const read: string[] = [];
    const tables = paperTables((table) => read.push(table));
    expect(read).toEqual([]);
    const rows = tables.morrisTable1;
    expect(tables.morrisTable1).toBe(rows);
    expect(rows).toEqual(paperTable('morrisTable1'));
    expect(new Set(read)).toEqual(new Set(['morrisTable1']));
  });
});

describe('checkPaperTables', () => {
  const folder = testFolder();

  it('has nothing to say of the committed tables', () => {
    expect(checkPaperTables(path.join(projectRoot(), 'data/paper'))).toEqual([]);
  });

  it('names a file that is unknown, missing, without rows or has a cell that is no number', () => {
    fs.cpSync(path.join(projectRoot(), 'data/paper'), folder, { recursive: true });
    const file = path.join(folder, 'morris_table1.csv');
    const text = fs.readFileSync(file, 'utf8');
    const [head] = text.split('\n').filter((line) => !line.startsWith('#'));
    fs.writeFileSync(file, `${head}\n`);
    fs.writeFileSync(path.join(folder, 'more.csv'), '');
    fs.rmSync(path.join(folder, 'allenzhu_qa.csv'));
    const problems = checkPaperTables(folder).join('\n');
    expect(problems).toMatch(/morris_table1\.csv has no rows/);
    expect(problems).toMatch(/more\.csv is no table that the kit knows/);
    expect(problems).toMatch(/allenzhu_qa\.csv/);
    fs.writeFileSync(file, text.replace(/\n(\d+),/, '\none,'));
    expect(checkPaperTables(folder).join('\n')).toMatch(/morris_table1\.csv, row \d+, layers/);
  });
});
