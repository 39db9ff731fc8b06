import * as tf from '@tensorflow/tfjs';
import { readValues, requireInteger } from '../engine';
import { type TextForm, textOf, tokensOf } from '../datasets';
import type { ModelForm } from '../experiment';
import { gptLogits, gptLayout, views } from '../model';

/** A trained model that can be asked. */
export interface AskableModel extends ModelForm {
  theta: Float32Array; // [P], in the order of gptLayout(gpt)
  about: string; // which model this is, in one line
}

export interface CompletionOptions {
  /** Tokens to say at most; default 12, or as many as the model has room for. */
  tokens?: number;
  /** How many of the likeliest next tokens are listed at each place; default 5. */
  top?: number;
}

/** A token and how likely the model finds it. */
export interface LikelyToken {
  token: string;
  probability: number;
}

/** One place of what a model says. */
export interface SaidToken extends LikelyToken {
  likeliest: LikelyToken[]; // the likeliest first; the model says the first
}

/** How a model goes on with a text. */
export interface Completion {
  model: string;
  prompt: string; // with the tokens that every text begins with
  says: string; // without the end
  probability: number; // of all that it says, the end included
  ended: boolean; // whether the model came to its end
  tokens: SaidToken[];
}

/**
 * What a model says after a text: at each place its likeliest next token, with the probabilities of
 * the likeliest few, in float32. Loads nothing: call `useDevice` before.
 * Throws a RangeError for a word or letter that the model does not know, a text that is empty or
 * leaves no room, and for options that make no sense.
 */
export function completeText(
  model: AskableModel,
  text: string,
  options: CompletionOptions = {},
): Completion {
  const { gpt, reads, text: form, about } = model;
  const { tokens: most = 12, top = 5 } = options;
  requireInteger('tokens', most, 1);
  requireInteger('top', top, 1);
  const prompt = promptOf(text, form, reads);
  const end = form.end === null ? -1 : form.vocabulary.indexOf(form.end);
  const layout = gptLayout(gpt);
  const tokens = [...prompt];
  const said: SaidToken[] = [];
  let ended = false;
  const parameters = tf.tidy(() => views(tf.tensor1d(model.theta), layout));
  try {
    while (!ended && said.length < most && tokens.length <= reads) {
      const { logits } = readValues(() => {
        const row = tf.tensor2d(Int32Array.from(tokens), [1, tokens.length], 'int32');
        const last = [0, tokens.length - 1, 0];
        const all = gptLogits(parameters, row, { ...gpt, compute: 'float32' });
        return { logits: all.slice(last, [1, 1, gpt.vocabSize]) };
      });
      const likeliest = likeliestOf(logits, top);
      const [best] = likeliest;
      said.push({ ...named(best, form), likeliest: likeliest.map((each) => named(each, form)) });
      tokens.push(best.id);
      ended = best.id === end;
    }
  } finally {
    tf.dispose(parameters);
  }
  return {
    model: about,
    prompt: textOf(prompt, form),
    says: textOf(tokens.slice(prompt.length, ended ? -1 : undefined), form),
    probability: said.reduce((product, { probability }) => product * probability, 1),
    ended,
    tokens: said,
  };
}

/** The tokens that the model reads. */
function promptOf(text: string, form: TextForm, reads: number): number[] {
  const start = form.start.map((name) => form.vocabulary.indexOf(name));
  const given = [...tokensOf(text, form)];
  const again = start.length > 0 && start.every((id, i) => given[i] === id); // it is written out
  const prompt = again ? given : [...start, ...given];
  if (prompt.length === 0) {
    throw new RangeError(
      'The text is empty, and nothing starts the texts of this model: give some.',
    );
  }
  if (prompt.length > reads) {
    throw new RangeError(
      `The text has ${prompt.length} tokens, but the model reads at most ${reads}. ` +
        'Leave out its beginning.',
    );
  }
  return prompt;
}

interface Candidate {
  id: number;
  probability: number;
}

const named = ({ id, probability }: Candidate, { vocabulary }: TextForm): LikelyToken => ({
  token: vocabulary[id],
  probability,
});

/** The likeliest tokens, the first among equals first. */
function likeliestOf(logits: ArrayLike<number>, top: number): Candidate[] {
  const values = Array.from(logits);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = values.map((value) => Math.exp(value - greatest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials
    .map((value, id) => ({ id, probability: value / sum }))
    .sort((a, b) => b.probability - a.probability || a.id - b.id)
    .slice(0, top);
}
