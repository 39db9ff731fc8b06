import { type Figure, inWords } from '../plot';
import { exportFigure, renderFigure } from '../plot/export';
import { LiveDisplay, type MimeBundle, inKernel, display } from './display';

export interface ShowFigureOptions {
  name?: string; // writes figures/<name>.json|svg|png|pdf as well
  sources?: readonly string[]; // the result files that the figure shows, for its json
}

/** A figure as a picture and in words; JupyterLab shows the picture in its own pixels. */
async function pictureBundle(figure: Figure): Promise<MimeBundle> {
  const png = await renderFigure(figure, 'png', { scale: 1 });
  return { 'image/png': png.toString('base64'), 'text/plain': inWords(figure) };
}

/** A figure as Plotly's JSON (drawn live by JupyterLab) and as a picture (GitHub, HTML, PDF). */
export async function figureBundle(figure: Figure): Promise<MimeBundle> {
  return {
    'application/vnd.plotly.v1+json': { ...figure, config: { responsive: true } },
    ...(await pictureBundle(figure)),
  };
}

/** Shows a figure below the cell and, given a name, writes it to the figures folder. */
export async function showFigure(
  figure: Figure,
  { name, sources }: ShowFigureOptions = {},
): Promise<void> {
  const files = name ? await exportFigure(figure, name, { sources }) : [];
  if (inKernel()) display(await figureBundle(figure));
  else console.log([inWords(figure), ...files].join('\n  '));
}

/**
 * A figure that follows a run: a picture replaced in place, and at the end the figure itself.
 * Drawing takes 0.1 to 0.3 s in a process of its own, so it is done only now and then.
 */
export class LiveFigure {
  private readonly display = new LiveDisplay();
  private drawing: Promise<void> | null = null;
  private notBefore = 0;

  /** `everyMs`: the least time between two pictures, in milliseconds. */
  constructor(private readonly options: { everyMs?: number } = {}) {}

  /**
   * Draws the figure if it is time for a new picture, else does nothing; returns at once. Given a
   * function, it is called only for the figures that are drawn.
   */
  update(figure: Figure | (() => Figure)): void {
    if (this.drawing || Date.now() < this.notBefore || !inKernel()) return;
    this.drawing = this.draw(typeof figure === 'function' ? figure() : figure)
      .catch(() => {}) // `finish` draws it again, and reports
      .finally(() => (this.drawing = null));
  }

  private async draw(figure: Figure): Promise<void> {
    const start = Date.now();
    this.display.show(await pictureBundle(figure));
    const { everyMs = 500 } = this.options;
    // On a busy machine drawing must not take the processor from the run that it shows.
    this.notBefore = Date.now() + Math.max(everyMs, 3 * (Date.now() - start));
  }

  /** Replaces the picture by the final figure, interactive in JupyterLab; see `showFigure`. */
  async finish(figure: Figure, { name, sources }: ShowFigureOptions = {}): Promise<void> {
    await this.drawing;
    if (name) await exportFigure(figure, name, { sources });
    if (!inKernel()) return console.log(inWords(figure));
    this.display.finish(await figureBundle(figure));
  }
}
