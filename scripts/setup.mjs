// @ts-check
// Sets up this clone: whatever is missing of packages, TensorFlow, its binding, the compiled
// TypeScript and the notebook kernel. Plain JavaScript without dependencies, since it runs
// before anything is installed. environment.md describes each step.
import supportedNode from '../lib/src/engine/supported-node.cjs';

const reason = supportedNode.unsupportedNode();
if (reason) {
  console.error(`${reason.problem}\n  Remedy: ${reason.remedy}`);
  process.exitCode = 1;
} else {
  // Read only now, since an older Node stops at words it does not know.
  void import('./setup/command-line.mjs');
}
