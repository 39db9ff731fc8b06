import {
  letterText,
  makeQuestions,
  numberText,
  randomSequences,
  type TextForm,
  textOf,
} from '../datasets';
import type { ModelForm, RunModels } from '../experiment';
import type { PretrainConfig } from './biographies/config';
import { leadOf } from './biographies/recall';
import { makeWorld } from './biographies/world';
import type { MinorityConfig } from './minority/config';
import { fewerName } from './minority/stages';
import { type ProbingConfig, questionSteps } from './probes/config';
import { probePeople } from './probes/groups';
import { groupsOf } from './questions/asked';
import { fewerAskedOf, type QuestionConfig, ratesOf } from './questions/config';
import { type StringConfig, stringGpt, stringsOf } from './strings/config';
import { type TokenConfig, tokenGpt } from './token-config';

/*
 * Which models the runs of each recipe hand over when somebody wants to keep them, and how they are
 * asked.
 */

const EXAMPLES = 3;

/** Beginnings of rows of tokens, as far as half of them. */
function beginnings(rows: readonly Int32Array[], form: TextForm): ModelForm['examples'] {
  return rows.map((row) => {
    const half = Math.ceil(row.length / 2);
    return { text: textOf(row.subarray(0, half), form), then: textOf(row.subarray(half), form) };
  });
}

/** The model of a run on tokens. */
export const tokenModels: RunModels<TokenConfig> = {
  names: () => ['trained'],
  form(config) {
    const { seqLength } = config;
    const text = numberText(config.vocabSize);
    const nSequences = Math.min(EXAMPLES, config.nSequences);
    const tokens = randomSequences({ ...config, nSequences });
    const rows = Array.from({ length: nSequences }, (_, row) =>
      tokens.subarray(row * seqLength, (row + 1) * seqLength),
    );
    // the last token of a sequence is never read
    const reads = seqLength - 1;
    return { gpt: tokenGpt(config), reads, text, examples: beginnings(rows, text) };
  },
};

/** The model of a run on strings, after the last of them. */
export const stringModels: RunModels<StringConfig> = {
  names: () => ['trained'],
  form(config) {
    const gpt = stringGpt(config);
    const text = letterText(config.vocabSize);
    const shown = stringsOf(config).slice(0, EXAMPLES);
    return { gpt, reads: gpt.seqLength, text, examples: beginnings(shown, text) };
  },
};

/** A model of biographies; the examples are about these people. */
function biographyForm(config: PretrainConfig, about: readonly number[]): ModelForm {
  const { gpt, tokenizer, people, biographies } = makeWorld(config);
  const vocabulary = tokenizer.decode(Array.from({ length: tokenizer.size }, (_, id) => id));
  const [end] = tokenizer.decode([tokenizer.eosId]);
  const examples = about.flatMap((person) => {
    const biography = biographies.find((each) => each.person === person)!;
    const { words, spans, order } = biography;
    const { start, length } = spans[order[0]];
    const questions = makeQuestions([people[person]]);
    const question = questions[person % questions.length];
    return [
      { text: words.slice(0, start), then: words.slice(start, start + length) },
      { text: question.words, then: question.answer },
    ];
  });
  return {
    gpt,
    reads: gpt.seqLength,
    text: { vocabulary, separator: ' ', start: leadOf(config), end },
    examples: examples.map(({ text, then }) => ({ text: text.join(' '), then: then.join(' ') })),
  };
}

/** Pretrained, and finetuned by each method; or of mixed training. */
export const questionModels: RunModels<QuestionConfig> = {
  names: (config) =>
    config.training === 'mixed'
      ? ['mixed']
      : [
          'pretrained',
          ...(['full', 'lora'] as const).filter((method) => ratesOf(method, config).length > 0),
        ],
  form(config) {
    const { fit, heldOut } = groupsOf(config);
    return biographyForm(config, [fit[0], heldOut[0]]);
  },
};

function probedForm(config: PretrainConfig & Pick<ProbingConfig, 'probeShare'>): ModelForm {
  const { train, test } = probePeople(config);
  return biographyForm(config, [train[0], test[0]]);
}

/** The model that is probed, if it was trained, and the one that was finetuned on questions. */
export const probingModels: RunModels<ProbingConfig> = {
  names(config) {
    if (config.model === 'random') return [];
    return questionSteps(config) > 0 ? ['pretrained', 'questions'] : ['pretrained'];
  },
  form: probedForm,
};

/** Pretrained on a minority, in company or not, and finetuned on questions about either. */
export const minorityModels: RunModels<MinorityConfig> = {
  names(config) {
    const fewer = fewerAskedOf(config).map(fewerName);
    const asked = config.company === 'celebrities' ? ['celebrities', ...fewer] : [];
    return ['pretrained', 'own', ...asked];
  },
  form: probedForm,
};
