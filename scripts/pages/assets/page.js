// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// What a page does in the browser: it draws its figures over their pictures, one way on a wide
// screen and another on a phone, and on a phone puts the cells of tables with sentences in them
// below each other. Without it the pictures stay, and wide tables scroll.
(function () {
  'use strict';

  const NARROW = 560; // pixels; below it a legend beside the plot leaves no room for the plot
  const SENTENCE = 40; // characters; a column of words this long cannot be narrow

  /** @type {{ react(plot: Element, data: object[], layout: object, config: object): Promise<unknown> }} */
  const plotly = /** @type {any} */ (window).Plotly;

  /** @param {Element} element */
  function drawer(element) {
    const spec = JSON.parse(element.querySelector('script')?.textContent ?? 'null');
    const plot = /** @type {Element} */ (element.querySelector('.plot'));
    /** @type {boolean | null} */
    let drawn = null;
    return async function draw() {
      const narrow = element.clientWidth < NARROW;
      if (narrow === drawn) return;
      drawn = narrow;
      const { data, layout } = narrow ? spec.narrow : spec.wide;
      element.classList.toggle('narrow', narrow);
      element.classList.add('drawn');
      // On a phone a finger that moves over a figure scrolls the page, and a tap shows the value.
      const settings = { ...layout, width: undefined, ...(narrow ? { dragmode: false } : {}) };
      await plotly.react(plot, data, settings, {
        responsive: true,
        displaylogo: false,
        displayModeBar: narrow ? false : 'hover',
        modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'],
      });
    };
  }

  const figures = Array.from(document.querySelectorAll('.figure'), (element) => ({
    element,
    draw: drawer(element),
  }));

  /** One after the other, with a pause for the browser. One that fails keeps its picture. */
  async function drawAll() {
    document.documentElement.dataset.figures = 'drawing';
    for (const { element, draw } of figures) {
      try {
        await draw();
      } catch (error) {
        element.classList.remove('drawn', 'narrow');
        console.error(error);
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
    document.documentElement.dataset.figures = 'drawn';
  }

  /** @param {HTMLTableElement} table */
  function prepareTable(table) {
    const labels = Array.from(table.querySelectorAll('thead th'), (cell) => cell.textContent ?? '');
    const rows = Array.from(table.tBodies[0]?.rows ?? []);
    const cells = rows.flatMap((row) => Array.from(row.cells));
    if (labels.length < 3) return;
    if (!cells.some(({ textContent }) => (textContent ?? '').length > SENTENCE)) return;
    table.classList.add('stack');
    // As blocks the elements would no longer be read out as a table.
    table.setAttribute('role', 'table');
    for (const row of rows) row.setAttribute('role', 'row');
    for (const cell of cells) {
      cell.setAttribute('role', 'cell');
      cell.dataset.label = labels[cell.cellIndex] ?? '';
    }
  }

  for (const table of document.querySelectorAll('table')) prepareTable(table);
  if (figures.length === 0 || !plotly) return;
  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(drawAll, 200);
  });
  void drawAll();
})();
