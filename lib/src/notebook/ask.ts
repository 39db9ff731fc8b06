import { readSettings } from '../base/node';
import { tokensOf } from '../datasets';
import { useDevice } from '../engine/node';
import {
  type Completion,
  type AskableModel,
  completeText,
  type CompletionOptions,
} from '../recipes/complete-text';
import { loadModel } from '../results';
import { display, type MimeBundle } from './display';
import { formatNumber } from './numbers';
import { tableBundle } from './table';

const asText = (token: string, probability: number): string =>
  `${token} ${formatNumber(probability, 2)}`;

/** What a model says, place by place, with the likeliest tokens at each. */
export function completionBundle(completion: Completion): MimeBundle {
  const { model, prompt, says, probability, ended, tokens } = completion;
  const rows = tokens.map(({ token, probability, likeliest }) => ({
    says: token,
    probability,
    'next likeliest': likeliest
      .slice(1)
      .map((other) => asText(other.token, other.probability))
      .join(', '),
  }));
  const whole = `with probability ${formatNumber(probability, 2)}${ended ? '' : ', so far'}`;
  const caption = `${model}: “${prompt}” … “${says}” (${whole})`;
  return tableBundle(rows, { caption, digits: 3, maxRows: Infinity });
}

/** What a model can be asked: examples from its training, and what it says to each. */
export function examplesBundle(model: AskableModel): MimeBundle {
  const rows = model.examples.map(({ text, then }) => {
    const tokens = tokensOf(then, model.text).length;
    const { says, probability } = completeText(model, text, { tokens, top: 1 });
    return { text, says, probability, truth: then };
  });
  const caption = `${model.about}: examples of what it can be asked`;
  return tableBundle(rows, { caption, digits: 3 });
}

/**
 * Asks a model and shows what it says below the cell, with the probabilities of the likeliest next
 * tokens; without a text, shows examples.
 * @param model one of a live run's `models`, what `loadModel` returns, or the file that it loads
 * Throws as `loadModel` and `completeText` do.
 */
export function ask(
  model: AskableModel | string,
  text?: string,
  options?: CompletionOptions,
): void {
  useDevice(readSettings().device);
  const loaded = typeof model === 'string' ? loadModel(model) : model;
  display(
    text === undefined
      ? examplesBundle(loaded)
      : completionBundle(completeText(loaded, text, options)),
  );
}
