import * as fs from 'node:fs';
import { cacheDir } from '../base/node';
import { type Driver, driverProblem, nvidiaDriver } from './nvidia-driver.cjs';

/** What tells why TensorFlow uses no GPU. */
export interface MissingGpuFacts {
  gpuBuild: boolean; // whether set-up has installed TensorFlow's GPU build
  visibleDevices: string | undefined; // CUDA_VISIBLE_DEVICES
  driver: Driver | null;
  log: string; // what TensorFlow wrote when it was loaded, with `dsoLog`
}

/** The setting that makes TensorFlow name the libraries that it opens and misses. */
export const dsoLog = { TF_CPP_MIN_LOG_LEVEL: '0', TF_CPP_VMODULE: 'dso_loader=1' };

const libraries: Record<string, string> = {
  'libcuda.so.1':
    'the NVIDIA driver is not installed, or not passed into this container (docker: --gpus all, ' +
    'Apptainer: --nv).',
  'libnvidia-ml.so.1':
    'without it TensorFlow registers no GPU and says nothing. It belongs to the NVIDIA driver; a ' +
    'container gets it with NVIDIA_DRIVER_CAPABILITIES=compute,utility.',
};
const ownLibrary =
  'it comes with the CUDA packages in .venv: remove .venv, then npm run setup -- --tensorflow gpu.';

/** Says why TensorFlow uses no GPU, and what to do: the first cause that the facts show. */
export function whyNoGpu({ gpuBuild, visibleDevices, driver, log }: MissingGpuFacts): string {
  if (!gpuBuild) {
    return "TensorFlow's CPU build is installed: npm run setup -- --tensorflow gpu.";
  }
  if (['', '-1'].includes(visibleDevices ?? '0')) {
    return `CUDA_VISIBLE_DEVICES="${visibleDevices}" hides every GPU.`;
  }
  // The driver's own libraries come first: without them nothing else is looked for.
  const missing = [...log.matchAll(/Could not load dynamic library '([^']+)'/g)].map(([, l]) => l);
  const library = Object.keys(libraries).find((name) => missing.includes(name)) ?? missing[0];
  if (library) return `${library} was not found: ${libraries[library] ?? ownLibrary}`;
  const tooOld = driver && driverProblem(driver);
  if (tooOld) return `${tooOld.problem} ${tooOld.remedy}`;
  const said = log.split('\n').find((line) => /cuInit|CUDA_ERROR|CUDA error|GPU/.test(line));
  if (said) return `TensorFlow says: ${said.replace(/^[EWI]\d{4} .*?\] /, '').trim()}`;
  return 'TensorFlow gives no reason; does nvidia-smi list the GPU?';
}

/** The facts of this machine. */
export function missingGpuFacts(log: string, env: NodeJS.ProcessEnv): MissingGpuFacts {
  return {
    gpuBuild: installedBuild() === 'gpu',
    visibleDevices: env.CUDA_VISIBLE_DEVICES,
    driver: nvidiaDriver(),
    log,
  };
}

/** The version of the NVIDIA driver; null where there is none, or it does not tell. */
export const driverVersion = (): string | null => nvidiaDriver()?.version ?? null;

/** Which build of TensorFlow set-up has recorded; null before the first set-up. */
function installedBuild(): string | null {
  const file = cacheDir('setup.json');
  if (!fs.existsSync(file)) return null;
  const record = JSON.parse(fs.readFileSync(file, 'utf8')) as { tensorflow?: { variant: string } };
  return record.tensorflow?.variant ?? null;
}
