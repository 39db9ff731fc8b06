import * as fs from 'node:fs';
import * as path from 'node:path';
import { randomStream } from 'memorization-kit/engine';
import { gptLayout, initialParameters } from 'memorization-kit/model';
import { type BenchCase, optimizer } from './cases';

/** A case with the values that all contenders start from. */
export interface Problem extends BenchCase {
  optimizer: typeof optimizer;
  theta: Float32Array; // [P], in the order of gptLayout
  tokens: Int32Array; // [batch * seqLength]
  targets: Int32Array; // the same
}

// At the usual 0.02 every loss starts at log V whatever the model does; at ten times that a
// contender with another mask or rotation is noticed.
const INIT_SCALE = 10;

/** Writes the case to `folder`: case.json and the raw little-endian values beside it. */
export function writeProblem(benchCase: BenchCase, folder: string): void {
  const { model, batch } = benchCase;
  const layout = gptLayout(model);
  const theta = initialParameters(layout, model.nLayers, 1);
  let offset = 0;
  for (const { shape } of layout) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (shape.length > 1) {
      for (let i = offset; i < offset + size; i++) theta[i] *= INIT_SCALE;
    }
    offset += size;
  }
  const stream = randomStream(1, 'bench/tokens');
  const length = model.seqLength;
  const rows = Array.from({ length: batch }, () =>
    Array.from({ length: length + 1 }, () => stream.integer(model.vocabSize)),
  );
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'case.json'), JSON.stringify({ ...benchCase, optimizer }));
  const write = (name: string, values: Float32Array | Int32Array): void =>
    fs.writeFileSync(path.join(folder, name), Buffer.from(values.buffer));
  write('theta.f32', theta);
  write('tokens.i32', Int32Array.from(rows.flatMap((row) => row.slice(0, length))));
  write('targets.i32', Int32Array.from(rows.flatMap((row) => row.slice(1))));
}

export function readProblem(folder: string): Problem {
  const bytes = (name: string): ArrayBuffer =>
    new Uint8Array(fs.readFileSync(path.join(folder, name))).buffer;
  return {
    ...(JSON.parse(fs.readFileSync(path.join(folder, 'case.json'), 'utf8')) as Problem),
    theta: new Float32Array(bytes('theta.f32')),
    tokens: new Int32Array(bytes('tokens.i32')),
    targets: new Int32Array(bytes('targets.i32')),
  };
}
