import * as tf from '@tensorflow/tfjs';

interface WithGradient {
  value: tf.Tensor;
  saved: tf.Tensor[]; // what `backward` is given
  /** The gradient by each input, of the gradient by the value. */
  backward: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

/** A function of tensors whose gradient is given beside its value. */
export function withGradient<T extends tf.Tensor[]>(
  inputs: [...T],
  forward: (...inputs: T) => WithGradient,
): tf.Tensor {
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const { value, saved, backward } = forward(...(args as unknown as T));
    save(saved);
    return { value, gradFunc: (dy: tf.Tensor, tensors: tf.Tensor[]) => backward(dy, tensors) };
  })(...inputs);
}

/** A loss that is computed together with its gradient by each input. */
export function lossWithGradients<T extends tf.Tensor[]>(
  inputs: [...T],
  forward: (...inputs: T) => { loss: tf.Tensor; gradients: tf.Tensor[] },
): tf.Scalar {
  return withGradient(inputs, (...tensors) => {
    const { loss, gradients } = forward(...tensors);
    return {
      value: loss,
      saved: gradients,
      backward: (dy, saved) => saved.map((gradient) => gradient.mul(dy)),
    };
  }) as tf.Scalar;
}
