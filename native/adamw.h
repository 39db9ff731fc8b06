// One update of AdamW in one pass over the parameters. The numbers are those of the composed ops, to
// the last bit: the same operations in the same order, none of them fused with another.
#pragma once
#include "kernels.h"
#include "parts.h"

namespace {

/** The value itself; the compiler may not fuse the product that it is with a sum that follows. */
inline V rounded(V x) {
#if defined(__x86_64__)
  asm("" : "+v"(x));
#elif defined(__aarch64__)
  asm("" : "+w"(x));
#endif
  return x;
}

inline V squareRoot(V x) {
#if defined(__AVX512F__)
  return _mm512_sqrt_ps(x);
#elif defined(__AVX2__)
  return _mm256_sqrt_ps(x);
#else
  for (int i = 0; i < W; i++) x[i] = sqrtf(x[i]);
  return x;
#endif
}

constexpr int ADAMW_TILE = 4096;  // parameters
constexpr double ADAMW_WORK = 30;  // floating-point operations of a parameter, a root and a division among them

void adamw(const kit::AdamW& c) {
  eachPart(partsOf(c.n, ADAMW_TILE, ADAMW_WORK), [&](int, int from, int to) {
    eachVector(to - from, [&](int at, auto lanes) {
      const int i = from + at;
      const V g = load(c.gradient + i, lanes), before = load(c.theta + i, lanes);
      const V m = rounded(load(c.m + i, lanes) * c.beta1) + rounded(g * c.rest1);
      const V v = rounded(load(c.v + i, lanes) * c.beta2) + rounded(rounded(g * g) * c.rest2);
      V step = rounded(m * c.correction1) / (squareRoot(rounded(v * c.correction2)) + c.epsilon);
      if (c.decays) step += rounded(rounded(before * load(c.decays + i, lanes)) * c.weightDecay);
      store(c.nextM + i, m, lanes);
      store(c.nextV + i, v, lanes);
      store(c.nextTheta + i, before - rounded(step * c.learningRate), lanes);
    });
  });
}

}  // namespace
