import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A library that stands in for one of NVIDIA's. */
interface Fake {
  name: string; // as TensorFlow opens it
  sources: string[];
  /** The library in the CUDA packages whose functions it must export; null: a list in the folder. */
  like: string | null;
  names?: string;
}

const libraries: Fake[] = [
  {
    name: 'libcuda.so.1',
    sources: ['counts', 'device', 'memory', 'streams', 'modules', 'graphs'],
    like: null,
    names: 'cuda.names',
  },
  { name: 'libnvidia-ml.so.1', sources: ['nvml'], like: null, names: 'nvml.names' },
  { name: 'libcudart.so.12', sources: ['runtime', 'properties'], like: 'cuda_runtime' },
  { name: 'libcublas.so.12', sources: ['blas'], like: 'cublas' },
  { name: 'libcublasLt.so.12', sources: ['blas_lt'], like: 'cublas' },
  { name: 'libcudnn.so.9', sources: ['dnn'], like: 'cudnn' },
  { name: 'libcufft.so.11', sources: ['fft'], like: 'cufft' },
  { name: 'libcusolver.so.11', sources: ['solver'], like: 'cusolver' },
  { name: 'libcusparse.so.12', sources: ['sparse'], like: 'cusparse' },
  { name: 'libnccl.so.2', sources: [], like: 'nccl' },
  { name: 'libcupti.so.12', sources: [], like: 'cuda_cupti' },
];

/** The functions that an object or a library exports. */
function exported(file: string, dynamic: boolean): string[] {
  const args = [...(dynamic ? ['-D'] : []), '--defined-only', file];
  const listed = execFileSync('nm', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return listed
    .split('\n')
    .map((line) => /^\S+ [TWi] ([^@]+)/.exec(line)?.[1] ?? '')
    .filter(Boolean);
}

/**
 * Compiles the libraries of scripts/gpu/fake into `folder`.
 * @param site the folder with the GPU wheel's CUDA packages (`nvidia/`): their headers, and what their
 *   libraries export
 * Throws when a compiler is missing or fails.
 */
export function buildFakeStack(sources: string, site: string, folder: string): void {
  const nvidia = path.join(site, 'nvidia');
  fs.mkdirSync(folder, { recursive: true });
  const compile = (source: string): string => {
    const object = path.join(folder, `${path.basename(source, '.cc')}.o`);
    const headers = ['cuda_runtime', 'cuda_nvcc'].flatMap((name) => [
      '-I',
      path.join(nvidia, name, 'include'),
    ]);
    const flags = ['-O1', '-w', '-fPIC', '-std=c++17', '-I', sources, ...headers];
    execFileSync('g++', [...flags, '-c', source, '-o', object], { stdio: 'pipe' });
    return object;
  };
  for (const { name, like, names, ...own } of libraries) {
    const objects = own.sources.map((source) => compile(path.join(sources, `${source}.cc`)));
    const wanted = like
      ? exported(path.join(nvidia, like, 'lib', name), true)
      : fs.readFileSync(path.join(sources, names ?? ''), 'utf8').split(/\s+/);
    const have = new Set(objects.flatMap((object) => exported(object, false)));
    const rest = [...new Set(wanted)].filter((one) => one && !have.has(one));
    const file = path.join(folder, `${name}.rest.cc`);
    const stubs = rest.map(
      (one) => `long ${one}() { fake_unknown("${name}", "${one}"); return 0; }`,
    );
    fs.writeFileSync(file, `#include "fake.h"\nextern "C" {\n${stubs.join('\n')}\n}\n`);
    objects.push(compile(file));
    const driver = name === 'libcuda.so.1' ? [] : ['-L', folder, '-l:libcuda.so.1'];
    const output = path.join(folder, name);
    const link = ['-shared', `-Wl,-soname,${name}`, '-o', output, ...objects, ...driver];
    execFileSync('g++', [...link, `-Wl,-rpath,${folder}`], { stdio: 'pipe' });
  }
}
