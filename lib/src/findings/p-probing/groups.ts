import { type Attribute, attributes } from '../../datasets';
import type { World } from '../../recipes/biographies/world';
import type { ProbingConfig } from './config';

/** The model that is probed, and what it was pretrained on. */
export interface FrozenModel {
  theta: Float32Array; // [P]
  world: World;
}

/** Which probes are trained together: places (0 to 5, in the order of the text) x attributes. */
export interface ProbeGroup {
  places: number[];
  attributes: Attribute[];
}

export const ALL_PROBES: ProbeGroup = {
  places: attributes.map((_, i) => i),
  attributes: [...attributes],
};

/** The probes of a run in the groups in which they are trained. */
export function groupsOf({ probeTraining }: ProbingConfig): ProbeGroup[] {
  if (probeTraining === 'joint') return [ALL_PROBES];
  return ALL_PROBES.places.flatMap((place) =>
    attributes.map((attribute) => ({ places: [place], attributes: [attribute] })),
  );
}

/** How many trainings of Q-probes: all attributes in one, or each its own. */
export const qGroupsOf = ({ probeTraining }: ProbingConfig): Attribute[][] =>
  probeTraining === 'joint' ? [[...attributes]] : attributes.map((attribute) => [attribute]);
