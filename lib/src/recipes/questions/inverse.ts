import { makeInverseQuestions } from '../../datasets';
import { shareOf } from '../../stats';
import { exactMatches } from '../biographies/exact-match';
import { likeliest } from '../model-calls';
import { ANSWERS, QUESTION_ROWS } from './answers';
import { type QuestionConfig, ratesOf } from './config';
import { finetuneOptionsOf, withFinetuner } from './finetune';
import { rowMaker } from './rows';
import type { Further } from './run';
import { finetuningStage } from './stages';

/*
 * Inverse search: a pretrained model is finetuned to name the people who have these values, and asked
 * about others. Allen-Zhu & Li 2023, "Physics of Language Models: Part 3.2".
 */

/** How many of some people a model names, given their six values. */
export interface Named {
  people: number;
  full: number; // share of them, first, middle and last name
  first: number; // share of them, first name
}

export interface InverseSearch {
  inverse: { training: Named; heldOut: Named };
}

const NAME = 'inverse';

/** Finetunes on the people who are trained, at the first rate of finetuning, and asks both. */
export const inverseSearch = (config: QuestionConfig, steps: number): Further<InverseSearch> => ({
  stages: [finetuningStage(NAME, steps, config)],
  run({ theta, world, people, stages }) {
    const all = makeInverseQuestions(world.people);
    const rows = rowMaker(all, config, world);
    const about = (some: Int32Array) => rows(Array.from(some, (person) => all[person]));
    const training = about(people.train);
    const of = { gpt: world.gpt, base: theta, length: training.rows.length, steps, stages };
    return withFinetuner({ ...finetuneOptionsOf(config), ...of }, async ({ program, train }) => {
      await train(NAME, training, ratesOf('full', config)[0]);
      const named = ({ questions, rows, spans }: typeof training): Named => {
        const { best } = likeliest(program, ANSWERS, rows, QUESTION_ROWS);
        const right = (words: (length: number) => number): number => {
          const asked = spans.map((span) => ({ ...span, length: words(span.length) }));
          return shareOf(exactMatches(best, rows.targets, asked, rows.length));
        };
        return { people: questions.length, full: right((n) => n), first: right(() => 1) };
      };
      return { inverse: { training: named(training), heldOut: named(about(people.test)) } };
    });
  },
});
