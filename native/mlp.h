// The MLP block, x + MLP(LayerNorm(x)) with GELU, and its gradient.
#pragma once
#include "kernels.h"
#include "parts.h"
#include "product.h"
#include "rows.h"

namespace {

constexpr float SLOPE = 1.5957691216f, CUBIC = 0.044715f;  // GELU in GPT-2's tanh form

/** Rows that go through the block together and stay in the cache meanwhile. */
inline int mlpTile(int d) { return d > 128 ? 96 : 48; }

/** GELU(u) = u * gate(u). */
inline V gate(V u) { return 1.f / (1.f + exponential(-(u * u * (SLOPE * CUBIC) + SLOPE) * u)); }

/** act = GELU(act) for rows of a tile, with a 1 behind each; u [rows, m] gets the values before. */
void gelu(float* act, int ld, int rows, int m, float* u) {
  for (int r = 0; r < rows; r++, act += ld, u += m) {
    eachVector(m, [&](int i, auto n) {
      const V v = load(act + i);
      store(u + i, v, n);
      store(act + i, v * gate(v));
    });
    act[m] = 1;
  }
}

/** act = GELU(u) again, with a 1 behind each row, and du = du * GELU'(u). */
void geluGradient(const float* u, int rows, int m, float* act, float* du, int ld) {
  for (int r = 0; r < rows; r++, u += m, act += ld, du += ld) {
    eachVector(m, [&](int i, auto n) {
      const V v = load(u + i, n), s = gate(v), inner = v * v * (3 * SLOPE * CUBIC) + SLOPE;
      store(act + i, v * s);
      store(du + i, load(du + i) * (s * (1.f + v * (1.f - s) * inner)));
    });
    act[m] = 1;
  }
}

void mlp(const kit::Mlp& c) {
  const int d = c.d, m = c.m, tile = smaller(c.n, mlpTile(d));
  const int ld = stride(d + 1), ldm = stride(m + 1);
  Scratch scratch;
  const Right w1 = packed(scratch, c.w1, c.b1, d, m), w2 = packed(scratch, c.w2, c.b2, m, d);
  eachPart(partsOf(c.n, tile, 4.0 * d * m), [&](int, int from, int to) {
    Scratch scratch;
    float *h = scratch.take(tile * ld), *z = scratch.take(tile * ld);
    float *act = scratch.take(size_t(tile) * ldm), *inverse = scratch.take(tile);
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* x = c.x + size_t(t) * d;
      normalize(x, rows, d, c.gain, c.bias, h, z, ld, inverse);
      product(rows, m, d + 1, plain(h, ld), w1, act, ldm);
      gelu(act, ldm, rows, m, c.u + size_t(t) * m);
      product(rows, d, m + 1, plain(act, ldm), w2, z, ld);
      addRows(x, z, ld, rows, d, c.y + size_t(t) * d);
    }
  });
}

void mlpGradient(const kit::MlpGradient& c) {
  const int d = c.d, m = c.m, tile = smaller(c.n, mlpTile(d));
  const int ld = stride(d + 1), ldm = stride(m + 1);
  const bool weights = c.dW1 != nullptr;
  const Parts parts = partsOf(c.n, tile, (weights ? 8.0 : 4.0) * d * m);
  Scratch scratch;
  const Right w1 = packedTransposed(scratch, c.w1, d, m), w2 = packedTransposed(scratch, c.w2, m, d);
  // [W1; b1] and [W2; b2]: the ones behind the rows of h and act belong to the biases.
  const auto sums = [&](size_t size, float* first) {
    return Sums(scratch, parts, weights ? size : 0, first);
  };
  float* dW1 = weights ? scratch.take(size_t(d + 1) * ldm) : nullptr;
  float* dW2 = weights ? scratch.take(size_t(m + 1) * ld) : nullptr;
  const Sums w1Sums = sums(size_t(d + 1) * ldm, dW1), w2Sums = sums(size_t(m + 1) * ld, dW2);
  const Sums gains = sums(d, c.dGain), biases = sums(d, c.dBias);
  eachPart(parts, [&](int part, int from, int to) {
    Scratch scratch;
    float *act = scratch.take(size_t(tile) * ldm), *du = scratch.take(size_t(tile) * ldm);
    float *h = scratch.take(tile * ld), *normal = scratch.take(tile * ld);
    float *dh = scratch.take(tile * ld), *dyTile = scratch.take(tile * ld);
    float* inverse = scratch.take(tile);
    float *dGain = gains.cleared(part), *dBias = biases.cleared(part);
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* dy = c.dy + size_t(t) * d;
      normalize(c.x + size_t(t) * d, rows, d, c.gain, c.bias, h, normal, ld, inverse);
      copyRows(dy, d, dyTile, ld, rows, d);
      product(rows, m, d, plain(dyTile, ld), w2, du, ldm);
      geluGradient(c.u + size_t(t) * m, rows, m, act, du, ldm);
      if (weights) {
        const bool add = t > from;
        product(m + 1, d, rows, transposed(act, ldm), rowsOf(dyTile, ld), w2Sums.of(part), ld, add);
        product(d + 1, m, rows, transposed(h, ld), rowsOf(du, ldm), w1Sums.of(part), ldm, add);
      }
      product(rows, d, m, plain(du, ldm), w1, dh, ld);
      normalizeGradient(dh, normal, ld, inverse, rows, d, c.gain, dy, c.dx + size_t(t) * d, dGain,
                        dBias);
    }
  });
  if (!weights) return;
  w1Sums.gather(), w2Sums.gather(), gains.gather(), biases.gather();
  copyRows(dW1, ldm, c.dW1, m, d, m);
  copyRows(dW1 + size_t(d) * ldm, ldm, c.dB1, m, 1, m);
  copyRows(dW2, ld, c.dW2, d, m, d);
  copyRows(dW2 + size_t(m) * ld, ld, c.dB2, d, 1, d);
}

}  // namespace
