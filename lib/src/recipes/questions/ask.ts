import { byKey, oneOf } from '../../base';
import { type Attribute, attributes } from '../../datasets';
import type { ShownPerson } from './answers';

/** What of a result is needed to ask its model. */
export interface AskedRun {
  config: { data: string; training: string; exposures: number; seed: number };
  measurements: { shown: ShownPerson[] };
}

/** One model's answer. */
export interface ModelAnswer {
  model: string; // 'multi5+permute', 'single, mixed training'
  says: string; // by greedy decoding
  probability: number; // of what it says
  truth: string;
  truthProbability: number;
}

const modelName = ({ config }: AskedRun): string =>
  config.training === 'mixed' ? `${config.data}, mixed training` : config.data;

/** The people whose answers are stored with these runs: those of the first seed. */
export const askablePeople = (runs: readonly AskedRun[]): Pick<ShownPerson, 'name' | 'trained'>[] =>
  (runs[0]?.measurements.shown ?? []).map(({ name, trained }) => ({ name, trained }));

/**
 * What every model says about an attribute of a person, as stored with its result; of several numbers
 * of exposures the one with the most.
 * Throws a RangeError that lists the people when there are no answers about this one, and one that
 * lists the attributes.
 */
export function askModels(
  runs: readonly AskedRun[],
  name: string,
  attribute: string,
): ModelAnswer[] {
  const asked = oneOf<Attribute>('attribute', attribute, attributes);
  const personIn = ({ measurements }: AskedRun): ShownPerson | undefined =>
    measurements.shown.find((shown) => shown.name === name); // else a person of another seed
  const models = byKey(runs.filter(personIn), modelName);
  if (models.size === 0) {
    const names = askablePeople(runs).map((person) => person.name);
    throw new RangeError(
      `No answers about "${name}" are stored: the models were never told of this person, or the ` +
        `answers are not among those kept. Ask about one of: ${names.join(', ')}.`,
    );
  }
  return [...models].map(([model, same]) => {
    const most = same.reduce((a, b) => (b.config.exposures > a.config.exposures ? b : a));
    const [says, probability, truth, truthProbability] = personIn(most)!.answers[asked];
    return { model, says, probability, truth, truthProbability };
  });
}
