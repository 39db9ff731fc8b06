import type { ProfileName } from 'memorization-kit/engine';
import { bitsPerParameter } from 'memorization-kit/findings';
import {
  plannedRuns,
  shownProfile,
  storedResults,
  type WhichResults,
} from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { storedCapacity, storeMadeUp } from './made-up.js';

const data = storedCapacity();

const shown = (which?: WhichResults) => storedResults(bitsPerParameter, data, which);
const folder = (profile = ''): string => path.join(data, bitsPerParameter.name, profile);
const firstOf = (profile: string): string =>
  path.join(folder(profile), fs.readdirSync(folder(profile)).sort()[0]);

describe('the results that are shown', () => {
  it('are of standard, or else quick, or else paper, or of the profile asked for', () => {
    expect(shown()?.profile).toBe('quick');
    expect(shown({ profile: 'standard' })).toBeNull();
    storeMadeUp(data, 2.5, 'standard');
    expect(shown()?.profile).toBe('standard');
    expect(shown({ profile: 'quick' })?.profile).toBe('quick');
  });

  it('are never of another profile because a run is missing, which is named with the remedy', () => {
    const file = firstOf('standard');
    const text = fs.readFileSync(file, 'utf8');
    fs.rmSync(file);
    const { index, label } = plannedRuns(bitsPerParameter, 'standard').find(
      ({ hash }) => hash === path.basename(file, '.json'),
    )!;
    for (const profile of [undefined, 'standard'] as const) {
      expect(() => shown({ profile })).toThrow(
        `lacks 1 of ${plannedRuns(bitsPerParameter, 'standard').length} runs: ${index} (${label}). ` +
          'To train what is missing:\n  npm run train -- --finding bits-per-parameter ' +
          `--profile standard --index ${index} --data ${data}\nNothing was changed.`,
      );
    }
    const part = shown({ incomplete: true });
    expect([part?.profile, part?.missing.map((run) => run.index)]).toEqual(['standard', [index]]);
    expect(shown({ profile: 'quick' })?.missing).toEqual([]);
    fs.writeFileSync(file, text);
  });

  it('name the keys in which what is stored differs from what is asked for', () => {
    // one that all runs have alike, so that only one stored run is nearest
    const warmupShare = 0.07;
    const changed = {
      ...bitsPerParameter,
      configs: (profile: ProfileName) =>
        bitsPerParameter.configs(profile).map((config) => ({ ...config, warmupShare })),
    };
    const { warmupShare: stored } = bitsPerParameter.defaults;
    const all = bitsPerParameter.configs('standard').length;
    expect(() => storedResults(changed, data)).toThrow(
      `standard holds none of the ${all} runs of the sweep. ${all} stored there with other ` +
        `settings: warmupShare (${stored} stored, ${warmupShare} now). To train what is missing:\n` +
        `  npm run train -- --finding bits-per-parameter --profile standard --data ${data}\n`,
    );
  });

  it('are refused where a file is damaged', () => {
    const file = firstOf('standard');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, 'damaged');
    expect(() => shown({ incomplete: true })).toThrow(path.basename(file));
    fs.writeFileSync(file, text);
  });
});

it('a notebook shows what is stored, unless it is told what, or is to train', () => {
  const profile = (env: Record<string, string> = {}) =>
    shownProfile(bitsPerParameter, { KIT_DATA: data, ...env });
  expect(profile()).toBe('standard');
  expect(profile({ KIT_PROFILE: 'quick' })).toBe('quick');
  expect(profile({ KIT_RERUN: '1' })).toBe('quick');
  fs.rmSync(firstOf('standard'));
  expect(() => profile()).toThrow(/lacks 1 of .*KIT_PROFILE/s);
  expect(profile({ KIT_PROFILE: 'standard' })).toBe('standard');
  fs.rmSync(folder(), { recursive: true });
  expect(profile()).toBe('quick');
});
