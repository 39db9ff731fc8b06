import { createRequire } from 'node:module';
import * as path from 'node:path';
import { loadTensorFlow, projectRoot, readSettings } from 'memorization-kit/engine';
import { nChunks } from '../../lib/dist/model/cross-entropy';
import { allowTensorFloat } from '../../lib/dist/engine/tensor-float';
import { xlaCacheFolder } from '../../lib/dist/engine/xla-cache';
import { beforeAll, describe, expect, it } from 'vitest';

const { rawOp } = createRequire(import.meta.url)('../../lib/dist/engine/binding.js') as {
  rawOp: (name: string, attributes: object, inputs: number[]) => { id: number }[];
};

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

describe('TF32', () => {
  it('is off unless KIT_TF32 allows it', () => {
    expect(readSettings({}).tf32).toBe(false);
    expect(readSettings({ KIT_TF32: '1' }).tf32).toBe(true);
    expect(() => readSettings({ KIT_TF32: 'yes' })).toThrow(/Unknown KIT_TF32 "yes"/);
  });

  it('TensorFlow can be told, and says what holds', () => {
    expect(() => allowTensorFloat(true)).not.toThrow();
    expect(() => allowTensorFloat(false)).not.toThrow();
    expect(() => rawOp('KitTensorFloat', {}, [])).toThrow(/allow/);
  });
});

describe("XLA's cache", () => {
  const folder = xlaCacheFolder('cpu', ['--a']);

  it('is another folder with other flags', () => {
    expect(path.relative(path.join(projectRoot(), '.kit', 'xla'), folder)).toMatch(
      /^[0-9a-f]{16}$/,
    );
    expect(xlaCacheFolder('cpu', ['--a'])).toBe(folder);
    expect(xlaCacheFolder('cpu', ['--b'])).not.toBe(folder);
  });

  it('is the one that TensorFlow was given', () => {
    const [given] = /--tf_xla_persistent_cache_directory=(\S+)/
      .exec(process.env.TF_XLA_FLAGS ?? '')!
      .slice(1);
    expect(path.dirname(given)).toBe(path.join(projectRoot(), '.kit', 'xla'));
  });
});

describe('chunks of logits', () => {
  it('stay in the cache of a CPU, and are few on a GPU', () => {
    const [rows, vocabSize] = [2048 * 64, 2048]; // a step of the paper
    expect(nChunks(rows, vocabSize, 'cpu')).toBe(512);
    expect(nChunks(rows, vocabSize, 'gpu')).toBe(4);
    expect(nChunks(216 * 15, 128, 'gpu')).toBe(1);
  });
});
