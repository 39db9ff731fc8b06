/*
 * Why numbers may differ from the paper's, for several claims. Shown whatever the numbers are, so
 * each has to be true of all profiles, and says where a reason is a guess.
 */

export const NOT_LEARNED = 'The claims about held-out people presuppose that it is learned.';

export const SMALL =
  'In the profiles quick and standard, models are small, people are hundreds in place of 100,000, and ' +
  'sentences and pools of values are short.';

export const ALL_PARAMETERS =
  "The paper's numbers are those of finetuning with LoRA; this claim is about finetuning of all " +
  'parameters.';

export const MIDDLE_ARMS =
  'Small models may well need the whole of the variety where the half of it is enough for those of ' +
  `the paper; that is a guess. ${SMALL}`;

export const MIXED =
  'Questions about some people have to change how the biographies of the others are stored. That ' +
  `small models learn the two side by side instead is a guess. ${SMALL}`;

export const CHOSEN_ON_FEWER =
  'Where there are learning rates to choose from, they are tried on four fifths of these questions, in ' +
  'as many steps as are then there for all of them: a rate that has just learned the part may not ' +
  'learn the whole.';

export const COARSE_LORA =
  'A low rank learns the questions of single more slowly. The grid of learning rates is coarse; that ' +
  'even its lowest rate is too high for multi5+permute is a guess.';
