import util from 'node:util';

/**
 * Loads tfjs-node, which makes itself the backend of tfjs.
 *
 * tfjs-node 4.22 calls two functions of node:util that Node 22 warns of and Node 23 no longer has;
 * they are given to it here. Throws what the loader says when the native binding is missing.
 */
export function requireTfjsNode(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require('@tensorflow/tfjs-node-gpu');
}
