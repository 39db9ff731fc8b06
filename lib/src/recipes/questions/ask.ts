import { oneOf } from '../../base';
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
export function askablePeople(runs: readonly AskedRun[]): Pick<ShownPerson, 'name' | 'trained'>[] {
  return (runs[0]?.measurements.shown ?? []).map(({ name, trained }) => ({ name, trained }));
}

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
  const answers = new Map<string, { exposures: number; answer: ModelAnswer }>();
  for (const run of runs) {
    const person = run.measurements.shown.find((shown) => shown.name === name);
    if (!person) continue; // a person of another seed
    const model = modelName(run);
    const { exposures } = run.config;
    if ((answers.get(model)?.exposures ?? 0) >= exposures) continue;
    const [says, probability, truth, truthProbability] = person.answers[asked];
    const answer = { model, says, probability, truth, truthProbability };
    answers.set(model, { exposures, answer });
  }
  if (answers.size === 0) {
    const names = askablePeople(runs).map((person) => person.name);
    throw new RangeError(
      `No answers about "${name}" are stored: the models were never told of this person, or the ` +
        `answers are not among those kept. Ask about one of: ${names.join(', ')}.`,
    );
  }
  return [...answers.values()].map(({ answer }) => answer);
}
