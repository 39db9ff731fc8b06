import { gray } from './colors';
import type { Figure } from './figure';

const LINE = 18; // pixels between the title and the plots that a line below the title takes

/** The figure with a line below its title that says which runs it shows. */
export function withOrigin({ data, layout }: Figure, text: string): Figure {
  const { title = {}, margin = {}, height = 0 } = layout;
  const subtitle = { text, font: { size: 12, color: gray } };
  return {
    data,
    layout: {
      ...layout,
      title: { ...title, subtitle, pad: { ...title.pad, b: (title.pad?.b ?? 0) + LINE } },
      margin: { ...margin, t: (margin.t ?? 0) + LINE },
      height: height + LINE,
    },
  };
}

/** What a figure says of the runs that it shows; nothing where it says nothing. */
export function originOf({ layout }: Figure): string {
  const subtitle = layout.title?.subtitle;
  return (typeof subtitle === 'string' ? subtitle : subtitle?.text) ?? '';
}
