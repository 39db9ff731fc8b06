import { attributes } from 'memorization-kit/datasets';
import { biographiesQa, type QaRun } from 'memorization-kit/findings';

const ofAll = (share: number) => Object.fromEntries(attributes.map((a) => [a, share]));

interface Made {
  data: string;
  seed?: number;
  exposures?: number;
  people?: number;
  full?: number;
  lora?: number;
  mixed?: number; // makes it a run of mixed training
  hiddenShare?: number;
  hidden?: 'values' | 'template words';
  follows?: number; // how often a value follows the name in the swap test
  fewer?: [people: number, share: number][];
  named?: number; // share of the held-out people who are named, given their values
}

/** A made-up run: of a share of the people all six answers are right, of the others none. */
export function syntheticQaRun(made: Made): QaRun {
  const { data, seed = 1, exposures = 150, people = 1000 } = made;
  const scores = (share: number | undefined) => {
    if (share === undefined) return null;
    const of = (yes: number) => ({
      people,
      accuracy: yes / people,
      byAttribute: ofAll(yes / people),
      histogram: [people - yes, 0, 0, 0, 0, 0, yes],
    });
    return { training: of(people), heldOut: of(Math.round(share * people)) };
  };
  const { hiddenShare = 0, hidden = 'values', follows, fewer, named } = made;
  const few = fewer?.map(([people, share]) => ({
    training: { people },
    heldOut: { accuracy: share },
  }));
  const last = made.mixed ?? made.full ?? 0;
  const curve = (y: number[]) => ({ x: [0, 50, 100], y });
  const recall = curve([0.03, 0.5, 1]);
  const answers = curve([0, last / 2, last]);
  const training = made.mixed === undefined ? 'finetune' : 'mixed';
  const followed = Object.fromEntries(
    attributes.map((attribute) => [attribute, { name: follows, values: 0.1 }]),
  );
  const run = {
    config: { ...biographiesQa.config({ exposures, seed, training, hiddenShare, hidden }), data },
    measurements: {
      recall: { all: 1 },
      majority: { accuracy: 0.03, byAttribute: ofAll(0.03) },
      full: made.full === undefined ? null : { ...scores(made.full), ...(fewer && { fewer: few }) },
      ...(follows !== undefined && { swap: { name: followed, values: followed } }),
      ...(named !== undefined && { inverse: { training: { full: 1 }, heldOut: { full: named } } }),
      lora: scores(made.lora),
      mixed: scores(made.mixed),
    },
    curves:
      training === 'finetune'
        ? { recall, fullTraining: curve([0, 0.9, 1]), fullHeldOut: answers }
        : { recall, mixedHeldOut: answers },
  };
  return run as unknown as QaRun;
}
