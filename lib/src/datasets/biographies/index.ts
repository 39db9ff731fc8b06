export { attributes, forEachAttribute } from './attributes';
export type { Attribute } from './attributes';
export {
  augmentationName,
  augmentationOf,
  biographiesPerPerson,
  paperAugmentations,
} from './augmentation';
export type { Augmentation } from './augmentation';
export { makeBiographies, sentenceText } from './biography';
export type { Biography, BiographyOptions, Span } from './biography';
export { biographiesHash } from './hash';
export { bioRows, longestBiography, packedWindows, windowsPerEpoch, wordRows } from './packing';
export type { PackingOptions, TokenRows } from './packing';
export { bitsPerPerson, classesOf, makePeople, paperPeople, validatePeopleOptions } from './people';
export type { PeopleOptions, Person, Pronoun } from './people';
export { pools } from './pools';
export type { Pool } from './pools';
export { askAbout, makeQuestions, readQuestions } from './questions';
export type { Question } from './questions';
export { splitPeople } from './split';
export { fillTemplate, templatesOf, templateStyles } from './templates';
export type { TemplateStyle } from './templates';
export { makeTokenizer, wordTokenizer } from './tokenizer';
export type { WordTokenizer } from './tokenizer';
