import { biographiesQa } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { leadOf } from '../../lib/dist/recipes/biographies/recall';
import { makeWorld } from '../../lib/dist/recipes/biographies/world';
import { endlessOrder } from '../../lib/dist/recipes/rows';

const some = { nPeople: 60, exposures: 50, batchSize: 10, data: 'multi5+permute' };

describe('the batches of pretraining', () => {
  const rows = (change: object) => {
    const config = biographiesQa.config({ ...some, ...change });
    const world = makeWorld(config);
    const { tokenizer } = world;
    const texts = world.biographies.map(({ words }) => words.join(' '));
    const batch = (step: number) => {
      const { tokens, targets, weights, length } = world.batch(step);
      return Array.from({ length: config.batchSize }, (_, i) => {
        const part = <T extends { subarray(a: number, b: number): T }>(values: T): T =>
          values.subarray(i * length, (i + 1) * length);
        return {
          tokens: tokenizer.decode(part(tokens)),
          targets: tokenizer.decode(part(targets)),
          weights: Array.from(part(weights)),
        };
      });
    };
    return { config, world, texts, batch };
  };

  it('are functions of the step, and show every biography once an epoch', () => {
    const { world, texts, batch } = rows({ leadIn: 0 });
    expect(batch(7)).toEqual(batch(7));
    const epoch = Array.from({ length: 30 }, (_, step) => batch(step)).flat();
    const shown = epoch.map(({ tokens }) => tokens.filter((word) => word !== '<pad>').join(' '));
    expect([...shown].sort()).toEqual([...texts].sort());
    expect(shown).not.toEqual(texts);
    expect(world.rowLength).toBe(Math.max(...texts.map((text) => text.split(' ').length)));
  });

  it('with a lead-in have words of another person before each biography, which do not count', () => {
    const { texts, world, batch } = rows({ leadIn: 12 });
    const people = new Map(world.biographies.map(({ words, person }) => [words.join(' '), person]));
    const epoch = Array.from({ length: 30 }, (_, step) => batch(step)).flat();
    const leads = epoch.map(({ tokens, targets, weights }) => {
      const end = tokens.indexOf('<eos>');
      const told = tokens.slice(end + 1).filter((word) => word !== '<pad>');
      expect(texts).toContain(told.join(' '));
      const counted = targets.filter((_, i) => weights[i] === 1);
      expect(counted).toEqual([...told.slice(1), '<eos>']);
      expect(weights.slice(0, end + 1).every((weight) => weight === 0)).toBe(true);
      const lead = tokens.slice(0, end).join(' ');
      const others = texts.filter((text) => people.get(text) !== people.get(told.join(' ')));
      expect(lead === '' || others.some((text) => text.endsWith(lead))).toBe(true);
      return end;
    });
    expect(Math.max(...leads)).toBeGreaterThan(6);
    expect(Math.max(...leads)).toBeLessThanOrEqual(12);
    expect(Math.min(...leads)).toBe(0);
    expect(batch(3)).toEqual(rows({ leadIn: 12 }).batch(3));
  });

  it('refuse a lead-in where there is nobody else, and beside windows', () => {
    expect(() => makeWorld(biographiesQa.config({ nPeople: 1, leadIn: 12 }))).toThrow(
      /nPeople must be above 1/,
    );
    const both = biographiesQa.config({ windowLength: 64, leadIn: 4 });
    expect(leadOf(both)).toEqual(['<eos>']);
    expect(leadOf(biographiesQa.config({ leadIn: 0 }))).toEqual([]);
  });

  it('need enough biographies for a batch of windows', () => {
    const config = biographiesQa.config({ ...some, nPeople: 30, data: 'single', leadIn: 0 });
    expect(() => makeWorld({ ...config, windowLength: 64, batchSize: 40 }).batch(0)).toThrow(
      /fill fewer than batchSize = 40 windows of 64/,
    );
  });
});

describe('an endless order', () => {
  it('has every number once an epoch, in another order each, wherever it is asked from', () => {
    const next = endlessOrder(5, 1, 'test');
    const all = next(0, 15);
    for (let epoch = 0; epoch < 3; epoch++) {
      expect([...all.slice(5 * epoch, 5 * epoch + 5)].sort()).toEqual([0, 1, 2, 3, 4]);
    }
    expect(all.slice(0, 5)).not.toEqual(all.slice(5, 10));
    expect(endlessOrder(5, 1, 'test')(8, 4)).toEqual(all.slice(8, 12));
    expect(endlessOrder(5, 3, 'test')(0, 5)).not.toEqual(all.slice(0, 5));
  });
});
