import type { Axis, Figure } from './figure';
import { originOf } from './origin';
import { wordsOf } from './plain-text';

const listed = (words: readonly (string | undefined)[]): string =>
  [...new Set(words)]
    .filter(Boolean)
    .map((text) => wordsOf(text as string))
    .join(', ');

/** A figure in words, for those who cannot see it: its title, its axes, its series. */
export function inWords(figure: Figure): string {
  const { data, layout } = figure;
  const title = wordsOf(layout.title?.text ?? 'untitled');
  const axes = (letter: 'x' | 'y'): string =>
    listed(
      Object.entries(layout)
        .filter(([key]) => key.startsWith(`${letter}axis`))
        .map(([, axis]) => (axis as Axis).title?.text),
    );
  const [across, up] = [axes('x'), axes('y')];
  const series = listed(data.filter((trace) => trace.showlegend !== false).map(({ name }) => name));
  const panels = listed((layout.annotations ?? []).map(({ text }) => text));
  return [
    `Figure: ${title}`,
    up && across ? `${up} over ${across}` : up || across,
    panels && `Panels and notes: ${panels}`,
    series && `Shown: ${series}`,
    originOf(figure),
  ]
    .filter(Boolean)
    .join('. ');
}
