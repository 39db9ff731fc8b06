import { attributes, type Biography } from '../../datasets';
import type { EngineRecord } from '../../engine';
import { shareOf } from '../../stats';
import type { PProbeConfig } from './config';
import { checkedGroup, groupsOf, type ProbeGroup, type Probing } from './groups';
import { lowRankUpdate, trainProbe } from './probe';
import { probeRows } from './rows';

/** What probes say about the biographies of the people who test them. */
export interface PProbed {
  tested: Biography[];
  right: boolean[][][]; // [places][attributes][tested], those that were probed
  engine: EngineRecord;
}

const MOST_AT_ONCE = 100; // biographies of one call that measures

/**
 * Trains the probes of a group on the biographies of some people and tests them on those of others:
 * a low-rank update of the embedding, and after LayerNorm a classifier for each place and attribute.
 * Source: Allen-Zhu & Li 2023, section 5.1 (P-probing).
 */
export async function trainProbes(
  group: ProbeGroup,
  probing: Probing<PProbeConfig>,
): Promise<PProbed> {
  const { config, world, people } = probing;
  const [trained, tested] = [people.train, people.test].map((persons) => {
    const wanted = new Set(persons);
    return world.biographies.filter(({ person }) => wanted.has(person));
  });
  const rows = (of: Biography[]) => probeRows(of, world, config, group.places);
  const options = {
    ...group,
    stage: probeName(group),
    order: 'probe-order',
    update: lowRankUpdate(world.gpt, config.probeRank, config.seed),
    batchNorm: false,
    train: rows(trained),
    tests: [rows(tested)],
    steps: config.probeSteps,
    batch: config.probeBatch,
    atOnce: Math.min(MOST_AT_ONCE, tested.length),
    learningRate: config.probeLearningRate,
  };
  const { right, engine } = await trainProbe(options, probing);
  return { tested, right: right[0], engine };
}

/** All 36 probes, in the groups in which they are trained. */
export async function pProbe(probing: Probing): Promise<PProbed> {
  const groups = groupsOf(probing.config);
  const probed: PProbed[] = [];
  for (const group of groups) probed.push(await trainProbes(group, probing));
  const right: boolean[][][] = attributes.map(() => []);
  groups.forEach(({ places, attributes: of }, g) =>
    places.forEach((place, p) =>
      of.forEach((attribute, a) => {
        right[place][attributes.indexOf(attribute)] = probed[g].right[p][a];
      }),
    ),
  );
  return { ...probed[0], right };
}

/** A probe trained with all others and alone: the shares of biographies about which it is right. */
export interface CheckedProbe {
  attribute: string;
  joint: number;
  separate: number;
}

/**
 * One probe at the first place once more, alone: does training all together cost accuracy? Null
 * where the configuration names none.
 * @param joint what all probes have right, [places][attributes][tested]
 */
export async function checkedAlone(
  probing: Probing,
  joint: PProbed['right'],
): Promise<CheckedProbe | null> {
  const group = checkedGroup(probing.config);
  if (!group) return null;
  const [attribute] = group.attributes;
  const { right } = await trainProbes(group, probing);
  return {
    attribute,
    joint: shareOf(joint[0][attributes.indexOf(attribute)]),
    separate: shareOf(right[0][0]),
  };
}

/** The stage in which a group is trained: 'probe all', or 'probe 0 employer'. */
export function probeName({ places, attributes: of }: ProbeGroup): string {
  const all = places.length * of.length === attributes.length ** 2;
  return all ? 'probe all' : `probe ${places.join()} ${of.join()}`;
}
