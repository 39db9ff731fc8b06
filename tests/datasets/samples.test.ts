import { byKey } from 'memorization-kit/base';
import {
  COMMON_LANGUAGE,
  mixtureSamples,
  readable,
  sha256Hex,
  sourceRarities,
  textSamples,
  textWindows,
} from 'memorization-kit/datasets';
import { projectRoot } from 'memorization-kit/engine';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';

const sizes = { nSequences: 400, freshSequences: 200, seqLength: 32, seed: 1 };
const text = { ...sizes, otherShare: 0.03 };
const mixture = { ...sizes, vocabSize: 256, nSources: 32 };

/** Rows of tokens, each as a text. */
const rowsOf = (tokens: Int32Array): string[] =>
  Array.from({ length: tokens.length / 32 }, (_, i) => tokens.slice(32 * i, 32 * (i + 1)).join());

describe('the text', () => {
  it('is the same to the byte', () => {
    const file = path.join(projectRoot(), 'lib/src/datasets/text/passages.json');
    expect(sha256Hex([fs.readFileSync(file, 'utf8')])).toBe(
      '5d0fd1d964f9956bb24fd790f351cacd9d799cfd21a6c9bcb51e779497eaab05',
    );
  });

  it('is cut into windows of which no two are equal, in 25 languages', () => {
    const windows = textWindows(32);
    expect(new Set(windows.map(({ bytes }) => bytes.join())).size).toBe(windows.length);
    expect(windows.every(({ bytes }) => bytes.length === 32)).toBe(true);
    expect(new Set(windows.map(({ language }) => language)).size).toBe(25);
  });

  it('has nothing but text: no tags, no entities, no blanks in a row', () => {
    for (const { bytes } of textWindows(64)) {
      expect(readable(bytes)).not.toMatch(/<|&[a-z]+;|[\n\t]| {2}/);
    }
  });

  it('is readable where a window cuts a letter', () => {
    const bytes = new TextEncoder().encode('囚われの');
    expect(readable(bytes.subarray(0, 4))).toBe('囚…');
    expect(readable(bytes.subarray(1))).toBe('…われの');
  });
});

describe('windows of text', () => {
  it('are in other languages in the share that is asked for', () => {
    const { groups } = textSamples({ ...text, nSequences: 20_000 });
    const others = groups.filter((group) => group !== COMMON_LANGUAGE).length / groups.length;
    expect(Math.abs(others - 0.03)).toBeLessThan(0.003);
    expect(textSamples({ ...text, otherShare: 0 }).groups).not.toContain('Japanese');
  });

  it('differ from seed to seed, and are refused where there is too little text', () => {
    expect(textSamples({ ...text, seed: 2 }).tokens).not.toEqual(textSamples(text).tokens);
    expect(() => textSamples({ ...text, nSequences: 30_000 })).toThrow(/too few for 30000/);
    expect(() => textSamples({ ...text, otherShare: 0.5 })).toThrow('0.5 in other languages');
  });
});

it.each([
  ['text', (nSequences: number) => textSamples({ ...text, nSequences })],
  ['a mixture', (nSequences: number) => mixtureSamples({ ...mixture, nSequences })],
])('of %s a smaller dataset begins a larger one, whose fresh sequences it has', (_, of) => {
  const [small, large] = [of(400), of(4000)];
  expect(large.tokens.slice(0, small.tokens.length)).toEqual(small.tokens);
  expect(large.groups.slice(0, 400)).toEqual(small.groups);
  expect(large.fresh).toEqual(small.fresh);
  const fresh = new Set(rowsOf(large.fresh.tokens));
  expect(rowsOf(large.tokens).filter((row) => fresh.has(row))).toEqual([]);
});

describe('a mixture of sources', () => {
  it("follows Zipf's law, and no source has letters of another", () => {
    const { tokens, groups } = mixtureSamples({ ...mixture, nSequences: 20_000 });
    const share = (k: number): number => groups.filter((g) => g === String(k)).length / 20_000;
    for (const k of [0, 1, 3]) expect(share(k) / 2 ** -sourceRarities(32)[k]).toBeCloseTo(1, 1);
    const letters = byKey([...tokens.keys()], (i) => tokens[i]);
    for (const places of letters.values()) {
      expect(new Set(places.map((i) => groups[Math.floor(i / 32)])).size).toBe(1);
    }
  });

  it('names its rarities in bits, and needs two letters of each source', () => {
    expect(sourceRarities(32)[3] - sourceRarities(32)[0]).toBeCloseTo(2, 12); // a quarter as frequent
    expect(() => mixtureSamples({ ...mixture, vocabSize: 40 })).toThrow('at least 64 tokens');
  });
});
