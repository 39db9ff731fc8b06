/** What notebooks show: the only part of the library that knows the Jupyter kernel. */
export { type ShownClaim, claimCells, showClaims, withInterval } from './claims';
export { LiveDisplay, type MimeBundle, inKernel, display } from './display';
export {
  LiveFigure,
  type PictureOptions,
  type ShowFigureOptions,
  figureBundle,
  showFigure,
} from './figure';
export { LiveLetters, type LiveLettersOptions, letterNames, lettersBundle } from './live-letters';
export { liveCheckpoint, runLive } from './live-run';
export { KeyboardInterrupt, kernelSignal } from './interrupt';
export { clock, ProgressDisplay, type ProgressState, progressLine } from './progress';
export { type ShownEvent, type ShownOverview, SweepDisplay, sweepLine } from './sweep-display';
export { type DataFrameLike, type TableOptions, showTable, tableBundle } from './table';
export { formatNumber } from './numbers';
export { escapeHtml, showHtml, showMarkdown } from './text';
export { show, showBands, showProvenance, showVerdicts, sweep } from './show';
