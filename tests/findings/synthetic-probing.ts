import { attributes, forEachAttribute } from 'memorization-kit/datasets';
import { pProbing, type ProbingConfig, type ProbingRun } from 'memorization-kit/findings';

export const MAJORITY = 0.1;

interface Known {
  share(place: number, attribute: number): number | null; // what P-probes find
  name?: number; // what Q-probes find
  qa?: number;
  recall?: number;
}

/** A made-up run; a random model has probes on biographies only. */
export function probingRun(
  data: string,
  { share, name = MAJORITY, qa, recall = 1 }: Known,
  { model = 'pretrained', seed = 1 }: Partial<Pick<ProbingConfig, 'model' | 'seed'>> = {},
): ProbingRun {
  const every = (value: number) => forEachAttribute(() => value);
  const table = attributes.map((_, place) => attributes.map((_, a) => share(place, a)));
  const scores = { train: every(1), test: every(name) };
  const answers = (accuracy: number) => ({ accuracy, byAttribute: every(accuracy) });
  const isRandom = model === 'random';
  const measurements = {
    recall: isRandom ? null : { all: recall, byAttribute: every(recall) },
    majority: every(MAJORITY),
    pProbe: table,
    control: table,
    qProbe: isRandom ? null : { all: scores, ends: scores },
    qa: isRandom || qa === undefined ? null : { training: answers(1), heldOut: answers(qa) },
  } as unknown as ProbingRun['measurements'];
  return { config: pProbing.config({ data, model, seed }), measurements, curves: {} };
}
