import {
  augmentationOf,
  bioRows,
  longestBiography,
  makeBiographies,
  makePeople,
  makeTokenizer,
  packedWindows,
  paperPeople,
  valuesHash,
  windowsPerEpoch,
} from 'memorization-kit/datasets';
import { describe, expect, it } from 'vitest';

const options = { ...paperPeople, nPeople: 60, firstNames: 10, middleNames: 10, lastNames: 20 };
const people = makePeople(options, 1);
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
      const at = row * length;
      const ids = tokenizer.encode(words);
      expect(tokens.slice(at, at + ids.length)).toEqual(ids);
      expect(targets.slice(at, at + ids.length - 1)).toEqual(ids.slice(1));
      expect(targets[at + ids.length - 1]).toBe(tokenizer.eosId);
      const counted = weights.slice(at, at + length).reduce((a, b) => a + b);
      expect(counted).toBe(ids.length);
      const padding = tokens.slice(at + ids.length, at + length);
      expect(padding.every((id) => id === tokenizer.padId)).toBe(true);
    });
  });

  it('refuses rows that are too short', () => {
    expect(() => bioRows(biographies, tokenizer, 20)).toThrow(/does not fit into 20 tokens/);
  });
});

describe('packed windows', () => {
  const length = 256;
  const pack = (epoch: number, seed = 1) =>
    packedWindows(biographies, tokenizer, { length, seed, epoch });
  /** The people whose biographies reach into a window, read from the text itself. */
  const textOf = ({ tokens, targets }: ReturnType<typeof pack>, row: number): string => {
    const ids = [...tokens.subarray(row * length, (row + 1) * length)];
    return tokenizer.decode([...ids, targets[(row + 1) * length - 1]]).join(' ');
  };

  it('are byte-identical for a seed and epoch, and shuffled anew in every epoch', () => {
    expect(valuesHash(pack(0).tokens)).toBe(
      'fa3e74d7757156da584b495a07add94ddd87864464e43dbc48e72f6fd280afab',
    );
    expect(pack(0)).toEqual(pack(0));
    expect(pack(1).tokens).not.toEqual(pack(0).tokens);
    expect(pack(0, 2).tokens).not.toEqual(pack(0).tokens);
  });

  it('shuffle globally: neighbors are different people in every epoch', () => {
    const firstWords = (epoch: number): string[] =>
      Array.from({ length: 10 }, (_, row) => textOf(pack(epoch), row).split('<eos> ')[1] ?? '');
    const same = firstWords(0).filter(
      (text, i) => text.slice(0, 30) === firstWords(1)[i].slice(0, 30),
    );
    expect(same.length).toBeLessThan(3);
  });

  it('fill every window, join biographies by the end token, target the next token', () => {
    const { rows, tokens, targets, weights } = pack(0);
    expect(rows).toBe(windowsPerEpoch(biographies, length));
    for (let i = 0; i + 1 < tokens.length; i++) expect(targets[i]).toBe(tokens[i + 1]);
    const padded = weights.filter((weight) => weight === 0).length;
    expect(padded).toBeLessThan(0.01 * weights.length);
    // almost all biographies are there, whole
    const text = tokenizer.decode(tokens).join(' ');
    const whole = biographies.filter(({ words }) => text.includes(`${words.join(' ')} <eos>`));
    expect(whole.length).toBeGreaterThan(290);
    expect(text).toMatch(/\. <eos> [A-Z]/);
  });

  it('never show two biographies of one person in one window, not even in part', () => {
    const owner = new Map<string, number>();
    biographies.forEach(({ person, words }) => owner.set(words.join(' '), person));
    for (const epoch of [0, 1, 2, 3]) {
      const result = pack(epoch);
      const stream = `${tokenizer.decode(result.tokens).join(' ')} <eos>`;
      // positions of every biography in the stream
      const windows = new Map<number, number[]>();
      let at = 0;
      for (const piece of stream.split('<eos>')) {
        const words = piece
          .trim()
          .replace(/(<pad> ?)+/g, '')
          .trim();
        const size = piece.trim().split(' ').length + 1;
        const person = owner.get(words);
        if (person !== undefined) {
          const pads = piece.split('<pad>').length - 1;
          const first = Math.floor(Math.max(0, at + pads - 1) / length);
          const last = Math.floor((at + size - 1) / length);
          const before = windows.get(person) ?? [];
          for (let w = first; w <= last; w++) {
            expect(before, `person ${person} in window ${w}`).not.toContain(w);
          }
          windows.set(person, [...before, first, last]);
        }
        at += size;
      }
      expect(windows.size).toBe(60);
    }
  });

  it('need enough people and text', () => {
    const few = biographies.filter(({ person }) => person < 5);
    expect(() => packedWindows(few, tokenizer, { length, seed: 1, epoch: 0 })).toThrow(
      /only 5 people.*shorter windows or more people/,
    );
    const tiny = biographies.slice(0, 2);
    expect(() => packedWindows(tiny, tokenizer, { length, seed: 1, epoch: 0 })).toThrow(
      /do not fill one window/,
    );
  });
});
