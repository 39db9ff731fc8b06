import { attributes, splitPeople } from '../../datasets';
import { useDevice } from '../../engine';
import { type RunContext, type RunOutcome, stepsOf } from '../../experiment';
import { gptParameterCount } from '../../model';
import { mean } from '../../stats';
import { NOTHING, pretrain } from '../biographies/pretrain';
import { leadOf, type Recall, recallClozes, recallOf } from '../biographies/recall';
import { type SwapTest, swapTest } from '../biographies/swap';
import { celebrityWorld, makeWorld, type World } from '../biographies/world';
import type { PProbeConfig } from '../probes/config';
import { probePeople, type Probing } from '../probes/groups';
import { trainProbes } from '../probes/p-probe';
import { askAfter, type Asking } from '../probes/questions';
import { classNumbers } from '../probes/rows';
import { firstPlace, majorityShares, notNext, type Share, wholeAttributes } from '../probes/tables';
import { questionsAbout } from '../questions/asked';
import { fewerAskedOf } from '../questions/config';
import type { AnswerScores, AskedScores, Majority, QuestionRows } from '../questions/rows';
import { majorityOf } from '../questions/rows';
import { Stages } from '../stages';
import type { MinorityConfig } from './config';
import { fewerName, minorityStages } from './stages';

/** What one run yields: of the minority unless it says otherwise. Shares are between 0 and 1. */
export interface MinorityMeasurements {
  params: number;
  recall: Recall; // of their biographies, before any question
  majority: Majority; // always the same answer, the people tested
  own: AskedScores; // finetuned on questions about half of them, asked about the others
  celebrities: ({ recall: Recall } & AskedCelebrities) | null; // null without any
  /** At the first place of their biographies; null without a probe. */
  probe: (Record<'all' | 'notNext', Share> & { majority: number }) | null;
  swap: SwapTest;
}

/** Finetuned on questions about celebrities, asked about them, about others, and about the minority. */
interface AskedCelebrities extends AskedScores {
  minority: AnswerScores; // the same people as in `own`
  /** The same model finetuned on questions about fewer celebrities. */
  fewer: { asked: number; minority: AnswerScores }[];
}

const FIRST = { places: [0], attributes: [...attributes] };

/** Pretrains one model, looks into it, and asks it about the minority. */
export async function runMinority(
  config: MinorityConfig,
  context: RunContext,
): Promise<RunOutcome<MinorityMeasurements>> {
  useDevice(context.device);
  const world = makeWorld(config);
  const others = celebrityWorld(world);
  const lead = leadOf(config);
  const { swapped: count, seed } = config;
  const stages = new Stages(context, stepsOf(minorityStages(config)), JSON.stringify(config));
  const pretrained = await pretrain(config, world, stages, {
    ...NOTHING,
    after: (program, length) => ({
      swap: swapTest(program, world, { count, lead, length, seed }),
      othersRecall:
        others.people.length > 0 ? recallOf(program, recallClozes(others, lead).whole) : null,
    }),
  });
  const { theta, recall, curves, engine, swap, othersRecall } = pretrained;
  const people = probePeople(config);
  const classes = classNumbers(world.people, config);
  const probing = { config, theta, world, people, classes, stages };
  const probe = config.probeSteps > 0 ? await probed(probing) : null;
  const asking = { config, theta, gpt: world.gpt, stages };
  const about = questionsAbout(config, world);
  const heldOut = about(people.test);
  const own = await askAfter('own', { training: about(people.train), heldOut }, asking);
  const celebrities = othersRecall && {
    recall: othersRecall,
    ...(await askOfCelebrities(config, others, heldOut, asking)),
  };
  const params = gptParameterCount(world.gpt);
  const majority = majorityOf(Array.from(people.test, (i) => world.people[i]));
  const measurements = { params, recall, majority, own, celebrities, probe, swap };
  return { measurements, curves, engine };
}

/** What probes find right after the name, over the attributes of one word. */
async function probed(
  probing: Probing<PProbeConfig>,
): Promise<NonNullable<MinorityMeasurements['probe']>> {
  const { people, classes } = probing;
  const found = await trainProbes(FIRST, probing);
  const shares = majorityShares(classes, people.train, people.test);
  const majority = mean(wholeAttributes.map((attribute) => shares[attribute]));
  return { all: firstPlace(found), notNext: firstPlace(found, notNext), majority };
}

async function askOfCelebrities(
  config: MinorityConfig,
  celebrities: World,
  minority: QuestionRows,
  asking: Asking,
): Promise<AskedCelebrities> {
  const { askedShare, seed } = config;
  const about = questionsAbout(config, celebrities);
  const people = celebrities.people.length;
  const [asked, others] = splitPeople(people, [askedShare, 1 - askedShare], seed);
  const groups = { training: about(asked), heldOut: about(others), minority };
  const all = await askAfter('celebrities', groups, asking);
  const fewer = [];
  for (const some of fewerAskedOf(config)) {
    const few = { training: about(asked.slice(0, some)), minority };
    fewer.push({ asked: some, minority: (await askAfter(fewerName(some), few, asking)).minority });
  }
  return { ...all, fewer };
}
