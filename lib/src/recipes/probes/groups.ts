import { type Attribute, attributes, splitPeople } from '../../datasets';
import type { World } from '../biographies/world';
import type { Stages } from '../stages';
import type { ProbingConfig } from './config';

/** A frozen model, and who trains and who tests its probes. */
export interface Probing<C = ProbingConfig> {
  config: C;
  theta: Float32Array; // [P], of the model
  world: World; // what it was pretrained on
  people: { train: Int32Array; test: Int32Array };
  classes: number[][]; // [people][attributes]
  stages: Stages;
}

const MOST_TEST_PEOPLE = 5000;

/** Who trains the probes, and who tests them: different people. */
export function probePeople({
  nPeople,
  probeShare,
  seed,
}: Pick<ProbingConfig, 'nPeople' | 'probeShare' | 'seed'>): Probing['people'] {
  const [train, test] = splitPeople(nPeople, [probeShare, 1 - probeShare], seed);
  return { train, test: test.subarray(0, MOST_TEST_PEOPLE) };
}

/** Which probes are trained together: places (0 to 5, in the order of the text) x attributes. */
export interface ProbeGroup {
  places: number[];
  attributes: Attribute[];
}

const allPlaces = attributes.map((_, place) => place);

/** The probes at some places in the groups in which they are trained: all at once, or each alone. */
export function groupsOf(
  { probeTraining }: Pick<ProbingConfig, 'probeTraining'>,
  places = allPlaces,
): ProbeGroup[] {
  if (probeTraining === 'joint') return [{ places, attributes: [...attributes] }];
  return places.flatMap((place) =>
    attributes.map((attribute) => ({ places: [place], attributes: [attribute] })),
  );
}

/** The probe at the first place that is trained once more, alone; null where none is. */
export function checkedGroup({ checkAttribute }: ProbingConfig): ProbeGroup | null {
  const attribute = attributes.find((each) => each === checkAttribute);
  return attribute ? { places: [0], attributes: [attribute] } : null;
}
