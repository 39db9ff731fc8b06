import {
  randomSamples,
  randomSequences,
  randomSequencesHash,
  shiftedPairs,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';

const options = { nSequences: 40, seqLength: 16, vocabSize: 128, seed: 1 };

describe('random sequences', () => {
  it('are named by a hash that sees sizes and seed, also beyond the tokens that it reads', () => {
    const large = { ...options, nSequences: 5000 };
    const changes = [{}, { seed: 2 }, { vocabSize: 127 }, { nSequences: 5001 }, { seqLength: 17 }];
    const hashes = changes.map((change) => randomSequencesHash({ ...large, ...change }));
    expect(new Set(hashes).size).toBe(changes.length);
    expect(randomSequencesHash(large)).toBe(hashes[0]);
  });

  it('go on after those of a dataset with fresh ones', () => {
    const { tokens, fresh, groups } = randomSamples({ ...options, freshSequences: 10 });
    expect(tokens).toEqual(randomSequences(options));
    expect([...tokens, ...fresh.tokens]).toEqual([
      ...randomSequences({ ...options, nSequences: 50 }),
    ]);
    expect([groups.length, fresh.groups.length]).toEqual([40, 10]);
  });

  it('use every token about equally often', () => {
    const tokens = randomSequences({ ...options, nSequences: 1000, vocabSize: 10 });
    const counts = Array.from({ length: 10 }, (_, t) => tokens.filter((x) => x === t).length);
    expect(counts.reduce((a, b) => a + b)).toBe(16_000);
    // chi-square with 9 degrees of freedom: 33.7 would be the one in ten thousand
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1600) ** 2 / 1600, 0);
    expect(chiSquare).toBeLessThan(33.7);
  });

  it.each([
    [{ nSequences: 0 }, /nSequences .* at least 1, not 0/],
    [{ vocabSize: 1 }, /vocabSize .* at least 2, not 1/],
    [{ seqLength: 1 }, /seqLength .* at least 2/],
    [{ seed: 1.5 }, /seed/],
  ])('refuse %o', (change, message) => {
    expect(() => randomSequences({ ...options, ...change })).toThrow(message);
  });

  it('shift into tokens and targets within each row', () => {
    const { tokens, targets } = shiftedPairs(Int32Array.of(1, 2, 3, 4, 5, 6), 3);
    expect(Array.from(tokens)).toEqual([1, 2, 4, 5]);
    expect(Array.from(targets)).toEqual([2, 3, 5, 6]);
  });
});
