// Trains what the notebooks of these findings will need, at the lowest priority: `npm run reproduce`
// starts it, so that no core is idle while a notebook starts, computes one model live, or draws.
// Usage: node build/scripts/train-ahead.js LANES FINDING...
import 'memorization-kit/supported-node';
import { readSettings } from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import { trainUnclaimed } from 'memorization-kit/results';
import * as os from 'node:os';

const [lanes, ...names] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort('SIGTERM'));
process.on('disconnect', () => stop.abort('disconnect')); // the reproduction is gone

/** Goes through the findings; at one that cannot be trained or stored it ends: its notebook says why. */
async function lane(): Promise<void> {
  const { profile } = readSettings();
  for (const name of names) {
    if (stop.signal.aborted) return;
    await trainUnclaimed(findFinding(name), { profile, signal: stop.signal });
  }
}

os.setPriority(os.constants.priority.PRIORITY_LOW); // the worker processes have it from here
void Promise.allSettled(Array.from({ length: Number(lanes) }, lane)).then(() => process.exit());
