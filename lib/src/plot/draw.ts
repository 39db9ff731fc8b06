import type { Axis, Figure } from './figure';
import { type Drawn, onePlot, severalPlots } from './panels';
import { type Drawing, type Extent, type FigureSpec, type PanelSpec, shownRuns } from './spec';

function extentOf(drawings: readonly Drawing[]): Extent {
  const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [x, y] = [drawings.flatMap((d) => d.x), drawings.flatMap((d) => d.y)];
  return { x: ends(x), y: ends(y) };
}

/** A panel with its marks drawn and its axes over what they show. */
function drawPanel(spec: PanelSpec): Drawn & { heights: number[] } {
  const { x, y, marks } = spec;
  const extent = extentOf(marks.filter((mark) => typeof mark !== 'function'));
  const drawings = marks.map((mark) => (typeof mark === 'function' ? mark(extent) : mark));
  const heights = drawings.flatMap((drawing) => drawing.y);
  return {
    spec,
    traces: drawings.flatMap(({ traces }) => traces),
    xaxis: x.scale(drawings.flatMap((drawing) => drawing.x)),
    yaxis: y.scale(heights),
    heights,
  };
}

/** The figure of some runs. Throws, naming it and the remedy, where there is nothing to draw. */
export function draw<R, P>(spec: FigureSpec<R, P>, all: readonly R[], paper: P): Figure {
  const runs = shownRuns(spec, all);
  const specs = runs.length > 0 ? [spec.panels(runs, paper)].flat() : [];
  if (specs.length === 0) throw nothingToDraw(spec.title);
  const title = typeof spec.title === 'function' ? spec.title(runs) : spec.title;
  const layout = typeof spec.layout === 'function' ? spec.layout(runs) : spec.layout;
  const panels = specs.map(drawPanel);
  if (panels.length === 1 && specs[0].title === undefined) return onePlot(title, panels[0], layout);
  const shared: Partial<{ yaxis: Axis }> = spec.sharedY
    ? { yaxis: specs[0].y.scale(panels.flatMap(({ heights }) => heights)) }
    : {};
  const across = Math.min(spec.columns ?? 1, panels.length);
  const drawn = panels.map((panel) => ({ ...panel, ...shared }));
  return severalPlots(title, drawn, { columns: across, gap: spec.gap, layout });
}

function nothingToDraw(title: unknown): Error {
  return new Error(
    `The figure${typeof title === 'string' ? ` "${title}"` : ''} has no results to show. ` +
      'Train them with "npm run reproduce", or name a profile that has results in data/.',
  );
}
