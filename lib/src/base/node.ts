/* What of the base needs Node: settings and files. */
export * from './environment';
export * from './write-whole';
