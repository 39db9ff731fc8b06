// @ts-check
// Draws the figures of a page over their pictures: one way on a wide screen, another on a phone.
(function () {
  'use strict';

  const NARROW = 560; // pixels; below it a legend beside the plot leaves no room for the plot

  /** @param {HTMLElement} element */
  function drawer(element) {
    const spec = JSON.parse(element.querySelector('script').textContent);
    const plot = element.querySelector('.plot');
    /** @type {boolean | null} */
    let drawn = null;
    return function draw() {
      const narrow = element.clientWidth < NARROW;
      if (narrow === drawn) return Promise.resolve();
      drawn = narrow;
      const { data, layout } = narrow ? spec.narrow : spec.wide;
      element.classList.toggle('narrow', narrow);
      element.classList.add('drawn');
      // On a phone a finger that moves over a figure scrolls the page, and a tap shows the value.
      const settings = { ...layout, width: undefined, ...(narrow ? { dragmode: false } : {}) };
      return Plotly.react(plot, data, settings, {
        responsive: true,
        displaylogo: false,
        displayModeBar: narrow ? false : 'hover',
        modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'],
      });
    };
  }

  const figures = Array.from(document.querySelectorAll('.figure'), (element) => ({
    element,
    draw: drawer(/** @type {HTMLElement} */ (element)),
  }));

  /** One after another, with a pause for the browser between them. A figure that fails keeps its picture. */
  async function drawAll() {
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

  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 200);
  });
  drawAll();
})();
