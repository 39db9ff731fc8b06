export * from './by-key';
export * from './choices';
export * from './config';
export * from './environment';
export * from './fields';
export * from './pretty-json';
export * from './shown-value';
export * from './write-whole';
