// @ts-check
// Run by set-up in a process of its own: loads TensorFlow as a run does, prints what it wrote, and
// what was found as JSON.
const { trialLoad } = require('memorization-kit/engine');

const { log, ...found } = trialLoad(process.env);
console.log(`${log}\n${JSON.stringify(found)}`);
