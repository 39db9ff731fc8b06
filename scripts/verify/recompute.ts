import { permutation, randomStream } from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import { plannedRuns, sweep, SweepError } from 'memorization-kit/results';
import type { SweepEvent } from 'memorization-kit/runner';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareResults, type Comparison } from './compare.js';
import type { AnyResult, FolderReport } from './folders.js';

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
  for (const group of grouped(sample)) outcomes.push(...(await recomputeGroup(group, options)));
  return outcomes;
}

/** Runs that one sweep can train: of one finding, profile and number of threads. */
function grouped(sample: readonly AnyResult[]): AnyResult[][] {
  const groups = new Map<string, AnyResult[]>();
  for (const result of sample) {
    const key = `${result.finding}/${result.profile}/${result.provenance.threads}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()];
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
    const again = new Map<string, AnyResult>();
    const failures = new Map<string, string>();
    await sweep(finding, {
      ...options,
      profile,
      indices: asked.map(({ index }) => index),
      dataDir: path.join(folder, 'data'),
      stateDir: path.join(folder, 'state'),
    })
      .catch((error: unknown) => {
        if (!(error instanceof SweepError)) throw error;
        for (const { run, reason } of error.failures) failures.set(run.hash, reason);
        return error.results;
      })
      .then((results) => results.forEach((result) => again.set(result.hash, result)));
    return stored.map((result) => {
      const label = finding.label(result.config);
      const second = again.get(result.hash);
      if (second) {
        const { seconds } = second.provenance;
        return { ...compareResults(result, second), stored: result, label, seconds };
      }
      const reason = failures.get(result.hash) ?? 'given up';
      return {
        ok: false,
        text: `could not be trained: ${reason}`,
        stored: result,
        label,
        seconds: null,
      };
    });
  } finally {
    if (threads === undefined) delete process.env.KIT_THREADS;
    else process.env.KIT_THREADS = threads;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
