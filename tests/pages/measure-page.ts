/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Functions that run inside a page: each must stand alone, as its text is sent to the browser.

/** Text whose contrast with its ground is below `least`, as measured from computed styles. */
export function lowContrast(least: number): string[] {
  type Color = [number, number, number, number];
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const parse = (css: string): Color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top: Color, ground: Color): Color => {
    const mixed = [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3]));
    return [...mixed, 1] as Color;
  };
  const luminance = (color: Color): number => {
    const [r, g, b] = color.slice(0, 3).map((value) => {
      const c = value / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element): Color => {
    const layers: Color[] = [];
    for (let e: Element | null = element; e; e = e.parentElement) {
      layers.push(parse(getComputedStyle(e).backgroundColor));
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255, 1]);
  };
  const opacityOf = (element: Element): number => {
    let all = 1;
    for (let e: Element | null = element; e; e = e.parentElement) {
      all *= Number(getComputedStyle(e).opacity);
    }
    return all;
  };

  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement!;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (!text || element.closest('script, style, .katex-mathml')) continue;
    if (element.getClientRects().length === 0) continue;
    const svg = element instanceof SVGElement;
    // Plotly chooses black or white for the numbers of a heat map by the color of their cell.
    if (svg && element.closest('.heatmap-label')) continue;
    const style = getComputedStyle(element);
    const [r, g, b, a] = parse(svg ? style.fill : style.color);
    const ground = groundOf(element);
    const color = over([r, g, b, a * opacityOf(element)], ground);
    const [low, high] = [luminance(color), luminance(ground)].sort((x, y) => x - y);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < least) found.add(`${ratio.toFixed(2)}: ${text.slice(0, 60)}`);
  }
  return [...found];
}

export interface DrawnFigure {
  id: string;
  marks: number; // paths, images and text of its traces
  pictureShown: boolean;
  clipped: string[]; // words that reach out of the figure
}

/** What has been drawn of every figure. */
export function drawnFigures(): DrawnFigure[] {
  return Array.from(document.querySelectorAll('.figure'), (figure) => {
    const frame = figure.querySelector('.plot')!.getBoundingClientRect();
    const words = Array.from(figure.querySelectorAll('.main-svg text'));
    const clipped = words.filter((word) => {
      const { left, right, top, bottom, width } = word.getBoundingClientRect();
      if (width === 0) return false;
      const [dx, dy] = [Math.max(frame.left - left, right - frame.right), bottom - frame.bottom];
      return dx > 2 || dy > 2 || frame.top - top > 2;
    });
    const marks = figure.querySelectorAll(
      '.trace path, .scatterlayer path, .barlayer path, .heatmaplayer image, .plot canvas',
    );
    return {
      id: figure.id,
      marks: marks.length,
      pictureShown: getComputedStyle(figure.querySelector('.picture')!).display !== 'none',
      clipped: clipped.map((word) => word.textContent ?? ''),
    };
  });
}

/** Where data of a figure lie in the window: some points of each trace, and the middle of panels. */
export function hoverTargets(id: string): { x: number; y: number }[] {
  const plot = document.getElementById(id)!.querySelector<any>('.plot');
  plot.scrollIntoView({ block: 'center' });
  const box = plot.getBoundingClientRect();
  const targets: { x: number; y: number }[] = [];
  for (const points of plot.calcdata) {
    const { trace } = points[0];
    if (trace.hoverinfo === 'skip' || trace.visible !== true) continue;
    const [xaxis, yaxis] = [trace.xaxis ?? 'x', trace.yaxis ?? 'y'].map((name: string) => {
      return plot._fullLayout[`${name[0]}axis${name.slice(1)}`];
    });
    if (trace.type === 'heatmap') {
      const [x, y] = [xaxis._offset + xaxis._length * 0.55, yaxis._offset + yaxis._length * 0.55];
      targets.push({ x: box.left + x, y: box.top + y });
      continue;
    }
    for (const share of [0.5, 0.9, 0.1]) {
      const point = points[Math.floor(share * (points.length - 1))];
      const bar = 's1' in point; // from s0 to s1, as wide as p0 to p1
      const x = xaxis.c2p(bar ? (point.p0 + point.p1) / 2 : point.x);
      const y = yaxis.c2p(bar ? (point.s0 + point.s1) / 2 : point.y);
      if (!(x > 1 && x < xaxis._length - 1 && y > 1 && y < yaxis._length - 1)) continue;
      targets.push({ x: box.left + xaxis._offset + x, y: box.top + yaxis._offset + y });
    }
  }
  return targets;
}

/** How far the page can be scrolled sideways, and by what. */
export function sidewaysOverflow(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = Array.from(document.querySelectorAll('main *')).filter((element) => {
    if (element.closest('.scroll, .katex-block, svg')) return false;
    return element.getBoundingClientRect().right > clientWidth + 1;
  });
  return [`${scrollWidth} > ${clientWidth}`, ...wide.map((e) => e.outerHTML.slice(0, 80))];
}

/** Formulas that are wider than their column, or set larger than the text around them. */
export function badFormulas(): string[] {
  const wide = Array.from(document.querySelectorAll('.katex-block'))
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map((block) => `wider than its column: ${block.textContent?.slice(0, 60)}`);
  const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
  const large = Array.from(document.querySelectorAll('.prose .katex'))
    .filter((formula) => size(formula) > 1.1 * size(formula.closest('p, li, .prose')!))
    .map((formula) => `larger than its text: ${formula.textContent?.slice(0, 60)}`);
  return [...wide, ...large];
}

/** Tables of which a column is out of sight. */
export function cutTables(): string[] {
  return Array.from(document.querySelectorAll('.scroll'))
    .filter((box) => box.querySelector('table') && box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.querySelector('tr')?.textContent ?? '');
}

/** Labels of a figure, of ticks, axes, titles and the legend, that lie on each other. */
export function touchingLabels(): string[] {
  const found: string[] = [];
  for (const figure of document.querySelectorAll('.figure')) {
    const labels = Array.from(
      figure.querySelectorAll(
        '.main-svg [class*="tick"] > text, .main-svg .annotation-text, .main-svg .legendtext, ' +
          '.main-svg text[class*="title"]',
      ),
      (element) => ({ element, box: element.getBoundingClientRect() }),
    ).filter(({ box }) => box.width > 0);
    labels.forEach(({ element, box }, i) => {
      for (const other of labels.slice(i + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across <= 1 || down <= 2) continue;
        found.push(`${figure.id}: ${element.textContent} on ${other.element.textContent}`);
      }
    });
  }
  return found;
}
