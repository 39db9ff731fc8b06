export * from './colors';
export * from './export';
export * from './figure';
export * from './fit-to-width';
export { findKaleido, findPlotly, Kaleido, type StaticFormat } from './kaleido';
export * from './theme';
export * from './ticks';
export * from './traces';
