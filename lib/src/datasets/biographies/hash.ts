import { sha256Hex } from '../hash';
import type { Augmentation } from './augmentation';
import { augmentationName } from './augmentation';
import { type BiographyOptions, makeBiographies } from './biography';
import { makePeople, type PeopleOptions } from './people';

const HASHED_PEOPLE = 200;

/**
 * SHA-256 (hex) that names a dataset of biographies: of its sizes and the words about its first 200
 * people. The others come from the same streams, so that a change in their making shows there.
 */
export function biographiesHash(
  options: PeopleOptions,
  augmentation: Augmentation,
  { templates, seed }: BiographyOptions,
): string {
  const some = { ...options, nPeople: Math.min(options.nPeople, HASHED_PEOPLE) };
  const biographies = makeBiographies(makePeople(some, seed), augmentation, { templates, seed });
  const title = `${options.nPeople} people, ${augmentationName(augmentation)}\n`;
  return sha256Hex([title, ...biographies.map(({ words }) => `${words.join(' ')}\n`)]);
}
