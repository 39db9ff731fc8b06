import type { QaRun } from 'memorization-kit/figures';

const attributes = ['birthDate', 'birthCity', 'university', 'major', 'employer', 'companyCity'];
const ofAll = (share: number) => Object.fromEntries(attributes.map((a) => [a, share]));

interface Made {
  data: string;
  seed?: number;
  exposures?: number;
  people?: number;
  full?: number;
  lora?: number;
  mixed?: number; // makes it a run of mixed training
}

/** A made-up run: of a share of the people all six answers are right, of the others none. */
export function syntheticQaRun(made: Made): QaRun {
  const { data, seed = 1, exposures = 150, people = 1000 } = made;
  const scores = (share: number | undefined) => {
    if (share === undefined) return null;
    const right = Math.round(share * people);
    const of = (yes: number) => ({
      people,
      accuracy: yes / people,
      byAttribute: ofAll(yes / people),
      histogram: [people - yes, 0, 0, 0, 0, 0, yes],
    });
    return {
      training: of(people),
      heldOut: of(right),
      learningRate: 1e-3,
      tried: [],
      trainedParams: 1,
    };
  };
  const last = made.mixed ?? made.full ?? 0;
  const labels = { xLabel: '', yLabel: '' };
  const curve = (y: number[]) => ({ x: [0, 50, 100], y, ...labels });
  return {
    config: { data, seed, exposures, training: made.mixed === undefined ? 'finetune' : 'mixed' },
    measurements: {
      recall: { all: 1 },
      majority: { accuracy: 0.03, byAttribute: ofAll(0.03) },
      full: scores(made.full),
      lora: scores(made.lora),
      mixed: scores(made.mixed),
    },
    curves:
      made.mixed === undefined
        ? {
            recall: curve([0.03, 0.5, 1]),
            fullTraining: curve([0, 0.9, 1]),
            fullHeldOut: curve([0, last / 2, last]),
          }
        : { recall: curve([0.03, 0.5, 1]), mixedHeldOut: curve([0, last / 2, last]) },
  };
}
