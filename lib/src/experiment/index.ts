export * from './claims';
export * from './ends';
export * from './finding';
export type * from './model-form';
export * from './paper-tables';
export * from './partial-grids';
export * from './quantity';
export * from './run';
export * from './verdicts';
