import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import type { Axis, ErrorBars, Figure, Trace } from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';

/* What holds for every figure of figures/, whatever it shows. */

const folder = path.join(projectRoot(), 'figures');
const names = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));

type Letter = 'x' | 'y';
const axisOf = ({ layout }: Figure, trace: Trace, letter: Letter): Axis => {
  const name = trace[`${letter}axis`] ?? letter;
  return (layout as Record<string, Axis>)[`${letter}axis${name.slice(1)}`];
};

/** The numbers of a trace along an axis, with the ends of their intervals, in the axis' own units. */
function reach(trace: Trace, axis: Axis, letter: Letter): number[] {
  const bars: Partial<ErrorBars> = trace[`error_${letter}`] ?? {};
  const ends = (trace[letter] ?? []).flatMap((value, i) =>
    typeof value === 'number'
      ? [value - Number(bars.arrayminus?.[i] ?? 0), value, value + Number(bars.array?.[i] ?? 0)]
      : [],
  );
  return axis.type === 'log' ? ends.filter((end) => end > 0).map(Math.log10) : ends;
}

const isShare = ({ title }: Axis): boolean => (title?.text ?? '').includes('(%)');
const isThin = ({ opacity = 1 }: Trace): boolean => opacity < 1; // a single seed behind its median

describe.each(names)('%s', (name) => {
  const figure = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Figure & {
    sources: string[];
  };
  const { data, layout } = figure;

  it('says the profile and the number of the runs that it shows', () => {
    const runs = figure.sources.filter((source) =>
      /^data\/[^/]+\/(quick|standard|paper)\//.test(source),
    );
    const [, , profile] = runs[0].split('/');
    expect(layout.title?.subtitle).toMatchObject({
      text: `profile ${profile}, ${runs.length} runs`,
    });
  });

  it('has all of its marks between the ends of the x axis', () => {
    for (const trace of data) {
      const axis = axisOf(figure, trace, 'x');
      if (!axis.range) continue;
      const [least, most] = axis.range as number[];
      const out = reach(trace, axis, 'x').filter((x) => x < least - 1e-9 || x > most + 1e-9);
      expect({ trace: trace.name, out }).toEqual({ trace: trace.name, out: [] });
    }
  });

  it('has nothing beyond 0 and 100 % of a share, and no interval that leaves its frame', () => {
    for (const trace of data.filter((each) => !isThin(each))) {
      const axis = axisOf(figure, trace, 'y');
      const range = axis.type === 'log' ? undefined : (axis.range as number[] | undefined);
      if (!range) continue;
      const ends = reach(trace, axis, 'y');
      const isBand = trace.fill === 'toself' || trace.error_y !== undefined;
      if (isShare(axis) && range[0] > -10 && range[1] > 100 && range[1] < 110) {
        expect(Math.max(0, ...ends), trace.name).toBeLessThanOrEqual(100 + 1e-9);
      }
      if (isBand) expect(Math.max(0, ...ends), trace.name).toBeLessThanOrEqual(range[1] + 1e-9);
    }
  });
});
