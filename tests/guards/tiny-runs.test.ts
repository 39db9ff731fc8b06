import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadTensorFlow, projectRoot } from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyRuns } from './tiny-configs';

/*
 * The numbers of a tiny run of every recipe. On the processor on which the fixture was made they are
 * the same to the last bit; on another one they are close. KIT_TEST_WRITE_GUARDS=1 makes the fixture.
 */

/** The processor's name and a digest of what it can do: many have the same name. */
function processor(): string {
  const info = '/proc/cpuinfo';
  const flags = fs.existsSync(info) ? /^flags.*$/m.exec(fs.readFileSync(info, 'utf8'))?.[0] : '';
  const digest = createHash('sha256').update(flags ?? '');
  return `${os.cpus()[0].model} ${digest.digest('hex').slice(0, 8)}`;
}

interface Kept {
  cpu: string;
  digests: Record<string, string>; // SHA-256 of measurements and curves
  firstLoss: Record<string, number>; // of the training, in nats
}

const file = path.join(projectRoot(), 'tests/fixtures/tiny-runs.json');
const writes = process.env.KIT_TEST_WRITE_GUARDS === '1';
const kept = writes ? null : (JSON.parse(fs.readFileSync(file, 'utf8')) as Kept);
const cpu = processor();
const made: Kept = { cpu, digests: {}, firstLoss: {} };

beforeAll(() => {
  process.env.KIT_KERNELS = 'composed'; // the reference, whatever kernels the machine has
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

async function train(name: string, overrides: object): Promise<{ digest: string; loss: number }> {
  let loss = NaN;
  const finding = findFinding(name);
  const config = finding.config(overrides);
  const { measurements, curves } = await finding.run(config, {
    device: 'cpu',
    signal: new AbortController().signal,
    checkpoints: null,
    onProgress(progress) {
      if (Number.isNaN(loss)) loss = progress.loss ?? NaN;
    },
  });
  const text = JSON.stringify({ measurements, curves });
  return { digest: createHash('sha256').update(text).digest('hex'), loss };
}

describe.each(Object.entries(tinyRuns))('%s', (name, runs) => {
  it.each(Object.entries(runs))('%s', async (label, overrides) => {
    const key = `${name}: ${label}`;
    const { digest, loss } = await train(name, overrides);
    if (!kept) {
      made.digests[key] = digest;
      made.firstLoss[key] = loss;
      fs.writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
      return;
    }
    expect(Math.abs(loss / kept.firstLoss[key] - 1)).toBeLessThan(1e-3);
    if (kept.cpu === cpu) expect(digest).toBe(kept.digests[key]);
  });
});
