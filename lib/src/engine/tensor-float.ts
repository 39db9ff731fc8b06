import { rawOp, tensorFlowBackend } from './binding';

/**
 * Whether a GPU multiplies float32 matrices as TF32, whose values have 10 bits of mantissa (float32:
 * 23, bfloat16: 7). TensorFlow does unless it is told not to, which would make "float32" another number
 * format on a GPU than on a CPU. To be called before anything is computed; it holds for the process.
 *
 * Throws when this TensorFlow does not let itself be told.
 */
export function allowTensorFloat(allow: boolean): void {
  const { binding } = tensorFlowBackend();
  const [{ id }] = rawOp('KitTensorFloat', { allow: { int: Number(allow) } }, []);
  const [holds] = binding.tensorDataSync(id);
  binding.deleteTensor(id);
  if (holds !== Number(allow)) {
    throw new Error(
      'This TensorFlow does not say how it multiplies float32 on a GPU (TF32 or not). ' +
        'Use the version that `npm run setup` installs, or KIT_DEVICE=cpu.',
    );
  }
}
