import { unsupportedNode } from './supported-node.cjs';

// The first import of a program (`memorization-kit/supported-node`): ends it under a Node that the
// kit does not support, before anything else is loaded.
const reason = unsupportedNode();
if (reason) {
  console.error(`${reason.problem}\n${reason.remedy}`);
  process.exit(1);
}
