import { along, axes, type Axis, type ScaleRun, timeAndSize } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { claimed, drawn, judged, trace } from './made-up-runs';

const { config, configs } = timeAndSize;

/** What a made-up model answers: the arm, and a little for each step along an axis. */
const percentOf = (of: ScaleRun['config']): number => {
  const augmented = of.data === 'multi5+permute';
  const mixed = of.training === 'mixed' ? 60 * of.questionShare : 0;
  const people = (augmented || mixed > 0 ? 10 : 1) * Math.log2(of.nPeople / 200);
  const rest = Math.log2(of.exposures / 45) + Math.log2(of.dModel / 128);
  return (augmented ? 60 : 5) + mixed + people + rest + of.seed / 10;
};

function made(of: ScaleRun['config'], { learned = 1, recall = 1 } = {}): ScaleRun {
  const scores = { training: { accuracy: learned }, heldOut: { accuracy: percentOf(of) / 100 } };
  const isMixed = of.training === 'mixed';
  const measurements = {
    recall: { all: recall },
    majority: { accuracy: 0.05 },
    full: isMixed ? null : scores,
    mixed: isMixed ? scores : null,
  };
  const curves = isMixed ? { mixedHeldOut: { x: [0, 45], y: [0, of.questionShare] } } : {};
  return { config: of, measurements, curves } as unknown as ScaleRun;
}

const standard = configs('standard').map((of) => made(of));
const places = (axis: Axis, runs: ScaleRun[]) => [...new Set(runs.map(axes[axis]))].sort();

describe('runs along an axis', () => {
  it.each([
    ['time', [45, 600]],
    ['size', [128, 256]],
    ['people', [200, 400, 800]],
    ['questions', [0, 0.1, 0.3, 0.6, 0.8, 0.9]],
  ] as const)('differ in nothing else: %s', (axis, expected) => {
    const runs = along(axis)(standard);
    expect(places(axis, runs)).toEqual(expected);
    for (const other of (Object.keys(axes) as Axis[]).filter((each) => each !== axis)) {
      expect(places(other, runs), other).toHaveLength(1);
    }
  });

  it('are none of none', () => {
    expect(along('people')([])).toEqual([]);
  });
});

describe('the claims of time and size', () => {
  it.each([
    ['longer-fails', 5 + Math.log2(600 / 45) + 0.4],
    ['longer-gains-nothing', Math.log2(600 / 45)],
    ['bigger-fails', 5 + 1 + 0.4],
    ['bigger-gains-nothing', 1],
    ['bigger-augmented', 60 + 1 + 0.4],
    ['more-people-gain-nothing', 2],
    ['more-people-augmented', 20],
    ['few-questions-mixed-in', 5 + 6 + 0.4],
    ['most-questions-mixed-in', 5 + 36 + 0.4],
    ['longer-gains-mixed', Math.log2(600 / 45)],
    ['more-questions-more', 1],
  ])('take the numbers from the ends of the axes: %s', (id, value) => {
    expect(claimed(timeAndSize, id, standard).value).toBeCloseTo(value, 6);
  });

  it('are at most partly reproduced by models that did not learn', () => {
    for (const lack of [{ learned: 0.97 }, { recall: 0.97 }]) {
      const some = standard.map((run, i) => (i === 0 ? made(run.config, lack) : run));
      const { outcome, note } = judged(timeAndSize, 'longer-gains-nothing', some);
      expect([outcome, note]).toEqual(['partly', expect.stringContaining('97.0 %')]);
    }
  });

  it('say nothing where an axis has one place only', () => {
    const base = [3, 4, 5].map((seed) => made(config({ seed, data: 'single' })));
    for (const id of ['longer-fails', 'bigger-gains-nothing', 'few-questions-mixed-in']) {
      expect(judged(timeAndSize, id, base).verdict, id).toBe('no data');
    }
  });
});

it("draws our arms on each of the four axes, and the paper's points where its size is", () => {
  const figure = drawn(timeAndSize, 'what-can-be-asked', standard);
  const paper = figure.data.filter(({ name }) => name === 'paper');
  expect(paper.map(({ x }) => x)).toEqual([
    [540, 540],
    [768, 768],
    [100_000, 100_000],
    [0, 0, 0.1, 0.6, 0.8],
  ]);
  const overTime = trace(figure, 'single, 0.6 of questions mixed in');
  expect(overTime.x).toEqual([45, 600]);
  const share = trace(drawn(timeAndSize, 'along-mixed-training', standard), 'share 0.3');
  expect(share.y).toEqual([0, 30]);
});

it('trains for longer, larger and with more people in the profile paper', () => {
  const paper = configs('paper');
  expect(Math.max(...paper.map(({ exposures }) => exposures))).toBe(1350);
  expect(new Set(paper.map(({ nPeople }) => nPeople))).toEqual(new Set([100_000]));
});
