import {
  accuracyVsExposures,
  type Figure,
  qaAccuracyBars,
  qaByArmAndAttribute,
  type Trace,
  trainingVsHeldOut,
} from 'memorization-kit/figures';
import { allenZhuQaAccuracy } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { syntheticQaRun } from './synthetic-qa';

const paper = allenZhuQaAccuracy();
const runs = [
  syntheticQaRun({ data: 'multi5+permute', full: 0.8, lora: 0.7 }),
  syntheticQaRun({ data: 'single', full: 0.05, lora: 0.04 }),
  syntheticQaRun({ data: 'single', mixed: 0.3 }),
  syntheticQaRun({ data: 'single', full: 0.02, exposures: 75 }),
];

function trace(figure: Figure, name: string): Trace {
  const found = figure.data.find((t) => t.name === name);
  if (!found)
    throw new Error(`no trace ${name} among ${figure.data.map((t) => t.name).join(', ')}`);
  return found;
}

describe('qaByArmAndAttribute', () => {
  const [heat] = qaByArmAndAttribute(runs, paper).data;

  it("has a row for every arm and way of training, in the paper's order, and the baseline last", () => {
    expect(heat.y).toEqual([
      'single, full finetuning',
      'multi5+permute, full finetuning',
      'single, LoRA',
      'multi5+permute, LoRA',
      'single, mixed training',
      'always the same answer',
    ]);
    expect(heat.x).toHaveLength(7);
  });

  it('has the shares in percent, as colors and as text', () => {
    expect(heat.z?.[1]).toEqual([80, 80, 80, 80, 80, 80, 80]);
    expect(heat.text?.[0][0]).toBe('5.0');
    expect(heat.text?.[1][6]).toBe('80');
    expect([heat.zmin, heat.zmax]).toEqual([0, 100]);
  });
});

describe('qaAccuracyBars', () => {
  const figure = qaAccuracyBars(runs, paper);

  it("has ours with intervals over people and the paper's as hollow bars beside them", () => {
    const ours = trace(figure, 'ours, full finetuning');
    expect(figure.layout.xaxis?.ticktext).toEqual(['single', 'multi5<br>+permute']);
    expect(ours.x).toEqual([0, 1]);
    expect(ours.y).toEqual([5, 80]);
    expect(ours.error_y?.array[1]).toBeCloseTo(100 * 1.962 * Math.sqrt((0.8 * 0.2) / 999), 1);
    const theirs = trace(figure, 'paper, finetuned');
    expect(theirs.x).toEqual([0, 1]);
    expect(theirs.y).toEqual([9.7, 96.6]);
    expect(theirs.marker?.color).toBe('#ffffff');
    expect(trace(figure, 'paper, mixed training').y).toEqual([86.6]); // where there are ours
  });

  it('has the majority baseline, and no bars of methods that were not run', () => {
    expect(trace(figure, 'always the same answer').y?.[0]).toBeCloseTo(3, 9);
    const without = qaAccuracyBars(runs.slice(0, 2), paper);
    expect(without.data.map((t) => t.name)).not.toContain('ours, mixed training');
    expect(without.data.map((t) => t.name)).not.toContain('paper, mixed training');
  });
});

describe('accuracyVsExposures', () => {
  const figure = accuracyVsExposures(runs);

  it('has recall along pretraining, and a marker of what can be asked for each run', () => {
    expect(trace(figure, 'single').y).toEqual([3, 50, 100]);
    const markers = figure.data.filter((t) => t.mode === 'markers' && t.showlegend === false);
    expect(markers.map((t) => t.x)).toEqual([[75, 150], [150]]);
    expect(markers.map((t) => t.y)).toEqual([[2, 5], [80]]);
  });

  it('has mixed training as a dashed line where there is one', () => {
    const dashed = figure.data.filter((t) => t.line?.dash === 'dash' && t.showlegend === false);
    expect(dashed).toHaveLength(1);
    expect(dashed[0].y).toEqual([0, 15, 30]);
  });
});

describe('trainingVsHeldOut', () => {
  it('has both groups of people for every arm', () => {
    const figure = trainingVsHeldOut(runs);
    const of = (name: string) => figure.data.filter((t) => t.name === name);
    expect(of('single').map((t) => [t.line?.dash, t.y])).toEqual([
      [undefined, [0, 90, 100]],
      ['dash', [0, 2.5, 5]],
    ]);
    expect(of('multi5+permute').map((t) => t.y?.[2])).toEqual([100, 80]);
  });
});

describe('without runs', () => {
  it.each([
    ['heat map', () => qaByArmAndAttribute([], paper)],
    ['bars', () => qaAccuracyBars([], paper)],
    ['exposures', () => accuracyVsExposures([])],
    ['finetuning', () => trainingVsHeldOut([])],
  ])('%s say what to do', (_, make) => {
    expect(make).toThrow(/no results to show.*npm run reproduce/s);
  });
});
