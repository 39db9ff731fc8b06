import { gptLayout, gptParameterCount, initialParameters } from 'memorization-kit/model';
import {
  type GptConfig,
  layoutSize,
  parameterSlice,
  validateGptConfig,
} from 'memorization-kit/model';
import { paperTable } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { smallGpt } from './fixture';

const small = { ...smallGpt, vocabSize: 128, seqLength: 16, dModel: 16, nHeads: 4 };

describe('parameter count', () => {
  it("matches every count printed in the paper's Table 1", () => {
    const rows = paperTable('morrisTable1');
    expect(rows).toHaveLength(16);
    for (const { layers, d_model: dModel, params } of rows) {
      const config = { ...small, vocabSize: 2048, seqLength: 64, dModel, nLayers: layers };
      // the table prints three digits
      expect(Number(gptParameterCount(config).toPrecision(3)) / params).toBeCloseTo(1, 2);
    }
  });

  it('is the length of theta, with learned and with rotary positions', () => {
    expect(gptParameterCount(small)).toBe(5616);
    for (const positions of ['learned', 'rotary'] as const) {
      const config = { ...small, positions, nLayers: 3 };
      expect(layoutSize(gptLayout(config))).toBe(gptParameterCount(config));
    }
  });
});

describe('initial parameters', () => {
  const layout = gptLayout({ ...small, nLayers: 2 });

  it('depend on the seed alone', () => {
    expect(initialParameters(layout, 2, 1)).toEqual(initialParameters(layout, 2, 1));
    expect(initialParameters(layout, 2, 2)).not.toEqual(initialParameters(layout, 2, 1));
  });

  it('have the spread of GPT-2, gains of 1 and biases of 0', () => {
    const theta = initialParameters(layout, 2, 1);
    const std = (name: string): number => {
      const values = Array.from(parameterSlice(theta, layout, name));
      return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    };
    expect(std('wte')).toBeCloseTo(0.02, 3);
    expect(std('h1.mlp.fc.weight')).toBeCloseTo(0.02, 2);
    expect(std('h1.mlp.proj.weight')).toBeCloseTo(0.01, 3); // 0.02 / sqrt(2 * 2 layers)
    expect(new Set(parameterSlice(theta, layout, 'lnf.gain'))).toEqual(new Set([1]));
    expect(new Set(parameterSlice(theta, layout, 'h0.attn.qkv.bias'))).toEqual(new Set([0]));
  });
});

describe('a configuration that makes no sense is refused by name', () => {
  it.each<[Partial<GptConfig>, RegExp]>([
    [{ vocabSize: 1 }, /vocabSize must be a whole number of at least 2/],
    [{ nHeads: 3 }, /dModel \(16\) must be divisible by nHeads \(3\)/],
    [{ nLayers: 0 }, /nLayers/],
    [{ dModel: 2.5 }, /dModel/],
    [{ positions: 'rotary', nHeads: 16 }, /head dimension .* must be even/],
    ...[0.3, 0, 2].map((rotaryShare): [Partial<GptConfig>, RegExp] => [
      { positions: 'rotary', rotaryShare },
      /rotaryShare \(.*\) must be a whole number/,
    ]),
  ])('%o', (change, message) => {
    expect(() => validateGptConfig({ ...small, ...change })).toThrow(message);
  });
});
