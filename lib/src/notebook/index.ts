/** What notebooks show: the only part of the library that knows the Jupyter kernel. */
export { completionBundle, ask, examplesBundle } from './ask';
export { check } from './check';
export { claimCells, showClaims, withInterval } from './claims';
export { LiveDisplay } from './display';
export { LiveFigure, figureBundle, showFigure } from './figure';
export { LiveLetters, letterNames, lettersBundle } from './live-letters';
export { liveCheckpoint, runLive } from './live-run';
export { KeyboardInterrupt, kernelSignal } from './interrupt';
export { SweepDisplay, sweepLine } from './sweep-display';
export { showTable, tableBundle, wrapped } from './table';
export { clock, formatNumber } from './numbers';
export { escapeHtml, showMarkdown } from './text';
export { show, showBands, showProvenance, showSettings, showVerdicts, sweep } from './show';
