import fc from 'fast-check';
import * as path from 'node:path';
import { readSettings } from 'memorization-kit/engine';
import { parseWidth } from 'memorization-kit/plot/export';
import { findFinding, findings } from 'memorization-kit/findings';
import { indexVariables, jobIndex } from 'memorization-kit/runner';
import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../build/scripts/options.js';
import { clearError, damage, runs, trickyText } from './bad-input';

const names = ['PROFILE', 'RERUN', 'DEVICE', 'JOBS', 'THREADS', 'DATA', 'FIGURES'] as const;
const value = fc.oneof(
  trickyText,
  fc.constantFrom('quick', 'cpu', '1', '2', '01', ' 1', '1.5', '9e9'),
);

describe('bad settings and options', () => {
  it('of the environment are refused by the name of the variable', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, text) => {
        const error = clearError(() => readSettings({ [`KIT_${name}`]: text }));
        if (error) {
          expect(error.message).toContain(`KIT_${name}`);
          return;
        }
        const { jobs, threads, dataDir, figuresDir } = readSettings({ [`KIT_${name}`]: text });
        expect(jobs === null || (Number.isInteger(jobs) && jobs > 0)).toBe(true);
        expect(Number.isInteger(threads) && threads > 0).toBe(true);
        expect(path.isAbsolute(dataDir) && path.isAbsolute(figuresDir)).toBe(true);
      }),
      runs,
    );
  });

  it('of a cluster are refused by the name of the variable', () => {
    fc.assert(
      fc.property(fc.constantFrom(...indexVariables), value, (name, text) => {
        const error = clearError(() => jobIndex(undefined, { [name]: text }));
        if (error) expect(error.message).toContain(name);
        else if (text !== '')
          expect(Number.isInteger(jobIndex(undefined, { [name]: text }))).toBe(true);
      }),
      runs,
    );
  });

  it('for whole numbers, widths and findings are refused with what would do', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          damage.map((harm) => harm('85mm')),
          damage.map((harm) => harm('p-probing')),
        ),
        (text) => {
          const number = clearError(() => wholeNumber(1)(text));
          if (number) expect(number.message).toContain('whole number of at least 1');
          else expect(wholeNumber(1)(text)).toBeGreaterThan(0);
          const width = clearError(() => parseWidth(text));
          if (width) expect(width.message).toContain('as in 85mm');
          else expect(parseWidth(text)).toBeGreaterThan(100);
          const finding = clearError(() => findFinding(text));
          if (finding) expect(finding.message).toContain('bits-per-parameter');
          else expect(Object.keys(findings)).toContain(text);
        },
      ),
      runs,
    );
  });
});
