export const SOURCE = 'Speicher et al. 2024';

/*
 * Why numbers may differ from the paper's, for several claims. Shown whatever the numbers are, so
 * each has to be true of all profiles, and says where a reason is a guess.
 */

export const OVERLAP =
  'The two phases can overlap: with many letters, knowing one of them saves more bits than guessing ' +
  'well does, so that a small model memorizes before it has finished guessing. In the ' +
  'profiles quick and standard the vocabulary is small, so that there is less to guess first.';

export const CUT_OFF =
  'A string that was not memorized within the epochs of the profile counts with those that it was ' +
  'shown, which is too few. Epochs of single strings scatter widely.';

export const FROM_SCRATCH =
  "The models in these sequences start from random weights and are tiny beside the paper's, which " +
  'were trained on text before.';

export const LOCAL_TEXT =
  "The paper's models were pretrained on text, ours on a local text that teaches to look at the last " +
  'few letters and nothing else. It is made of all letters, also of those outside of the alphabet, ' +
  'so that these are nothing unusual to the model; whether that is the reason was not tested.';
