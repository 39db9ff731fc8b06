import { type Figure, inWords } from '../plot';
import { exportFigure, renderFigure } from '../plot/export';
import { LiveDisplay, type MimeBundle, inKernel, display } from './display';

/** The size of the picture in the notebook, in CSS pixels; `scale` makes it sharper and larger. */
export interface PictureOptions {
  width?: number;
  height?: number;
  scale?: number; // default 1: JupyterLab shows the picture in its own pixels until the mouse is on it
}

export interface ShowFigureOptions extends PictureOptions {
  name?: string; // writes figures/<name>.json|svg|png|pdf as well
  sources?: readonly string[]; // the result files that the figure shows, for its json
}

/** A figure as Plotly's JSON (drawn live by JupyterLab) and as a picture (GitHub, HTML, PDF). */
export async function figureBundle(
  figure: Figure,
  options: PictureOptions = {},
): Promise<MimeBundle> {
  const { width, height, scale = 1 } = options;
  const png = await renderFigure(figure, 'png', { width, height, scale });
  return {
    'application/vnd.plotly.v1+json': { ...figure, config: { responsive: true } },
    'image/png': png.toString('base64'),
    'text/plain': inWords(figure),
  };
}

/** Shows a figure below the cell and, given a name, writes it to the figures folder. */
export async function showFigure(figure: Figure, options: ShowFigureOptions = {}): Promise<void> {
  const { name, sources } = options;
  const files = name ? await exportFigure(figure, name, { sources }) : [];
  if (inKernel()) display(await figureBundle(figure, options));
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
  constructor(private readonly options: PictureOptions & { everyMs?: number } = {}) {}

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
    const png = await renderFigure(figure, 'png', { scale: 1, ...this.options });
    this.display.show({ 'image/png': png.toString('base64'), 'text/plain': inWords(figure) });
    const { everyMs = 500 } = this.options;
    // On a busy machine drawing must not take the processor from the run that it shows.
    this.notBefore = Date.now() + Math.max(everyMs, 3 * (Date.now() - start));
  }

  /** Replaces the picture by the final figure, interactive in JupyterLab; see `showFigure`. */
  async finish(figure: Figure, options: ShowFigureOptions = {}): Promise<void> {
    await this.drawing;
    const { name, sources } = options;
    if (name) await exportFigure(figure, name, { sources });
    if (!inKernel()) return console.log(inWords(figure));
    this.display.finish(await figureBundle(figure, { ...this.options, ...options }));
  }
}
