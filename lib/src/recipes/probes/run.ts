import type { Attribute } from '../../datasets';
import { useDevice } from '../../engine';
import { type RunContext, type RunOutcome, stepsOf } from '../../experiment';
import { gptLayout, gptParameterCount, initialParameters } from '../../model';
import { pretrain } from '../biographies/pretrain';
import type { Recall } from '../biographies/recall';
import { makeWorld } from '../biographies/world';
import { Stages } from '../stages';
import type { ProbingConfig } from './config';
import { probePeople, type Probing } from './groups';
import { checkedAlone, type CheckedProbe, pProbe } from './p-probe';
import { qProbe, type QProbeScores, type QProbeUpdate } from './q-probe';
import type { AskedScores } from '../questions/rows';
import { askProbed } from './questions';
import { classNumbers } from './rows';
import { probingStages } from './stages';
import { firstPlace, majorityShares, notNext, type Share } from './tables';
import { probeTable, type ProbeTable } from './tables';

/** What one run yields. Shares are between 0 and 1; a birth date counts by its month. */
export interface ProbingMeasurements {
  params: number;
  biographies: number;
  recall: Recall | null; // of the biographies, before any probe; null for a random model
  majority: Record<Attribute, number>;
  pProbe: ProbeTable;
  control: ProbeTable; // without the biographies in which the attribute is the next one
  first: Share; // at the first place, over the attributes of one word
  firstControl: Share;
  check: CheckedProbe | null;
  qProbe: Record<QProbeUpdate, QProbeScores> | null; // null for a random model
  qa: AskedScores | null; // the same model, finetuned on questions about the probes' training people
}

/** Pretrains one model on biographies, freezes it, and probes what it has inside. */
export async function runProbing(
  config: ProbingConfig,
  context: RunContext,
): Promise<RunOutcome<ProbingMeasurements>> {
  useDevice(context.device);
  const world = makeWorld(config);
  const { gpt } = world;
  const people = probePeople(config);
  const classes = classNumbers(world.people, config);
  const stages = new Stages(context, stepsOf(probingStages(config)), JSON.stringify(config));
  const pretrained = config.model === 'random' ? null : await pretrain(config, world, stages);
  const theta = pretrained?.theta ?? initialParameters(gptLayout(gpt), gpt.nLayers, config.seed);
  const probing: Probing = { config, theta, world, people, classes, stages };
  const probed = await pProbe(probing);
  const measurements: ProbingMeasurements = {
    params: gptParameterCount(gpt),
    biographies: world.biographies.length,
    recall: pretrained?.recall ?? null,
    majority: majorityShares(classes, people.train, people.test),
    pProbe: probeTable(probed),
    control: probeTable(probed, notNext),
    first: firstPlace(probed),
    firstControl: firstPlace(probed, notNext),
    check: await checkedAlone(probing, probed.right),
    qProbe: pretrained && {
      all: await qProbe('all', probing),
      ends: await qProbe('ends', probing),
    },
    qa: await askProbed(probing),
  };
  return { measurements, curves: pretrained?.curves ?? {}, engine: probed.engine };
}
