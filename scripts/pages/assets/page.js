// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// What a page does in the browser: it draws its figures over their pictures, one way on a wide
// screen and another on a phone, and on a phone puts the cells of wide tables below each other. Without
// it the pictures stay, and wide tables scroll.
(function () {
  'use strict';

  const NARROW = 560; // pixels; below it a legend beside the plot leaves no room for the plot

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

  /**
   * Of a table that is too wide for the page the cells of a row are put below each other, with their
   * headings: a column out of sight would not be missed. The style sheet does so on a phone only.
   * @param {HTMLTableElement} table
   */
  function stackIfWide(table) {
    const box = table.closest('.scroll') ?? table.parentElement;
    if (!box || table.rows.length === 0 || box.clientWidth === 0) return;
    table.classList.remove('stack');
    if (box.scrollWidth > box.clientWidth + 1) table.classList.add('stack');
  }

  /** @param {HTMLTableElement} table */
  function prepareTable(table) {
    const labels = Array.from(table.querySelectorAll('thead th'), (cell) => cell.textContent ?? '');
    const rows = Array.from(table.tBodies[0]?.rows ?? []);
    const cells = rows.flatMap((row) => Array.from(row.cells));
    // As blocks the elements would no longer be read out as a table.
    table.setAttribute('role', 'table');
    for (const row of rows) row.setAttribute('role', 'row');
    for (const cell of cells) {
      cell.setAttribute('role', 'cell');
      cell.dataset.label = labels[cell.cellIndex] ?? '';
    }
  }

  const tables = Array.from(document.querySelectorAll('table'));
  const stackAll = () => tables.forEach(stackIfWide);
  tables.forEach(prepareTable);
  stackAll();
  for (const details of document.querySelectorAll('details')) {
    details.addEventListener('toggle', () =>
      details.querySelectorAll('table').forEach(stackIfWide),
    );
  }
  const drawing = figures.length > 0 && plotly;
  let waiting = 0;
  window.addEventListener('resize', () => {
    stackAll();
    clearTimeout(waiting);
    if (drawing) waiting = window.setTimeout(drawAll, 200);
  });
  if (drawing) void drawAll();
})();
