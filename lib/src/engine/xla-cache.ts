import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import type { DeviceChoice } from '../base';
import { cacheDir } from '../base/node';
import { nvidiaDriver } from './nvidia-driver.cjs';

/** The flags of a processor; many that differ in them have the same name. */
function processorFlags(): string {
  const info = '/proc/cpuinfo';
  if (!fs.existsSync(info)) return '';
  return /^(flags|Features)\s*:.*$/m.exec(fs.readFileSync(info, 'utf8'))?.[0] ?? '';
}

/** Which TensorFlow set-up has installed: the stamp of that step. */
function installedTensorFlow(): string {
  const stamp = cacheDir('stamps', 'tensorflow.stamp');
  return fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
}

/**
 * The folder where XLA keeps what it compiled. TensorFlow finds it again by the graph alone, so there
 * is a folder for each machine code: by processor, GPU and driver, flags and TensorFlow. Otherwise a
 * home that machines share would hand one the code of another.
 * @param flags all that XLA is told beside the folder
 */
export function xlaCacheFolder(device: DeviceChoice, flags: string[]): string {
  const key = createHash('sha256').update(
    JSON.stringify([
      ...[os.arch(), os.cpus()[0]?.model, processorFlags()],
      device === 'cpu' ? null : nvidiaDriver(),
      flags,
      installedTensorFlow(),
    ]),
  );
  return cacheDir('xla', key.digest('hex').slice(0, 16));
}
