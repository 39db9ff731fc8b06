import { makeInverseQuestions, makePeople } from 'memorization-kit/datasets';
import { biographiesQa } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { quiet } from '../findings/trained-runs';
import { tinyRuns } from '../guards/tiny-configs';

const tiny = biographiesQa.config({
  ...tinyRuns['biographies-qa']['lead-in of none, permuted'],
  data: 'multi5+permute',
  finetuneRates: '0.003',
  inverseSteps: 400,
});

describe('inverse search', () => {
  it('gives the six values of a person and asks for the name', () => {
    const people = makePeople(tiny, 1);
    const questions = makeInverseQuestions(people);
    expect(questions).toHaveLength(tiny.nPeople);
    questions.forEach(({ person, words, answer }) => {
      expect(answer).toEqual(people[person].name);
      expect(words).toEqual([...Object.values(people[person].values).flat(), '?']);
    });
  });

  it('is learned of the people of the finetuning, and asked of the others', async () => {
    const { measurements } = await biographiesQa.run(tiny, quiet);
    const { training, heldOut } = measurements.inverse!;
    expect(training.people + heldOut.people).toBe(tiny.nPeople);
    expect(training.full).toBe(1);
    for (const { full, first } of [training, heldOut]) expect(full).toBeLessThanOrEqual(first);
    expect(heldOut.full).toBeLessThan(0.5);
  }, 120_000);

  it('goes without mixed training', () => {
    const config = { ...tiny, training: 'mixed' as const };
    expect(() => biographiesQa.validate(config)).toThrow(/inverseSteps/);
  });
});
