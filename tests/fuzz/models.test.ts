import fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { gptParameterCount } from 'memorization-kit/model';
import { loadModel } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../results/made-up.js';
import { decodeTensors, encodeTensors } from '../safetensors';
import { anyJson, clearError, placesIn, replaced, runs } from './bad-input';

const sound = fs.readFileSync(
  path.join(projectRoot(), 'tests/fixtures/kept-models/learned/model.safetensors'),
);
const decoded = decodeTensors(sound);
const content = JSON.parse(decoded.metadata['memorization-kit']);

const folder = testFolder();

/** Loading says what is wrong, naming the file, or the model is whole; the file stays as it is. */
function expectRefusedOrWhole(bytes: Buffer): void {
  const file = path.join(folder, 'some.safetensors');
  fs.writeFileSync(file, bytes);
  const error = clearError(() => {
    const { theta, text, gpt } = loadModel(file);
    expect(theta.length).toBe(gptParameterCount(gpt));
    expect(text.vocabulary).toHaveLength(gpt.vocabSize);
  });
  if (error) expect(error.message).toMatch(/some\.safetensors is no model that can be asked: \S/);
  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
}

describe('a bad file of a model', () => {
  it('cut off, or with bytes changed anywhere', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 9 }), fc.boolean(), (where, put, cut) => {
        const at = where % (sound.length + 1);
        const rest = cut ? Buffer.alloc(0) : sound.subarray(at + put.length);
        expectRefusedOrWhole(Buffer.concat([sound.subarray(0, at), Buffer.from(put), rest]));
      }),
      runs,
    );
  });

  it('with anything in place of what it says about itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(content)), anyJson, (place, value) => {
        const said = JSON.stringify(replaced(content, place, value));
        const metadata = { ...decoded.metadata, 'memorization-kit': said };
        expectRefusedOrWhole(encodeTensors({ ...decoded, metadata }));
      }),
      runs,
    );
  });
});
