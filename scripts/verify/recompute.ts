import { byKey } from 'memorization-kit/base';
import { permutation, randomStream } from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import { type AnyResult, plannedRuns, sweep, SweepError } from 'memorization-kit/results';
import type { SweepEvent } from 'memorization-kit/runner';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareResults, type Comparison } from './compare.js';
import type { FolderReport } from './folders.js';

export interface SampleOptions {
  size: number;
  seed: number;
  longest: number; // seconds a run took when it was stored
}

/**
 * Runs drawn at random among those that took little time, from each finding and profile in turn.
 * Of a run that was resumed the stored seconds are those of its last part, and those of a GPU say
 * nothing about a CPU, so that both are left out.
 */
export function drawSample(
  reports: readonly FolderReport[],
  { size, seed, longest }: SampleOptions,
): AnyResult[] {
  const groups = reports.map(({ finding, profile, results }) => {
    const cheap = results.filter(
      ({ provenance: { seconds, resumed, device } }) =>
        seconds <= longest && !resumed && device === 'cpu',
    );
    const order = permutation(cheap.length, randomStream(seed, `verify/${finding}/${profile}`));
    return Array.from(order, (i) => cheap[i]);
  });
  const most = Math.max(0, ...groups.map((group) => group.length));
  const inTurn = Array.from({ length: most }, (_, i) => groups.flatMap((group) => group[i] ?? []));
  return inTurn.flat().slice(0, size);
}

export interface Recomputed extends Comparison {
  stored: AnyResult;
  label: string;
  seconds: number | null; // null where it could not be trained
}

/** Trains runs again in a temporary folder, on as many threads as before, and compares them. */
export async function recompute(
  sample: readonly AnyResult[],
  options: { jobs?: number; signal?: AbortSignal; onEvent(event: SweepEvent): void },
): Promise<Recomputed[]> {
  const outcomes: Recomputed[] = [];
  // One sweep can train runs of one finding, profile and number of threads.
  const groups = byKey(sample, ({ finding, profile, provenance }) =>
    [finding, profile, provenance.threads].join('/'),
  );
  for (const group of groups.values()) outcomes.push(...(await recomputeGroup(group, options)));
  return outcomes;
}

async function recomputeGroup(
  stored: AnyResult[],
  options: Parameters<typeof recompute>[1],
): Promise<Recomputed[]> {
  const [{ finding: name, profile, provenance }] = stored;
  const finding = findFinding(name);
  const hashes = new Set(stored.map(({ hash }) => hash));
  const asked = plannedRuns(finding, profile).filter(({ hash }) => hashes.has(hash));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-verify-'));
  const threads = process.env.KIT_THREADS;
  process.env.KIT_THREADS = String(provenance.threads); // the workers read it
  try {
    const { results, failures } = await sweep(finding, {
      ...options,
      profile,
      indices: asked.map(({ index }) => index),
      dataDir: path.join(folder, 'data'),
      stateDir: path.join(folder, 'state'),
    }).then(
      (results) => ({ results, failures: [] }),
      (error: unknown) => {
        if (error instanceof SweepError) return error;
        throw error;
      },
    );
    return stored.map((result) => {
      const told = { stored: result, label: finding.label(result.config) };
      const again = results.find(({ hash }) => hash === result.hash);
      if (again) {
        return { ...told, ...compareResults(result, again), seconds: again.provenance.seconds };
      }
      const failure = failures.find(({ run }) => run.hash === result.hash);
      const text = `could not be trained: ${failure?.reason ?? 'given up'}`;
      return { ...told, ok: false, text, seconds: null };
    });
  } finally {
    if (threads === undefined) delete process.env.KIT_THREADS;
    else process.env.KIT_THREADS = threads;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
