import fc from 'fast-check';
import { byKey } from 'memorization-kit/base';
import {
  contextKinds,
  entropyOf,
  FOLLOWERS,
  freshStrings,
  followTables,
  letterProbabilities,
  localText,
  promptedPairs,
  randomString,
  randomStringsHash,
  replacedContext,
} from 'memorization-kit/datasets';
import { randomStream } from 'memorization-kit/engine';
import { describe, expect, it } from 'vitest';

const uniform = { alphabet: 26, entropyBits: 0, vocabSize: 64 };
const options = { ...uniform, length: 128, seed: 1 };

describe('letter probabilities', () => {
  it('are equal unless an entropy is asked for; else they fall by one factor and have it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 63 }),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        (alphabet, share) => {
          const equal = letterProbabilities({ ...uniform, alphabet });
          expect(equal).toEqual(new Float64Array(alphabet).fill(equal[0]));
          expect(equal[0]).toBeCloseTo(1 / alphabet, 12);
          const bits = share * Math.log2(alphabet);
          const p = letterProbabilities({ ...uniform, alphabet, entropyBits: bits });
          expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
          expect(entropyOf(p)).toBeCloseTo(bits, 9);
          const factor = p[1] / p[0];
          expect(factor).toBeLessThanOrEqual(1);
          for (let i = 2; i < alphabet; i++) expect(p[i]).toBeCloseTo(p[i - 1] * factor, 12);
        },
      ),
    );
  });

  it('entropy against a hand-computed case: 1/2, 1/4, 1/4 has 1.5 bits', () => {
    expect(entropyOf([0.5, 0.25, 0.25])).toBeCloseTo(1.5, 12);
    expect(entropyOf([1, 0])).toBe(0);
  });
});

describe('random strings', () => {
  it('differ by seed and number, fresh ones too, and do not depend on each other', () => {
    const texts = [
      randomString(options, 0),
      randomString(options, 1),
      randomString({ ...options, seed: 2 }, 0),
      ...freshStrings(options, 2, 0),
      ...freshStrings(options, 2, 1),
    ];
    expect(new Set(texts.map(String)).size).toBe(texts.length);
    expect(randomString(options, 1)).toEqual(texts[1]);
    expect(freshStrings(options, 2, 1)).toEqual(texts.slice(-2));
  });

  it.each([...[2, 4, 7, 13, 26].map((alphabet) => [alphabet, 0]), [4, 1], [26, 4]])(
    'of %i letters, %f bits each, use each as often as they should',
    (alphabet, entropyBits) => {
      const kind = { ...options, alphabet, entropyBits };
      const letters = randomString({ ...kind, length: 26_000 }, 0);
      const chiSquare = letterProbabilities(kind).reduce((sum, p, i) => {
        const count = letters.filter((letter) => letter === i + 1).length;
        return sum + (count - 26_000 * p) ** 2 / (26_000 * p);
      }, 0);
      expect(Math.min(...letters)).toBe(1);
      expect(Math.max(...letters)).toBe(alphabet);
      expect(chiSquare).toBeLessThan(alphabet - 1 + 5 * Math.sqrt(2 * alphabet) + 5);
    },
  );

  it('are named by a hash that sees every option and their number', () => {
    const changes = [{}, { seed: 2 }, { length: 127 }, { alphabet: 25 }, { entropyBits: 2 }];
    const hashes = changes.map((change) => randomStringsHash({ ...options, ...change }, 2));
    hashes.push(randomStringsHash(options, 3));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it.each([
    [{ alphabet: 64 }, /alphabet of 64 letters does not fit into a vocabulary of 64 .* 63 letters/],
    [{ alphabet: 1 }, /alphabet .* at least 2, not 1/],
    [{ length: 0 }, /length .* at least 1, not 0/],
    [{ entropyBits: -1 }, /entropyBits must be within 0\.\.log2\(alphabet\) = 4\.7004.*not -1/],
    [{ entropyBits: 4.8 }, /entropyBits .* not 4\.8/],
    [{ entropyBits: NaN }, /entropyBits .* not NaN/],
    [{ seed: 0.5 }, /seed/],
  ])('refuse %o', (change, message) => {
    expect(() => randomString({ ...options, ...change }, 0)).toThrow(message);
  });
});

describe('what a model is given', () => {
  it('is BOS and all letters but the last, to predict all letters', () => {
    const { tokens, targets } = promptedPairs([Int32Array.of(5, 6, 7), Int32Array.of(8, 9, 10)]);
    expect(Array.from(tokens)).toEqual([0, 5, 6, 0, 8, 9]);
    expect(Array.from(targets)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('has rows of one length', () => {
    expect(() => promptedPairs([Int32Array.of(1), Int32Array.of(1, 2)])).toThrow(/1 and 2 letters/);
  });
});

describe('text with local structure', () => {
  const text = { vocabSize: 64, length: 200, textLags: 3, seed: 1 };

  it.each([1, 3, 6])('has in every place a letter that one of the last %d allows', (textLags) => {
    const options = { ...text, textLags };
    const tables = followTables(options);
    expect(tables).toHaveLength(textLags);
    expect(localText(options, 2, 6)[1]).not.toEqual(localText(options, 2, 5)[1]);
    for (const row of localText(options, 3, 0)) {
      for (let t = textLags; t < row.length; t++) {
        const allowed = tables.flatMap((table, i) => table[row[t - i - 1] - 1]);
        expect(allowed).toContain(row[t]);
        expect(allowed).toHaveLength(textLags * FOLLOWERS);
      }
    }
  });

  it('lets every letter follow equally many', () => {
    for (const table of followTables(text)) {
      const following = byKey(table.flat(), (letter) => letter);
      expect(following.size).toBe(63);
      for (const same of following.values()) expect(same).toHaveLength(FOLLOWERS);
    }
  });
});

describe('a replaced context', () => {
  const string = randomString(options, 0);
  type Kind = (typeof contextKinds)[number];
  const replaced = (kind: Kind, position = 100, prefix = 4, alphabet = uniform): Int32Array =>
    replacedContext(string, { position, prefix }, kind, alphabet, randomStream(1, kind));

  it.each(contextKinds)('%s: keeps the prefix and the letter that is asked for', (kind) => {
    const changed = replaced(kind);
    expect(changed.subarray(96, 101)).toEqual(string.subarray(96, 101));
    expect(changed.subarray(0, 96)).not.toEqual(string.subarray(0, 96));
    expect(changed).toHaveLength(128);
  });

  it('takes its letters from where the kind says', () => {
    const before = (kind: Kind): number[] => [...replaced(kind).subarray(0, 96)];
    const within = (kind: Kind, least: number) =>
      before(kind).every((letter) => letter >= least && letter < least + 26);
    expect([within('redrawn', 1), within('skewed', 1)]).toEqual([true, true]);
    expect(within('other letters', 27)).toBe(true);
    expect(new Set(before('constant')).size).toBe(1);
    const entropy = (kind: Kind): number => {
      const counts = [...byKey(before(kind), (letter) => letter).values()];
      return entropyOf(counts.map(({ length }) => length / 96));
    };
    expect(entropy('skewed')).toBeLessThan(3);
    expect(entropy('redrawn')).toBeGreaterThan(4);
  });

  it('refuses a prefix longer than what stands before, places and letters that are not there', () => {
    expect(() => replaced('redrawn', 3, 4)).toThrow(/prefix of 4 letters is longer .* 3 letters/);
    expect(() => replaced('redrawn', 128)).toThrow(/no letter at position 128 .* 128 letters/);
    expect(() => replaced('redrawn', 10, -1)).toThrow(/prefix/);
    expect(replaced('redrawn', 4, 4).subarray(0, 5)).toEqual(string.subarray(0, 5));
    const small = { ...uniform, vocabSize: 52 };
    expect(() => replaced('other letters', 9, 2, small)).toThrow(/at least 53 tokens, not 52/);
  });
});
