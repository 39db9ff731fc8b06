import { createHash } from 'node:crypto';
import {
  augmentationOf,
  biographiesHash,
  bioRows,
  contextKinds,
  followTables,
  freshStrings,
  localText,
  longestBiography,
  makeBiographies,
  makeQuestions,
  makeTokenizer,
  mixtureSamples,
  packedWindows,
  paperAugmentations,
  randomSequences,
  randomSequencesHash,
  randomString,
  randomStringsHash,
  replacedContext,
  type Samples,
  shiftedPairs,
  splitPeople,
  templateStyles,
  textSamples,
  type TokenRows,
  valuesHash,
  wordRows,
} from 'memorization-kit/datasets';
import { permutation, randomStream } from 'memorization-kit/engine';
import { biographiesQa } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { makeWorld } from '../../lib/dist/recipes/biographies/world';
import { golden, names } from '../fixtures/golden-datasets';
import { options, people } from './sixty-people';

/*
 * What every kind of dataset is, to the byte, on any machine. A change here changes every result that
 * was made with it: raise the version of the findings concerned.
 */

/** 64 bits of the SHA-256 over numbers in little-endian byte order, or over JSON. */
function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  const add = (part: unknown): void => {
    if (part instanceof Int32Array || part instanceof Float32Array) {
      const bytes = Buffer.alloc(4 * part.length);
      const write = part instanceof Int32Array ? bytes.writeInt32LE : bytes.writeFloatLE;
      part.forEach((x, i) => write.call(bytes, x, 4 * i));
      hash.update(bytes);
    } else if (Array.isArray(part) && ArrayBuffer.isView(part[0])) {
      part.forEach(add);
    } else {
      hash.update(JSON.stringify(part));
    }
  };
  add(value);
  return hash.digest('hex').slice(0, 16);
}

const biographies = (name: string, templates: (typeof templateStyles)[number]) =>
  makeBiographies(people, augmentationOf(name), { templates, seed: 1 });
const tokenizer = makeTokenizer(options, 'short');
const arraysOf = ({ tokens, targets, weights }: TokenRows) => [tokens, targets, weights];
const letters = { alphabet: 26, entropyBits: 0, vocabSize: 64, length: 128, seed: 1 };
const tokens = { vocabSize: 128, seed: 1 };
const samples = { nSequences: 500, freshSequences: 100, seed: 1 };
const world = (change: object) =>
  makeWorld(biographiesQa.config({ ...options, batchSize: 8, leadIn: 0, ...change }));

const datasets: Record<string, () => unknown> = {
  'random sequences': () =>
    randomSequences({ nSequences: 100, seqLength: 64, vocabSize: 2048, seed: 3 }),
  'random sequences as pairs': () => {
    const rows = randomSequences({ ...tokens, nSequences: 100, seqLength: 16 });
    return Object.values(shiftedPairs(rows, 16));
  },
  'order of an epoch': () => permutation(1000, randomStream(1, 'epoch-order', 3)),
  ...Object.fromEntries(
    [2, 4, 7, 13, 26].map((alphabet) => [
      `random string of ${alphabet} letters`,
      () => randomString({ ...letters, alphabet }, 0),
    ]),
  ),
  ...Object.fromEntries(
    [0.5, 1, 2, 3.5, 4.7].map((entropyBits) => [
      `random string of ${entropyBits} bits a letter`,
      () => randomString({ ...letters, entropyBits, length: 2000 }, 2),
    ]),
  ),
  'fresh strings': () => freshStrings(letters, 3, 7),
  'follow tables': () => followTables({ vocabSize: 64, textLags: 3, seed: 1 }),
  'local text': () => localText({ vocabSize: 64, length: 200, textLags: 3, seed: 1 }, 3, 5),
  ...Object.fromEntries(
    contextKinds.map((kind) => [
      `replaced context: ${kind}`,
      () => {
        const stream = randomStream(1, `context/${kind}`, 4);
        const string = randomString(letters, 0);
        return [replacedContext(string, { position: 100, prefix: 4 }, kind, letters, stream)];
      },
    ]),
  ),
  'windows of text': () => parts(textSamples({ ...samples, seqLength: 32, otherShare: 0.03 })),
  'a mixture of sources': () =>
    parts(mixtureSamples({ ...samples, seqLength: 16, vocabSize: 256, nSources: 32 })),
  people: () => people,
  ...Object.fromEntries(
    Object.keys(paperAugmentations).flatMap((name) =>
      templateStyles.map((style) => [`${name}, ${style}`, () => biographies(name, style)]),
    ),
  ),
  'vocabulary, short': () => words('short'),
  'vocabulary, natural': () => words('natural'),
  'biographies as rows': () => {
    const all = biographies('multi5+permute', 'short');
    return arraysOf(bioRows(all, tokenizer, longestBiography(all)));
  },
  ...Object.fromEntries(
    [0, 1, 2].map((epoch) => [
      `packed windows of epoch ${epoch}`,
      () => {
        const all = biographies('multi5+permute', 'short');
        return arraysOf(packedWindows(all, tokenizer, { length: 256, seed: 1, epoch }));
      },
    ]),
  ),
  questions: () => makeQuestions(people),
  'questions as rows': () => {
    const texts = makeQuestions(people).map(({ words, answer }) => [...words, ...answer]);
    return arraysOf(wordRows(texts, tokenizer, 20));
  },
  'people split into groups': () => splitPeople(101, [0.5, 0.25, 0.25], 1),
  'batches of rows': () => batches(world({})),
  'batches of rows after other text': () => batches(world({ leadIn: 12 })),
  'batches of windows': () => batches(world({ windowLength: 128 })),
};

const parts = ({ tokens, fresh, groups }: Samples) => [tokens, fresh.tokens, groups];

function words(style: (typeof templateStyles)[number]): string[] {
  const all = makeTokenizer(options, style);
  return all.decode(Array.from({ length: all.size }, (_, id) => id));
}

/** Some steps of three epochs. */
function batches({ batch }: ReturnType<typeof world>): unknown[] {
  return [0, 1, 37, 40, 90].flatMap((step) => arraysOf(batch(step)));
}

describe('datasets are byte-identical on any machine', () => {
  it.each(Object.keys(datasets))('%s', (name) => {
    expect(hashOf(datasets[name]())).toBe(golden[name]);
  });

  it.each([
    ['values', () => valuesHash(Int32Array.of(0, 1, -1, 65_536))],
    ['random sequences', () => randomSequencesHash({ nSequences: 5000, seqLength: 16, ...tokens })],
    ['random strings', () => randomStringsHash(letters, 2)],
    [
      'biographies',
      () =>
        biographiesHash(options, augmentationOf('multi5+permute'), {
          templates: 'natural',
          seed: 1,
        }),
    ],
  ])('and so is the name of %s', (kind, name) => {
    expect(name()).toBe(names[kind]);
  });

  it('no hash is left over, no two datasets are the same', () => {
    expect(Object.keys(golden)).toEqual(Object.keys(datasets));
    expect(new Set(Object.values(golden)).size).toBe(Object.keys(golden).length);
  });
});
