import { attributes } from 'memorization-kit/datasets';
import { judgeClaim } from 'memorization-kit/experiment';
import {
  celebrities,
  type MinorityConfig,
  type CelebrityRun,
  comparedArms,
  overNumbers,
} from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { celebrityWorld, makeWorld, worldHash } from '../../lib/dist/recipes/biographies/world';
import { claimed, drawn, trace } from './made-up-runs';

const { claims, config, validate, configs } = celebrities;
const CELEBRITIES = { company: 'celebrities', celebrities: 30 } as const;
const small = { nPeople: 20, batchSize: 17 };
const world = (change: Partial<MinorityConfig> = {}) => makeWorld(config({ ...small, ...change }));

describe('a minority in company', () => {
  const alone = world();
  const together = world(CELEBRITIES);
  const beside = world({ ...CELEBRITIES, company: 'other text' });

  it('is told of in the same words whoever else there is', () => {
    for (const { people, biographies } of [together, beside]) {
      expect(people).toEqual(alone.people);
      expect(biographies).toEqual(alone.biographies);
    }
  });

  it('shares no name with a celebrity, and celebrities have five biographies each', () => {
    const { people, biographies } = celebrityWorld(together);
    const names = [...alone.people, ...people].map(({ name }) => name.join(' '));
    expect(new Set(names).size).toBe(50);
    expect(biographies).toHaveLength(150);
    biographies.forEach(({ person, words }) => {
      expect(words.join(' ')).toContain(people[person].name.join(' '));
    });
  });

  /** How often each row of words is shown in all steps. */
  const shown = (of: typeof alone, steps: number): Map<string, number> => {
    const counts = new Map<string, number>();
    for (let step = 0; step < steps; step++) {
      const { rows, length, tokens } = of.batch(step);
      for (let row = 0; row < rows; row++) {
        const words = of.tokenizer.decode(tokens.subarray(row * length, (row + 1) * length));
        const text = words.filter((word) => word !== '<pad>').join(' ');
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    return counts;
  };
  const exposures = 34; // 17 a step: a whole number of steps
  const given = { ...small, exposures };

  it.each([
    ['alone', alone, {}],
    ['with celebrities', together, CELEBRITIES],
    ['with other text', beside, { ...CELEBRITIES, company: 'other text' as const }],
  ])('is shown as often %s, and so is every version of what is beside', (_, of, change) => {
    const counts = shown(of, config({ ...given, ...change }).pretrainSteps);
    const told = [...of.biographies, ...of.company.told].map(({ words }) => words.join(' '));
    expect([...counts.keys()].sort()).toEqual([...new Set(told)].sort());
    for (const times of counts.values()) expect(times).toBe(exposures);
  });

  it('takes as many steps with other text as with celebrities, and more than alone', () => {
    const steps = (change: object) => config({ ...given, ...change }).pretrainSteps;
    expect(steps({ ...CELEBRITIES, company: 'other text' })).toBe(steps(CELEBRITIES));
    expect(steps(CELEBRITIES)).toBe(steps({}) * (1 + (5 * 30) / 20));
  });

  it('celebrities told of once are shown as often as in five versions', () => {
    const once = world({ ...CELEBRITIES, celebrityData: 'single+permute1' });
    const counts = shown(once, config({ ...given, ...CELEBRITIES }).pretrainSteps);
    expect(celebrityWorld(once).people).toEqual(celebrityWorld(together).people);
    for (const { words } of once.company.told) {
      expect(counts.get(words.join(' '))).toBe(5 * exposures);
    }
  });

  it('other text has no names and no values, and is about as long as biographies', () => {
    const words = beside.company.told.flatMap((told) => told.words);
    const people = [...alone.people, ...celebrityWorld(together).people];
    const theirs = new Set(people.flatMap((p) => [...p.name, ...Object.values(p.values).flat()]));
    expect(words.filter((word) => theirs.has(word))).toEqual([]);
    const lengths = alone.biographies.map((biography) => biography.words.length);
    expect(beside.company.told[0].words.length).toBeLessThan(1.1 * Math.max(...lengths));
    expect(beside.company.told[0].words.length).toBeGreaterThan(0.9 * Math.min(...lengths));
  });

  it('is another dataset in another company', () => {
    const hashes = [
      {},
      CELEBRITIES,
      { ...CELEBRITIES, celebrities: 29 },
      { ...CELEBRITIES, celebrityShows: 1 },
      { ...CELEBRITIES, company: 'other text' as const },
    ].map((change) => worldHash(config({ ...small, ...change })));
    expect(new Set(hashes).size).toBe(5);
  });
});

it.each([
  [{ fewerAsked: '10' }, /fewerAsked: no 10 celebrities/],
  [{ ...CELEBRITIES, fewerAsked: '25' }, /fewerAsked: no 25 celebrities/],
  [{ company: 'celebrities' }, /celebrities must be at least/],
] as const)('refuses to ask about celebrities that are not there: %o', (change, message) => {
  expect(() => validate(config(change))).toThrow(message);
});

/** A made-up run: what is answered about the minority, and what follows the name. */
function made(
  change: Partial<MinorityConfig>,
  { answered, probe, recall = 1 }: { answered: number; probe?: number; recall?: number },
): CelebrityRun {
  const filled = config(change);
  const scores = (accuracy: number, people = 100) => ({ accuracy, people });
  const isAlone = filled.company !== 'celebrities';
  const swap = Object.fromEntries(attributes.map((a) => [a, { name: answered, values: 0.1 }]));
  const measurements = {
    params: 1000,
    recall: { all: recall },
    majority: scores(0.05),
    own: { training: scores(1), heldOut: scores(isAlone ? answered : answered / 2) },
    celebrities: isAlone
      ? null
      : {
          recall: { all: 1 },
          training: scores(1, 320),
          heldOut: scores(0.9),
          minority: scores(answered),
          fewer: [{ asked: 100, minority: scores(answered / 2 + 0.02) }],
        },
    probe: probe === undefined ? null : { notNext: { share: probe }, majority: 0.12 },
    swap: { name: swap, values: swap },
  };
  return { config: filled, measurements, curves: {} } as unknown as CelebrityRun;
}

const few = { cities: 10, probeSteps: 10 };
const standard = [1, 2, 3].flatMap((seed) => {
  const d = seed / 1000;
  const of = (number: number) => ({ company: 'celebrities' as const, celebrities: number, seed });
  return [
    made({ seed }, { answered: 0.05 + d }),
    made(of(100), { answered: 0.3 + d }),
    made(of(400), { answered: 0.6 + d }),
    made(of(800), { answered: 0.8 + d }),
    made({ ...of(400), company: 'other text' }, { answered: 0.06 + d }),
    made({ ...of(400), celebrityData: 'single+permute1' }, { answered: 0.07 + d }),
    made({ seed, data: 'single' }, { answered: 0.05 + d }),
    made({ ...of(400), data: 'single' }, { answered: 0.25 + d }),
    made({ ...few, seed }, { answered: 0.1, probe: 0.18 }),
    made({ ...few, ...of(400) }, { answered: 0.6, probe: 0.33 + d }),
  ];
});

describe('the claims of celebrities', () => {
  it.each([
    ['minority-alone', 5.2],
    ['minority-with-celebrities', 60.2],
    ['gain', 55],
    ['other-text', 1],
    ['told-once', 2],
    ['number-of-celebrities', 1],
    ['fixed-order-gains-less', 35],
    ['who-is-asked-about', 2],
    ['found-after-the-name', 15.2],
    ['follows-the-name', 55],
    ['celebrities-answered', 90],
  ])('%s takes the numbers from the arms that it names', (id, expected) => {
    expect(claimed(celebrities, id, standard).value).toBeCloseTo(expected, 6);
  });

  it('compare arms of one size, and probes on the people of few values only', () => {
    const sizes = comparedArms(standard).map(({ config: c }) => [c.celebrities, c.cities]);
    expect(new Set(sizes.map(String))).toEqual(new Set(['0,100', '400,100']));
    expect(overNumbers(standard)).toHaveLength(12);
  });

  it('say nothing of a model that does not know its biographies', () => {
    const forgetful = standard.map((run, i) =>
      i === 2 ? made(run.config, { answered: 0.6, recall: 0.97 }) : run,
    );
    const judged = judgeClaim('gain', claims.gain, forgetful, 'standard');
    expect(judged.outcome).toBe('partly');
    expect(judged.note).toContain('97.0 %: below 99 %');
    expect(judgeClaim('recall', claims.recall, forgetful, 'standard').verdict).toBe('not passed');
  });
});

describe('the figures of celebrities', () => {
  it("have a bar for every arm and the paper's two beside them", () => {
    const { data } = drawn(celebrities, 'minority-accuracy', standard);
    const bars = data.filter(({ type }) => type === 'bar');
    expect(bars.map(({ name, y }) => [name, y!.length])).toEqual([
      ['ours', 6],
      ['paper', 2],
    ]);
    expect(bars[1].y).toEqual([4.4, 86.8]);
  });

  it("have the paper's number where its size is", () => {
    const figure = drawn(celebrities, 'number-of-celebrities', standard);
    expect(trace(figure, 'paper, minority')).toMatchObject({ x: [100_000], y: [86.8] });
  });
});

it("the paper's arms have the steps of the paper, and so a sixth of the exposures in company", () => {
  const [alone, together] = configs('paper');
  expect([alone.pretrainSteps, together.pretrainSteps]).toEqual([80_000, 80_000]);
  expect(alone.exposures / together.exposures).toBeCloseTo(6);
});
