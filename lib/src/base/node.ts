/* The base with what needs Node: settings and files. */
export * from './index';
export * from './environment';
export * from './write-whole';
