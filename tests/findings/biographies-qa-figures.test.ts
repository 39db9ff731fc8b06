import { biographiesQa } from 'memorization-kit/findings';
import type { Figure, Trace } from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';
import * as madeUp from './made-up-runs';
import { syntheticQaRun } from './synthetic-qa';

const runs = [
  syntheticQaRun({ data: 'multi5+permute', full: 0.8, lora: 0.7 }),
  syntheticQaRun({ data: 'single', full: 0.05, lora: 0.04 }),
  syntheticQaRun({ data: 'single', mixed: 0.3 }),
  syntheticQaRun({ data: 'single', full: 0.02, exposures: 75 }),
];

const drawn = (name: string, of = runs) => madeUp.drawn(biographiesQa, name, of);

const named = ({ data }: Figure, name: string): Trace[] => data.filter((t) => t.name === name);

it('the heat map has the arms of each method in the order of the paper, and the baseline last', () => {
  const [heat] = drawn('qa-accuracy-by-arm-and-attribute').data;
  expect(heat.y).toEqual([
    'single, full finetuning',
    'multi5+permute, full finetuning',
    'single, LoRA',
    'multi5+permute, LoRA',
    'single, mixed training',
    'always the same answer',
  ]);
  expect(heat.z?.[1]).toEqual([80, 80, 80, 80, 80, 80, 80]);
  expect(heat.text?.map(([first]) => first)).toEqual(['5.0', '80', '4.0', '70', '30', '3.0']);
});

describe('the bars', () => {
  const figure = drawn('qa-accuracy');

  it("are ours with intervals over trainings and the paper's, where there are ours", () => {
    const [ours] = named(figure, 'ours, full finetuning');
    expect([ours.x, ours.y]).toEqual([
      [0, 1],
      [5, 80],
    ]);
    expect(ours.error_y).toBeUndefined(); // one training
    const second = syntheticQaRun({ data: 'multi5+permute', seed: 2, full: 0.7 });
    const [both] = named(drawn('qa-accuracy', [...runs, second]), 'ours, full finetuning');
    // mean 75, t(1 df) = 12.706, s = 7.07, / sqrt 2 = 5; nothing is above 100 %
    expect(both.error_y?.arrayminus?.[1]).toBeCloseTo(63.5, 1);
    expect(both.error_y?.array[1]).toBeCloseTo(25, 9);
    expect(named(figure, 'paper, finetuned')[0].y).toEqual([9.7, 96.6]);
    expect(named(figure, 'paper, mixed training')[0].y).toEqual([86.6]);
    expect(named(figure, 'always the same answer')[0].y?.[0]).toBeCloseTo(3, 9);
  });

  it('are none of methods that were not run', () => {
    const without = drawn('qa-accuracy', runs.slice(0, 2));
    expect(without.data.filter(({ name }) => name?.includes('mixed'))).toEqual([]);
  });
});

it('exposures: recall, what can be asked at each number of them, and mixed training dashed', () => {
  const figure = drawn('accuracy-vs-exposures');
  expect(named(figure, 'single')[0].y).toEqual([3, 50, 100]);
  const hidden = figure.data.filter((t) => t.showlegend === false);
  const markers = hidden.filter((t) => t.mode === 'markers' && t.name); // the dots of seeds have none
  expect(markers.map(({ name, x, y }) => [name, x, y])).toEqual([
    ['multi5+permute', [150], [80]],
    ['single', [75, 150], [2, 5]],
  ]);
  const dashed = hidden.filter((t) => t.line?.dash === 'dash');
  expect(dashed.map((t) => t.y)).toEqual([[0, 15, 30]]);
});

it('finetuning: both groups of people for every arm', () => {
  const figure = drawn('training-vs-held-out');
  expect(named(figure, 'single').map((t) => [t.line?.dash, t.y])).toEqual([
    [undefined, [0, 90, 100]],
    ['dash', [0, 2.5, 5]],
  ]);
  expect(named(figure, 'multi5+permute').map((t) => t.y?.[2])).toEqual([100, 80]);
});
