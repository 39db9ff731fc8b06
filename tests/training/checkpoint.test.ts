import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkpointsOfRun, readCheckpoint, writeCheckpoint } from 'memorization-kit/training';
import type { Checkpoint } from 'memorization-kit/training';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderForEach } from '../folder';

const folder = folderForEach();
let file: string;
beforeEach(() => {
  file = path.join(folder.path, 'deep', 'run.safetensors');
});

const checkpoint: Checkpoint = {
  fingerprint: 'run 1, "quoted" ü',
  step: 2,
  losses: Float32Array.of(4.5, 3.25),
  state: {
    theta: Float32Array.of(1, -0, NaN),
    m: Float32Array.of(1e-40, 2, 3),
    v: new Float32Array(3),
  },
};

describe('a checkpoint', () => {
  it('comes back bit for bit', () => {
    expect(readCheckpoint(file, checkpoint.fingerprint)).toBeNull();
    writeCheckpoint(file, checkpoint);
    expect(readCheckpoint(file, checkpoint.fingerprint)).toEqual(checkpoint);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['run.safetensors']);
  });

  it('follows the safetensors layout', () => {
    writeCheckpoint(file, checkpoint);
    const bytes = fs.readFileSync(file);
    const length = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
    expect(header.theta).toEqual({ dtype: 'F32', shape: [3], data_offsets: [0, 12] });
    expect(header.__metadata__.step).toBe('2');
    expect(length % 8).toBe(0);
    expect(bytes.length).toBe(8 + length + 4 * (3 + 3 + 3 + 2));
    expect(bytes.readFloatLE(8 + length)).toBe(1);
  });

  it('of another run is refused and kept', () => {
    writeCheckpoint(file, checkpoint);
    expect(() => readCheckpoint(file, 'run 2')).toThrow(
      /run\.safetensors.*other settings.*Move it away/,
    );
    expect(fs.existsSync(file)).toBe(true);
  });

  it('of a run is known by its hash: a key that was added later, by default, orphans none', () => {
    const of = (hash: string) => checkpointsOfRun(file, hash);
    of('a1')('', '{"steps":2}').write(checkpoint);
    expect(of('a1')('', '{"steps":2,"added":0}').read()?.step).toBe(2);
    expect(() => of('b2')('', '{"steps":2}').read()).toThrow(/other settings/);
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['of 5 bytes', (b) => b.subarray(0, 5), /shorter than its own header length/],
    ['of 40 bytes', (b) => b.subarray(0, 40), /cut off or foreign/],
    ['that lacks a byte', (b) => b.subarray(0, b.length - 1), /cut off or do not fit/],
    ['with a bad header', (b) => Buffer.from(b).fill('?', 8, 9), /not JSON/],
    ['of text', () => Buffer.from('hello, I am a text file'), /cut off or foreign/],
  ])('%s is refused with the reason', (_, damage, message) => {
    writeCheckpoint(file, checkpoint);
    fs.writeFileSync(file, damage(fs.readFileSync(file)));
    expect(() => readCheckpoint(file, checkpoint.fingerprint)).toThrow(message);
  });

  it('that cannot be written leaves the old one whole', () => {
    const long = path.join(folder.path, 'x'.repeat(250)); // no room for the temporary file's longer name
    writeCheckpoint(file, checkpoint);
    fs.copyFileSync(file, long);
    expect(() => writeCheckpoint(long, { ...checkpoint, step: 3 })).toThrow(
      /Cannot write .*too long/,
    );
    expect(readCheckpoint(long, checkpoint.fingerprint)?.step).toBe(2);
  });
});
