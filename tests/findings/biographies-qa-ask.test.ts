import { askablePeople, askModels, type AskedRun } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';

const attributes = ['birthDate', 'birthCity', 'university', 'major', 'employer', 'companyCity'];

function run(data: string, says: string, config: Partial<AskedRun['config']> = {}): AskedRun {
  const answer = [says, 0.5, 'Law', 0.25];
  const answers = Object.fromEntries(attributes.map((a) => [a, answer]));
  const shown = ['Ana Bel Cor', 'Dan El Fox'].map((name, i) => ({
    name: config.seed === 2 ? `${name} junior` : name,
    trained: i === 1,
    answers,
  })) as unknown as AskedRun['measurements']['shown'];
  return {
    config: { data, training: 'finetune', exposures: 150, seed: 1, ...config },
    measurements: { shown },
  };
}

const runs = [
  run('single', 'Music'),
  run('multi5+permute', 'Law'),
  run('single', 'Latin', { training: 'mixed' }),
  run('single', 'French', { exposures: 75 }),
  run('single', 'Greek', { seed: 2 }),
];

describe('asking the models', () => {
  it('gives the answer of every model that knows the person, the most exposed of its kind', () => {
    expect(askModels(runs, 'Ana Bel Cor', 'major').map(({ model, says }) => [model, says])).toEqual(
      [
        ['single', 'Music'],
        ['multi5+permute', 'Law'],
        ['single, mixed training', 'Latin'],
      ],
    );
    expect(askModels(runs, 'Ana Bel Cor junior', 'major').map(({ says }) => says)).toEqual([
      'Greek',
    ]);
  });

  it('says how likely the answer and the truth are', () => {
    const [first] = askModels(runs, 'Ana Bel Cor', 'major');
    expect(first).toMatchObject({ probability: 0.5, truth: 'Law', truthProbability: 0.25 });
  });

  it('can be about the people whose answers are stored', () => {
    expect(askablePeople(runs)).toEqual([
      { name: 'Ana Bel Cor', trained: false },
      { name: 'Dan El Fox', trained: true },
    ]);
    expect(askablePeople([])).toEqual([]);
  });

  it('refuses people whom the models do not know, and unknown attributes', () => {
    expect(() => askModels(runs, 'Eve', 'major')).toThrow(
      /No answers about "Eve".*never told of this person.*Ana Bel Cor, Dan El Fox/,
    );
    expect(() => askModels(runs, 'Ana Bel Cor', 'hobby')).toThrow(/attribute "hobby".*birthDate/);
  });
});
