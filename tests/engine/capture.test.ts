import * as tf from '@tensorflow/tfjs';
import {
  createProgram,
  loadTensorFlow,
  type ProgramSpec,
  randomStream,
} from 'memorization-kit/engine';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const scalar = { shape: [], dtype: 'float32' as const };

/** x <- x + k * outside; outputs the sum before and after. */
function counter(run?: ProgramSpec['functions'][string]['run']): ProgramSpec {
  const outside = tf.tensor1d([1, 10, 100]);
  return {
    state: { x: tf.tensor1d([1, 2, 3]) },
    functions: {
      add: {
        inputs: { k: scalar },
        run:
          run ??
          (({ x }, { k }) => {
            const next = x.add(outside.mul(k));
            return { outputs: { before: x.sum(), after: next.sum() }, state: { x: next } };
          }),
      },
      total: { inputs: {}, run: ({ x }) => ({ outputs: { total: x.sum() } }) },
    },
  };
}

describe.each(['plain', 'xla', 'eager'] as const)('a %s program', (mode) => {
  it('keeps its state on the device between calls', () => {
    const program = createProgram(counter(), mode);
    expect(program.mode).toBe(mode);
    const [one, hundred, all] = [6, 117, 339].map((x) => Float32Array.of(x));
    expect(program.call('add', { k: 1 })).toEqual({ before: one, after: hundred });
    expect(program.call('add', { k: 2 })).toEqual({ before: hundred, after: all });
    expect(program.call('total', {}).total[0]).toBe(339);
    expect(Array.from(program.read('x'))).toEqual([4, 32, 303]);
    program.dispose();
  });

  it('takes a state from outside, and does not share it with a second program', () => {
    const spec = counter();
    const [a, b] = [createProgram(spec, mode), createProgram(spec, mode)];
    a.write('x', Float32Array.of(0, 0, 7));
    expect(a.call('total', {}).total[0]).toBe(7);
    expect(b.call('total', {}).total[0]).toBe(6);
    a.dispose();
    expect(b.call('total', {}).total[0]).toBe(6);
    b.dispose();
  });

  it('takes tensors, arrays and numbers as inputs', () => {
    const program = createProgram(counter(), mode);
    program.call('add', { k: tf.scalar(1) });
    program.call('add', { k: Float32Array.of(1) });
    expect(Array.from(program.read('x'))).toEqual([3, 22, 203]);
    program.dispose();
  });

  it('names what is wrong with a call', () => {
    const program = createProgram(counter(), mode);
    expect(() => program.call('sub', {})).toThrow(/No function "sub".*add, total/);
    expect(() => program.call('add', {})).toThrow(/without "k"/);
    expect(() => program.call('add', { k: 1, j: 1 })).toThrow(/no input "j"/);
    expect(() => program.call('add', { k: Float32Array.of(1, 2) })).toThrow(/takes 1 values/);
    expect(() => program.read('y')).toThrow(/No state "y"; there are x/);
    expect(() => program.write('x', Float32Array.of(1))).toThrow(/takes 3 values/);
    program.dispose();
  });
});

it('an eager program gives more numbers than a Set holds, and its state as an output', () => {
  const x = tf.tensor1d(Float32Array.from({ length: 2 ** 24 + 10 }, (_, i) => i - 10)); // all differ
  const program = createProgram(
    { state: { x }, functions: { all: { inputs: {}, run: ({ x }) => ({ outputs: { x } }) } } },
    'eager',
  );
  const { numTensors } = tf.memory();
  const { x: all } = program.call('all', {});
  expect([all.length, all.at(-1)]).toEqual([2 ** 24 + 10, 2 ** 24 - 1]);
  expect(program.read('x')[0]).toBe(-10);
  expect(tf.memory().numTensors).toBe(numTensors);
  program.dispose();
});

describe('inside a captured step', () => {
  const refuse = (run: ProgramSpec['functions'][string]['run']): (() => unknown) => {
    return () => createProgram(counter(run), 'plain');
  };
  const out = (x: tf.Tensor) => ({ outputs: { x } });

  it('reading a value is an error', () => {
    expect(refuse(({ x }) => out(x.mul(x.add(1).dataSync()[0])))).toThrow(
      /A value was read .*captured/,
    );
    expect(refuse(({ x }) => out(tf.gather(x, tf.tensor1d([0], 'int32').add(1).toInt())))).toThrow(
      /A value was read/,
    );
  });

  it.each([
    ['tf.randomNormal', () => tf.randomNormal([3])],
    ['tf.randomUniform with a seed', () => tf.randomUniform([3], 0, 1, 'float32', 1)],
    ['tf.multinomial', () => tf.multinomial(tf.tensor1d([0.5, 0.5]), 3, 1).toFloat()],
    ['Math.random', () => tf.scalar(Math.random())],
    ['a random stream', () => tf.scalar(randomStream(1, 'x').uniform())],
  ])('drawing a random number is an error (%s)', (_, draw) => {
    expect(refuse(({ x }) => out(x.add(draw().sum())))).toThrow(/captured step.*Draw outside/);
  });

  it('an error leaves the engine usable', () => {
    expect(refuse(({ x }) => out(x.add(Math.random())))).toThrow();
    expect(Number.isFinite(Math.random())).toBe(true);
    expect(tf.tensor1d([1, 2]).add(1).dataSync()).toEqual(Float32Array.of(2, 3));
    expect(randomStream(1, 'x').uniform()).toBe(randomStream(1, 'x').uniform());
  });

  it('a state or an output of an unknown name is an error', () => {
    expect(refuse(({ x }) => ({ outputs: {}, state: { y: x } }))).toThrow(/No state "y"/);
  });
});

describe('disposing', () => {
  it('frees the session; a later call says so', () => {
    const { binding } = tf.backend() as unknown as {
      binding: { getNumOfSavedModels(): number };
    };
    const before = binding.getNumOfSavedModels();
    const program = createProgram(counter(), 'plain');
    expect(binding.getNumOfSavedModels()).toBe(before + 1);
    program.dispose();
    program.dispose();
    expect(binding.getNumOfSavedModels()).toBe(before);
    expect(() => program.call('total', {})).toThrow(/disposed/);
  });

  it('leaks neither tensors nor memory over 10,000 steps', () => {
    const values = 1 << 12; // 16 KiB a tensor: a leak of one of them per step would be 160 MB
    const program = createProgram(
      {
        state: { x: tf.zeros([values]) },
        functions: {
          step: {
            inputs: { delta: { shape: [values], dtype: 'float32' } },
            run: ({ x }, { delta }) => {
              const next = x.mul(0.5).add(delta);
              return { outputs: { next }, state: { x: next } };
            },
          },
        },
      },
      'plain',
    );
    const delta = new Float32Array(values).fill(1);
    // Node 24 lets some 90 MB of buffers gather before it collects them: the level is reached first.
    for (let i = 0; i < 10_000; i++) program.call('step', { delta });
    const tensors = tf.memory().numTensors;
    const memory = process.memoryUsage().rss;
    for (let i = 0; i < 10_000; i++) program.call('step', { delta });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(process.memoryUsage().rss - memory).toBeLessThan(60e6);
    expect(program.read('x')[0]).toBeCloseTo(2, 6);
    program.dispose();
  });
});
