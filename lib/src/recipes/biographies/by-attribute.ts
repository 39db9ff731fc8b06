import { type Attribute, attributeName, attributes } from '../../datasets';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import { type PathOf, percentOf, termsOf } from './shares';

/*
 * Figures in which each attribute has its place.
 */

/** The name of an attribute in two lines where it has two words. */
export const inLines = (attribute: Attribute): string =>
  attributeName(attribute).replace(' ', '<br>');

interface Places {
  shift: number; // of the series, so that several do not cover each other
  order?: readonly Attribute[];
}

/** Shares of runs in percent, each run a dot, at the places of their attributes. */
export function byAttribute(
  runs: readonly { measurements: unknown }[],
  path: PathOf,
  look: Omit<plot.Group<never>, 'key' | 'rows'>,
  { shift, order = attributes }: Places,
): plot.Drawing {
  const rows = order.flatMap((attribute, place) => {
    const shares = runs.map(percentOf(termsOf([attribute], path)));
    return shares.flatMap((y) => (y === null ? [] : [{ x: place + shift, y }]));
  });
  const options = { average: percentInterval, lines: false, hover: '%{y:.1f} %' };
  return plot.meansAt([{ ...look, key: look.name, rows }], options);
}

/** A dotted line at each place, as far as `reach` to both sides. */
export const levelAtEach = (name: string, levels: readonly number[], reach: number): plot.Drawing =>
  plot.raw([
    {
      type: 'scatter',
      mode: 'lines',
      name,
      x: levels.flatMap((_, i) => [i - reach, i + reach, null]),
      y: levels.flatMap((level) => [level, level, null]),
      line: { color: plot.gray, dash: 'dot', width: 2 },
      hoverinfo: 'skip',
    },
  ]);
