import fc from 'fast-check';
import {
  augmentationOf,
  bioRows,
  longestBiography,
  makeBiographies,
  makeTokenizer,
  packedWindows,
  type TokenRows,
  windowsPerEpoch,
  wordTokenizer,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';
import { options, people } from './sixty-people';

const tokenizer = makeTokenizer(options, 'short');
const biographies = makeBiographies(people, augmentationOf('multi5+permute'), {
  templates: 'short',
  seed: 1,
});

describe('one biography a row', () => {
  it('starts at position 0, ends with the end token, and counts no padding', () => {
    const length = longestBiography(biographies);
    const { rows, tokens, targets, weights } = bioRows(biographies, tokenizer, length);
    expect(rows).toBe(300);
    biographies.forEach(({ words }, row) => {
      const ids = [...tokenizer.encode(words)];
      const padding = Array<number>(length - ids.length).fill(tokenizer.padId);
      const at = row * length;
      const rowOf = (values: ArrayLike<number>) => Array.from(values).slice(at, at + length);
      expect(rowOf(tokens)).toEqual([...ids, ...padding]);
      expect(rowOf(targets)).toEqual([...ids.slice(1), tokenizer.eosId, ...padding]);
      expect(rowOf(weights)).toEqual([...ids.map(() => 1), ...padding.map(() => 0)]);
    });
  });

  it('refuses rows that are too short', () => {
    expect(() => bioRows(biographies, tokenizer, 20)).toThrow(/does not fit into 20 tokens/);
  });
});

/** The words of a window and the last of its targets. */
function textOf(
  { length, tokens, targets }: TokenRows,
  row: number,
  { decode } = tokenizer,
): string[] {
  const end = (row + 1) * length;
  return decode([...tokens.subarray(row * length, end), targets[end - 1]]);
}

describe('packed windows', () => {
  const length = 256;
  const pack = (epoch: number, seed = 1) =>
    packedWindows(biographies, tokenizer, { length, seed, epoch });

  it('are the same for a seed and epoch, and shuffled anew in every epoch', () => {
    expect(pack(0)).toEqual(pack(0));
    expect(pack(1).tokens).not.toEqual(pack(0).tokens);
    expect(pack(0, 2).tokens).not.toEqual(pack(0).tokens);
  });

  it('shuffle globally: neighbors are different people in every epoch', () => {
    const starts = [0, 1].map((epoch) => {
      const windows = pack(epoch);
      return Array.from(
        { length: 10 },
        (_, row) => textOf(windows, row).join(' ').split('<eos> ')[1],
      );
    });
    expect(starts[0].filter((text, row) => text === starts[1][row]).length).toBeLessThan(3);
  });

  it('fill every window, join biographies by the end token, target the next token', () => {
    const { rows, tokens, targets, weights } = pack(0);
    expect(rows).toBe(windowsPerEpoch(biographies, length));
    expect(targets.subarray(0, -1)).toEqual(tokens.subarray(1));
    const padded = weights.filter((weight) => weight === 0).length;
    expect(padded).toBeLessThan(0.01 * weights.length);
    // almost all biographies are there, whole
    const text = tokenizer.decode(tokens).join(' ');
    const whole = biographies.filter(({ words }) => text.includes(`${words.join(' ')} <eos>`));
    expect(whole.length).toBeGreaterThan(290);
    expect(text).toMatch(/\. <eos> [A-Z]/);
  });

  it('never show two biographies of one person in one window, not even in part', () => {
    /** Every word of a biography is the number of its person. */
    const told = (person: number, size: number) => {
      return { person, words: Array<string>(size).fill(`${person}`) };
    };
    const sizes = fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 1, maxLength: 5 });
    const peoplesSizes = fc.array(sizes, { minLength: 40, maxLength: 60 });
    const numbers = wordTokenizer(Array.from({ length: 60 }, (_, i) => `${i}`));
    fc.assert(
      fc.property(peoplesSizes, fc.integer({ min: 8, max: 64 }), fc.nat(99), (each, size, seed) => {
        const all = each.flatMap((own, person) => own.map((words) => told(person, words)));
        const windows = packedWindows(all, numbers, { length: size, seed, epoch: 0 });
        for (let row = 0; row < windows.rows; row++) {
          const pieces = textOf(windows, row, numbers).join(' ').split('<eos>');
          const owners = pieces.flatMap((piece) => /\d+/.exec(piece)?.[0] ?? []);
          expect(new Set(owners).size).toBe(owners.length);
        }
      }),
    );
  });

  it.each([
    ['people', 25, /5 people.*shorter .* or more people/], // five biographies each
    ['text', 2, /do not fill one window/],
  ])('need enough %s', (_, count, message) => {
    const few = biographies.slice(0, count);
    expect(() => packedWindows(few, tokenizer, { length, seed: 1, epoch: 0 })).toThrow(message);
  });
});
