// What the blocks of a GPT and the optimizers compute, and the builds of them for the levels of processors.
// Pointers to dense row-major float32 matrices; d: width, n: rows (tokens of all sequences).
#pragma once
#include <stdint.h>

namespace kit {

struct Mlp {
  int n, d, m;  // m: hidden width
  const float *x, *gain, *bias, *w1, *b1, *w2, *b2;
  float *y, *u;  // x + MLP(LayerNorm(x)) [n, d]; what goes into GELU [n, m]
};

/** The gradients of weights and biases are wanted all or none (null). */
struct MlpGradient {
  int n, d, m;
  const float *x, *gain, *bias, *w1, *w2, *u, *dy;
  float *dx, *dGain, *dBias, *dW1, *dB1, *dW2, *dB2;
};

struct AttentionShape {
  int n, d, heads, length;  // n: whole sequences of `length` rows
  bool causal, grouped;  // grouped: small heads side by side in one vector
  const float* angles;  // [length, d / heads]: cosines, then sines, of rotary positions; null: none
};

struct Attention {
  AttentionShape shape;
  const float *x, *gain, *bias, *wQkv, *bQkv, *wOut, *bOut;
  float *y, *qkv;  // x + attention(LayerNorm(x)) [n, d]; q | k | v, turned [n, 3 width]
  float *mixed, *norms;  // the heads' outputs [n, width]; of each softmax 1 / sum and maximum [2 n, heads]
};

/** Rows of what attention keeps for its gradient, with gaps where heads are grouped; 0: it cannot. */
struct HeadRows {
  int width, heads;
};

struct AttentionGradient {
  AttentionShape shape;
  const float *x, *gain, *bias, *wQkv, *wOut, *qkv, *mixed, *norms, *dy;
  float *dx, *dGain, *dBias, *dWQkv, *dBQkv, *dWOut, *dBOut;
};

/** Mean cross-entropy of logits LayerNorm(x) @ table^T with all its gradients. */
struct Loss {
  int n, d, v;
  const float *x, *gain, *bias, *table;  // table [v, d]
  const int32_t* targets;  // [n], each within 0..v-1
  const float* share;  // how much each row counts: [n], or [1] for all
  bool sameShare;
  float *loss, *dx, *dGain, *dBias, *dTable;
};

/** A matrix with the singular vectors of x and singular values near 1; x, y [rows, columns]. */
struct Orthogonal {
  int rows, columns, iterations;
  const float* x;
  float* y;
};

/** One update of n parameters; as in lib/src/training/adamw.ts. */
struct AdamW {
  int n;
  const float *theta, *m, *v, *gradient;
  const float* decays;  // 1 where weight decay applies; null: nowhere
  float learningRate, correction1, correction2;
  float beta1, rest1, beta2, rest2, epsilon, weightDecay;  // rest: 1 - beta
  float *nextTheta, *nextM, *nextV;
};

struct Kernels {
  HeadRows (*headRows)(const AttentionShape&);
  void (*mlp)(const Mlp&);
  void (*mlpGradient)(const MlpGradient&);
  void (*attention)(const Attention&);
  void (*attentionGradient)(const AttentionGradient&);
  void (*loss)(const Loss&);
  void (*orthogonal)(const Orthogonal&);
  void (*adamw)(const AdamW&);
  float (*multiplyAdd)(int64_t rounds);  // for measuring what the processor can do at most
  int operations;  // floating-point operations of one of its rounds
};

extern const Kernels portable;
#if defined(__x86_64__)
extern const Kernels avx2, avx512;
#endif

}  // namespace kit
