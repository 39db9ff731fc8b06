import { makeInverseQuestions } from '../../datasets';
import { shareOf } from '../../stats';
import { exactMatches } from '../biographies/exact-match';
import { leadOf } from '../biographies/recall';
import { likeliest } from '../model-calls';
import { ANSWERS, QUESTION_ROWS } from './answers';
import { type QuestionConfig, ratesOf } from './config';
import { finetuneOptionsOf, withFinetuner } from './finetune';
import { longestQuestion, questionRows } from './rows';
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
    const { gpt, tokenizer } = world;
    const lead = leadOf(config);
    const all = makeInverseQuestions(world.people);
    const length = longestQuestion(all) + lead.length;
    const about = (some: Int32Array) =>
      questionRows(
        Array.from(some, (person) => all[person]),
        tokenizer,
        lead,
        length,
      );
    const options = { ...finetuneOptionsOf(config), gpt, base: theta, steps, length, stages };
    return withFinetuner(options, async ({ program, train }) => {
      const training = about(people.train);
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
