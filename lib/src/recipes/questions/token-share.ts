import { makePeople, makeQuestions } from '../../datasets';
import { mean } from '../../stats';
import { biographyTokens } from '../biographies/tokens';
import { type QuestionConfig, questionsPerStep } from './config';

/**
 * The share of the tokens of mixed training that are of questions, where `questionShare` is of the
 * rows. Counted are the tokens that are predicted: all but the first of a biography in a row. The
 * paper's 0.8 is of tokens (Allen-Zhu & Li 2023, appendix C).
 */
export function questionTokenShare(config: QuestionConfig): number {
  const { batchSize, windowLength, leadIn, seed } = config;
  const questions = makeQuestions(makePeople({ ...config, nPeople: 1 }, seed));
  const question = mean(questions.map(({ words, answer }) => words.length + answer.length));
  const unseen = leadIn > 0 || windowLength > 0 ? 0 : 1; // the token that begins a row is not predicted
  const asked = questionsPerStep(config) * (question + 1 - unseen);
  const row = windowLength > 0 ? windowLength - 1 : biographyTokens(config) - 1;
  return asked / (asked + batchSize * row);
}
