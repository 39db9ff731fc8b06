import { liveCurve } from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';

describe('liveCurve', () => {
  const text = { title: 'Live', yTitle: 'memorized (bits)', totalSteps: 100 };

  it('keeps its axis still while the run goes on', () => {
    const early = liveCurve({ ...text, steps: [0, 1], values: [0, 1] });
    const late = liveCurve({ ...text, steps: [0, 100], values: [0, 1] });
    expect(early.layout.xaxis?.range).toEqual(late.layout.xaxis?.range);
  });

  it('draws an empty frame before the first value', () => {
    const empty = liveCurve({ ...text, steps: [], values: [] });
    expect(empty.data.at(-1)?.x).toEqual([]);
  });

  it('shows the levels to compare with', () => {
    const references = [{ value: 500, name: 'dataset' }];
    const { data, layout } = liveCurve({ ...text, steps: [0], values: [0], references });
    expect(data[0]).toMatchObject({ name: 'dataset', y: [500, 500] });
    expect(layout.yaxis?.range?.[1]).toBeGreaterThan(500);
  });

  it('shows runs before it beside its own, each with its name', () => {
    const before = { steps: [0, 1, 2], values: [0, 9, 12], name: 'float32' };
    const own = { steps: [0, 1], values: [0, 5], name: 'bf16' };
    const { data, layout } = liveCurve({ ...own, more: [before], title: '', yTitle: '' });
    expect(data.map((t) => t.name)).toEqual(['bf16', 'float32']);
    expect(new Set(data.map((t) => t.line?.color)).size).toBe(2);
    expect(layout.yaxis?.range?.[1]).toBeGreaterThan(12);
    expect(layout.xaxis?.range?.[1]).toBeGreaterThan(2);
    expect(layout.showlegend).toBe(true);
  });
});
