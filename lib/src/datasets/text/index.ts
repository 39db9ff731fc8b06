export * from './samples';
export * from './windows';
