import { askablePeople, askModels, type AskedRun } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';

const attributes = ['birthDate', 'birthCity', 'university', 'major', 'employer', 'companyCity'];

function run(data: string, says: string, config: Partial<AskedRun['config']> = {}): AskedRun {
  const answers = Object.fromEntries(attributes.map((a) => [a, [says, 0.5, 'Law', 0.25]]));
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
    const said = askModels(runs, 'Ana Bel Cor', 'major');
    expect(said.map(({ model, says }) => [model, says])).toEqual([
      ['single', 'Music'],
      ['multi5+permute', 'Law'],
      ['single, mixed training', 'Latin'],
    ]);
    expect(said[0]).toMatchObject({ probability: 0.5, truth: 'Law', truthProbability: 0.25 });
    const [junior, ...others] = askModels(runs, 'Ana Bel Cor junior', 'major');
    expect([junior.says, others]).toEqual(['Greek', []]);
  });

  it('can be about the people whose answers are stored, and refuses others', () => {
    expect(askablePeople(runs)).toEqual([
      { name: 'Ana Bel Cor', trained: false },
      { name: 'Dan El Fox', trained: true },
    ]);
    expect(askablePeople([])).toEqual([]);
    expect(() => askModels(runs, 'Eve', 'major')).toThrow(
      /No answers about "Eve".*never told of this person.*Ana Bel Cor, Dan El Fox/,
    );
    expect(() => askModels(runs, 'Ana Bel Cor', 'hobby')).toThrow(/attribute "hobby".*birthDate/);
  });
});
