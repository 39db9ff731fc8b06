import { augmentationOf, makeBiographies, makePeople, paperPeople } from '../../datasets';
import type { TemplateStyle } from '../../datasets';
import { mean } from '../../stats';

const SAMPLE = 200; // people, whose biographies have the mean of all within half a percent

const known = new Map<string, number>();

/** Tokens of a biography with the end token, on average: a word is one. */
export function biographyTokens({
  templates,
  data,
}: {
  templates: TemplateStyle;
  data: string;
}): number {
  const key = `${templates} ${data}`;
  let tokens = known.get(key);
  if (tokens === undefined) {
    const people = makePeople({ ...paperPeople, nPeople: SAMPLE }, 1);
    const all = makeBiographies(people, augmentationOf(data), { templates, seed: 1 });
    tokens = 1 + mean(all.map(({ words }) => words.length));
    known.set(key, tokens);
  }
  return tokens;
}
