import { InvalidArgumentError } from 'commander';
import { type ProfileName } from 'memorization-kit/engine';
import fs from 'node:fs';
import path from 'node:path';

/** Parses an option's value; commander reports the error with the option's name. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < minimum) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${minimum}.`);
    }
    return Number(text);
  };
}

/** Which results are shown where no profile is asked for: the first that has any. */
const preferred: ProfileName[] = ['standard', 'quick', 'paper'];

/**
 * The profiles to look for results in, most wanted first. Those without a folder are left out:
 * planning a sweep makes its datasets, which takes a while for the paper's.
 */
export function profilesWithData(
  finding: string,
  dataDir: string,
  asked?: ProfileName,
): ProfileName[] {
  const wanted = asked ? [asked] : preferred;
  return wanted.filter((profile) => fs.existsSync(path.join(dataDir, finding, profile)));
}
