import * as fs from 'node:fs';
import * as path from 'node:path';
import { makeQuestions } from 'memorization-kit/datasets';
import { type FlatConfig, projectRoot } from 'memorization-kit/engine';
import { exposuresIn, type Finding, findings } from 'memorization-kit/findings';
import { biographiesQa, pProbing } from 'memorization-kit/findings';
import { settingProse, settingRows } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { makeWorld } from '../../lib/dist/recipes/biographies/world.js';
import { questionsPerStep } from '../../lib/dist/recipes/questions/config.js';

/* What settings count, here and in the papers: lib/settings. */

const all = Object.values(findings);
const files = fs
  .readdirSync(path.join(projectRoot(), 'lib/settings'))
  .map((f) => path.parse(f).name);

describe.each(all.map((finding) => [finding.name, finding] as const))('%s', (_, finding) => {
  it('has a row for each of its settings, with its values, and what it counts', () => {
    const rows = settingRows(finding, 'standard');
    expect(rows.map(({ setting }) => setting)).toEqual(Object.keys(finding.fields));
    for (const row of rows) {
      expect(row.counts.length, row.setting).toBeGreaterThan(5);
      expect(row.paper, row.setting).not.toBe('');
    }
    const seeds = [...new Set(finding.configs('standard').map(({ seed }) => seed))];
    expect(rows.find(({ setting }) => setting === 'seed')?.values).toBe(seeds.join(', '));
  });
});

it.each(files)('lib/settings/%s.md has no row for a setting that is not there', (name) => {
  const readers = all.filter(({ settings }) => settings.includes(name));
  const known = new Set(readers.flatMap(({ fields }) => Object.keys(fields)));
  expect([...settingProse(name).keys()].filter((setting) => !known.has(setting))).toEqual([]);
});

it('a setting without a row is named', () => {
  const without = { ...all[0], settings: [] } as Finding<FlatConfig, unknown>;
  expect(() => settingRows(without, 'quick')).toThrow(/no row for "dModel" of bits-per-parameter/);
});

describe('quantities in the unit of the paper', () => {
  it.each(['single', 'multi5+permute+fullname'])(
    'windows show each person as many biographies of %s as asked for',
    (data) => {
      const config = biographiesQa.config({
        ...{ data, nPeople: 200, windowLength: 128, leadIn: 0, batchSize: 8, exposures: 20 },
      });
      expect(exposuresIn(config)).toBeCloseTo(config.exposures, 0);
      const world = makeWorld(config);
      let ends = 0; // an end token a biography
      for (let step = 0; step < config.pretrainSteps; step++) {
        const { tokens } = world.batch(step);
        ends += tokens.filter((token) => token === world.tokenizer.eosId).length;
      }
      expect(ends / config.nPeople / config.exposures).toBeGreaterThan(0.95);
      expect(ends / config.nPeople / config.exposures).toBeLessThan(1.05);
    },
  );

  it("the paper's profiles name as many exposures as their steps give", () => {
    const configs = [...biographiesQa.configs('paper'), ...pProbing.configs('paper')];
    for (const config of configs.filter(({ data }) => !data.includes('fullname'))) {
      expect(exposuresIn(config) / config.exposures).toBeCloseTo(1, 2);
    }
  });

  it('questions are their share of the tokens of a step of mixed training', () => {
    const [config] = biographiesQa.configs('standard').filter((c) => c.training === 'mixed');
    const world = makeWorld(config);
    const told = world.batch(0).weights.reduce((sum, weight) => sum + weight, 0); // tokens
    const lengths = makeQuestions(world.people).map((q) => q.words.length + q.answer.length);
    const question = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    const asked = questionsPerStep(config) * question;
    expect(config.questionShare).toBe(0.8);
    expect(Math.abs(asked / (asked + told) - 0.8)).toBeLessThan(0.02);
  });
});
