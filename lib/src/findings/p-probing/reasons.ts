export const SOURCE = 'Allen-Zhu & Li 2023';

/*
 * Why numbers may differ from the paper's, for several claims. Shown whatever the numbers are, so
 * each has to be true of all profiles, and says where a reason is a guess.
 */

export const NOT_LEARNED =
  'A model that has not learned all of its biographies needs more exposures. The claims about ' +
  'probes presuppose that it has.';

export const FEW_PEOPLE =
  'A probe has to learn from its people where in a hidden state each class is written. In the ' +
  'profiles quick and standard it has hundreds of them, with few classes, in place of 100,000: it can ' +
  'learn that less well, and shares of the few who are tested scatter more.';

export const SHARED_UPDATE =
  'In the profiles quick and standard, all probes of a model share one update of the embeddings.';
