import fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkpointFiles, readCheckpoint, train, writeCheckpoint } from 'memorization-kit/training';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../results/made-up.js';
import { decodeTensors } from '../safetensors';
import {
  anyJson,
  clearError,
  expectClear,
  placesIn,
  replaced,
  runs,
  trickyText,
} from './bad-input';

const file = path.join(testFolder(), 'run.checkpoint');
const values = (n: number) => Float32Array.from({ length: n }, (_, i) => i / 7);
writeCheckpoint(file, {
  fingerprint: 'mine',
  step: 3,
  losses: values(3),
  state: { theta: values(5), m: values(5), v: values(5), unchanged: values(3) },
});
const sound = fs.readFileSync(file);

const headerLength = () => Number(sound.readBigUInt64LE());
const header = () => JSON.parse(sound.subarray(8, 8 + headerLength()).toString());
const data = () => sound.subarray(8 + headerLength());

/** The file with another header; `length` is what it says about the header's length. */
function withHeader(content: string, length?: bigint, values = data()): Buffer {
  const bytes = Buffer.from(content);
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt.asUintN(64, length ?? BigInt(bytes.length)));
  return Buffer.concat([start, bytes, values]);
}

/** Reading says what is wrong, naming the file, and leaves the file as it is. */
function expectRefusedOrWhole(bytes: Buffer): void {
  fs.writeFileSync(file, bytes);
  clearError(() => decodeTensors(bytes));
  const error = clearError(() => readCheckpoint(file, 'mine'));
  if (error) {
    expect(error.message).toMatch(
      /^The checkpoint .*run\.checkpoint cannot be used: .*Move it away/s,
    );
  } else {
    const { step, losses } = readCheckpoint(file, 'mine')!;
    expect(losses).toHaveLength(step);
  }
  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
}

describe('a bad checkpoint', () => {
  it('cut off, or with bytes changed or put in anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 9 }), fc.nat(2)), {
          minLength: 1,
          maxLength: 3,
        }),
        (harms) => {
          const bytes = harms.reduce((bad, [where, put, kind]) => {
            const at = where % (bad.length + 1);
            const rest = [bad.subarray(0, 0), bad.subarray(at + put.length), bad.subarray(at)][
              kind
            ];
            return Buffer.concat([bad.subarray(0, at), kind === 0 ? rest : Buffer.from(put), rest]);
          }, sound);
          expectRefusedOrWhole(bytes);
        },
      ),
      runs,
    );
  });

  it('of any bytes, or with any length of its header', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => withHeader('{}', n)),
          fc
            .integer({ min: -20, max: 900 })
            .map((n) => withHeader(JSON.stringify(header()), BigInt(n))),
        ),
        expectRefusedOrWhole,
      ),
      runs,
    );
  });

  it('with a header of any JSON, or of none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyJson.map((value) => JSON.stringify(value)),
          trickyText,
        ),
        (text) => expectRefusedOrWhole(withHeader(text)),
      ),
      runs,
    );
  });

  // What headers lie about: sizes that overflow, offsets that overlap, point outside or run backwards.
  const number = fc.oneof(
    fc.constantFrom(0, 1, 3, 5, 12, 20, 72, -1, -20, 1.5, 2 ** 31, 2 ** 53, 1e308),
    fc.integer(),
  );
  const lie = fc.oneof(
    anyJson,
    number,
    fc.array(number, { maxLength: 3 }),
    fc.record({
      dtype: fc.constantFrom('F32', 'F16', 'x'),
      shape: fc.array(number),
      data_offsets: fc.array(number),
    }),
    fc.record({
      dtype: fc.constant('F32'),
      shape: fc.constant([5]),
      data_offsets: fc.tuple(number, number),
    }),
  );

  it('with a header that lies', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(trickyText), lie, fc.boolean(), (where, key, value, away) => {
        const places = placesIn(header());
        const place = places[where % places.length];
        const bad = replaced(
          header(),
          key === null ? place : [...place, key],
          away ? undefined : value,
        );
        expectRefusedOrWhole(withHeader(JSON.stringify(bad) ?? ''));
      }),
      runs,
    );
  });

  it('of a sound form whose arrays are of another size, or missing, does not start a training', async () => {
    const size = fc.constantFrom(0, 1, 4, 5, 6);
    const state = fc.record(
      { theta: size, m: size, v: size, unchanged: size },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(state, fc.constantFrom(0, 2, 3, 9), async (sizes, step) => {
        fs.rmSync(file, { force: true });
        writeCheckpoint(file, {
          fingerprint: 'mine',
          step,
          losses: new Float32Array(step),
          state: Object.fromEntries(
            Object.entries(sizes).map(([name, n]) => [name, new Float32Array(n ?? 0)]),
          ),
        });
        const bytes = fs.readFileSync(file);
        const written: string[] = [];
        const program = {
          read: () => new Float32Array(5),
          write: (name: string) => void written.push(name),
          call: () => {
            throw new Error('It was trained.');
          },
        };
        const error = await train(program as never, {
          steps: 4,
          optimizer: { beta1: 0.9, beta2: 0.9 } as never,
          learningRate: () => 1,
          batch: () => ({}),
          record: { unchanged: new Float32Array(4) },
          checkpoint: checkpointFiles(file, 100)('', 'mine'),
        }).catch((caught: unknown) => caught as Error);
        expectClear(error);
        const fits =
          sizes.theta === 5 &&
          sizes.m === 5 &&
          sizes.v === 5 &&
          sizes.unchanged === step &&
          step <= 4;
        if (fits) expect((error as Error).message).toBe('It was trained.');
        else {
          expect((error as Error).message).toContain(path.basename(file));
          expect(written).toEqual([]); // nothing was taken over from it
        }
        expect(fs.readFileSync(file).equals(bytes)).toBe(true);
      }),
      { ...runs, examples: [[{ theta: 5, m: 5, v: 5 }, 0]] }, // absent is not the same as empty
    );
  });

  it.each([
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n',
      /pointer of git-lfs.*git lfs pull/,
    ],
    ['<!DOCTYPE html><html><title>Sign in</title></html>', /a web page.*download that/],
    ['\n <html lang="en"></html>', /a web page/],
    ['PK\x03\x04\0\0\x08\x08', /a zip archive/],
    ['PK\x03\x04\0\0\0\0 and so on', /a zip archive/],
    ['{}', /a text in JSON/],
    ['{"weight_map": {}}', /a text in JSON/],
    ['\x80\x02}q\x01.', /a Python pickle/],
  ])('that is another kind of file is named for what it is: %j', (text, message) => {
    fs.writeFileSync(file, Buffer.from(text, 'latin1'));
    expect(() => readCheckpoint(file, 'mine')).toThrow(message);
  });

  it('of safetensors, but without tensors or of something else, is told as that', () => {
    for (const content of ['{}', '{"__metadata__":{"format":"pt"}}']) {
      fs.writeFileSync(file, withHeader(content, undefined, Buffer.alloc(0)));
      expect(() => readCheckpoint(file, 'mine')).toThrow(/it holds no tensors/);
    }
    const one = { weight: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
    fs.writeFileSync(file, withHeader(JSON.stringify(one), undefined, Buffer.alloc(4)));
    expect(() => readCheckpoint(file, 'mine')).toThrow(/holds tensors, but is no checkpoint/);
  });
});
