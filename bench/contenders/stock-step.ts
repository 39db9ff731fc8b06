import * as tf from '@tensorflow/tfjs';
import type { GptConfig } from 'memorization-kit/model';
import { gptLayout } from 'memorization-kit/model';
import type { Problem } from '../problem';
import type { Step } from './serve';

type Parameters = Record<string, tf.Variable>;

/**
 * The step as one writes it with tfjs alone: a variable per parameter, `tf.variableGrads`, and
 * `tf.train.adam` after a decay of the matrices (which together are AdamW).
 */
export function stockStep(problem: Problem): Step {
  const { model, batch, optimizer, clipNorm } = problem;
  const p: Parameters = {};
  let offset = 0;
  for (const { name, shape } of gptLayout(model)) {
    const end = offset + shape.reduce((a, b) => a * b, 1);
    p[name] = tf.variable(tf.tensor(problem.theta.subarray(offset, end), shape), true, name);
    offset = end;
  }
  const { learningRate, beta1, beta2, epsilon, weightDecay } = optimizer;
  const adam = tf.train.adam(learningRate, beta1, beta2, epsilon);
  const tokens = tf.tensor2d(problem.tokens, [batch, model.seqLength], 'int32');
  const targets = tf.oneHot(tf.tensor1d(problem.targets, 'int32'), model.vocabSize);
  const loss = (): tf.Scalar =>
    tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(targets, logits(p, tokens, model));

  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss);
      for (const variable of Object.values(p)) {
        if (variable.rank > 1) variable.assign(variable.mul(1 - learningRate * weightDecay));
      }
      const names = Object.keys(grads);
      const list = Object.values(grads);
      const used = clipNorm > 0 ? clipped(list, clipNorm) : list;
      adam.applyGradients(names.map((name, i) => ({ name, tensor: used[i] })));
      return value.dataSync()[0];
    });
}

function clipped(grads: tf.Tensor[], clipNorm: number): tf.Tensor[] {
  const norm = tf.addN(grads.map((g) => g.square().sum())).sqrt();
  const scale = tf.minimum(tf.div(clipNorm, norm.add(1e-6)), 1);
  return grads.map((g) => g.mul(scale));
}

/** Logits [B*T, V]. */
function logits(p: Parameters, tokens: tf.Tensor2D, model: GptConfig): tf.Tensor {
  const [batch, length] = tokens.shape;
  const d = model.dModel;
  let x: tf.Tensor = tf.gather(p.wte, tokens); // [B, T, d]
  if (model.positions === 'learned') x = x.add(p.wpe);
  x = x.reshape([batch * length, d]);
  for (let i = 0; i < model.nLayers; i++) {
    const w = (name: string): tf.Variable => p[`h${i}.${name}`];
    const linear = (h: tf.Tensor, name: string): tf.Tensor =>
      h.matMul(w(`${name}.weight`)).add(w(`${name}.bias`));
    const normal = layerNorm(x, w('ln1.gain'), w('ln1.bias'));
    const qkv = linear(normal, 'attn.qkv').reshape([batch, length, 3, model.nHeads, -1]);
    x = x.add(linear(attention(qkv, model).reshape([batch * length, d]), 'attn.proj'));
    const wide = linear(layerNorm(x, w('ln2.gain'), w('ln2.bias')), 'mlp.fc');
    x = x.add(linear(gelu(wide), 'mlp.proj'));
  }
  return layerNorm(x, p['lnf.gain'], p['lnf.bias']).matMul(p.wte, false, true);
}

/** qkv [B, T, 3, H, dh] -> [B, T, H, dh]. */
function attention(qkv: tf.Tensor, { positions }: GptConfig): tf.Tensor {
  const [, length, , , headDim] = qkv.shape;
  const turn = positions === 'rotary' ? rotate : (x: tf.Tensor): tf.Tensor => x;
  const [q, k, v] = qkv.transpose([2, 0, 3, 1, 4]).unstack(); // [B, H, T, dh]
  const mask = tf.linalg
    .bandPart(tf.ones([length, length]), -1, 0)
    .sub(1)
    .mul(1e9);
  const scores = turn(q)
    .matMul(turn(k), false, true)
    .mul(1 / Math.sqrt(headDim));
  return scores.add(mask).softmax().matMul(v).transpose([0, 2, 1, 3]);
}

function rotate(x: tf.Tensor): tf.Tensor {
  const [length, headDim] = x.shape.slice(-2);
  const half = headDim / 2;
  const frequency = tf.pow(10_000, tf.range(0, half).mul(-1 / half));
  const angle = tf.range(0, length).reshape([length, 1]).mul(frequency);
  const [a, b] = x.split(2, -1);
  const [cos, sin] = [angle.cos(), angle.sin()];
  return tf.concat([a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))], -1);
}

function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(gain).add(bias);
}

function gelu(x: tf.Tensor): tf.Tensor {
  const inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(0.5).mul(inner.tanh().add(1));
}
