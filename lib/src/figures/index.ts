export * from '../plot';
export * from '../plot/export';
export * from '../plot/fit-to-width';
export { findKaleido, findPlotly, Kaleido, type StaticFormat } from '../plot/kaleido';
