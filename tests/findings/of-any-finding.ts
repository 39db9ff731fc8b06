import type { FlatConfig } from 'memorization-kit/engine';
import type { Finding } from 'memorization-kit/findings';
import { expect } from 'vitest';

const profiles = ['quick', 'standard', 'paper'] as const;

/** Of every profile: all configurations are valid, and no run is in a sweep twice. */
export function expectSoundSweeps<C extends FlatConfig, M>(finding: Finding<C, M>): void {
  for (const profile of profiles) {
    const sweep = finding.configs(profile);
    sweep.forEach((config) => expect(() => finding.validate(config)).not.toThrow());
    expect(new Set(sweep.map((config) => JSON.stringify(config))).size).toBe(sweep.length);
  }
}

/** Claims have no value without runs, and partial bands that contain the full ones. */
export function expectSoundClaims<C extends FlatConfig, M>({ claims }: Finding<C, M>): void {
  for (const { measure, bands, id } of claims) {
    expect(measure([]).value, id).toBeNaN();
    for (const { reproduced, partly } of Object.values(bands)) {
      expect(partly[0], id).toBeLessThanOrEqual(reproduced[0]);
      expect(partly[1], id).toBeGreaterThanOrEqual(reproduced[1]);
    }
  }
}
