import { makeQuestions, splitPeople } from '../../datasets';
import type { PretrainConfig } from '../biographies/config';
import type { World } from '../biographies/world';
import { fewerAskedOf, type QuestionConfig } from './config';
import { type QuestionRows, rowMaker } from './rows';

const SHOWN_HELD_OUT = 16; // people whose answers are stored
const SHOWN_TRAINING = 4;
const MOST_EVALUATED = 5000; // people on whom accuracy is measured

/** Who is asked about, split by person: nobody is in two parts but for the training people's own. */
export type Groups = Record<'fit' | 'validation' | 'heldOut', Int32Array>;

export function groupsOf({ nPeople, fitShare, validationShare, seed }: QuestionConfig): Groups {
  const shares = [fitShare, validationShare, 1 - fitShare - validationShare];
  const [fit, validation, heldOut] = splitPeople(nPeople, shares, seed);
  return { fit, validation, heldOut };
}

/** The questions of a run, by what they are for. */
export interface Asked {
  fit: QuestionRows; // trained while the learning rate is chosen
  validation: QuestionRows; // choose it
  training: QuestionRows; // both: trained at the rate that was chosen
  fewer: QuestionRows[]; // about the first few of those people, where that is asked for
  heldOut: QuestionRows; // never trained, and never looked at before the end
  shown: QuestionRows; // some of both, whose answers are stored
}

/** Makes the questions about people: rows of one length, whoever is asked about. */
export function questionsAbout(
  config: PretrainConfig,
  world: World,
): (...people: ArrayLike<number>[]) => QuestionRows {
  const all = makeQuestions(world.people);
  const rows = rowMaker(all, config, world);
  return (...people) => {
    const wanted = new Set(people.flatMap((part) => Array.from(part)));
    return rows(all.filter(({ person }) => wanted.has(person)));
  };
}

/** All questions of a run. */
export function askedOf(config: QuestionConfig, world: World, groups: Groups): Asked {
  const about = questionsAbout(config, world);
  const { fit, validation, heldOut } = groups;
  const trained = [...fit, ...validation];
  return {
    fit: about(fit),
    validation: about(validation),
    training: about(trained),
    fewer: fewerAskedOf(config).map((people) => about(trained.slice(0, people))),
    heldOut: about(heldOut.subarray(0, MOST_EVALUATED)),
    shown: about(heldOut.subarray(0, SHOWN_HELD_OUT), fit.subarray(0, SHOWN_TRAINING)),
  };
}
