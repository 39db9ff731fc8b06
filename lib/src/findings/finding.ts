export * from '../experiment';
