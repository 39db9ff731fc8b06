/* What every part of the library may use, in Node and in a browser. */
export * from './by-key';
export * from './choices';
export * from './config';
export * from './fields';
export * from './pretty-json';
export * from './shown-value';
