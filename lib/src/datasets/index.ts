export * from './hash';
export * from './local-text';
export * from './memorized-bits';
export * from './random-sequences';
export * from './random-strings';
export * from './replaced-context';
export * from './text-form';
export * from './biographies';
