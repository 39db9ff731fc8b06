// What is done to the rows of a tile: LayerNorm and its gradient, copies, sums.
#pragma once
#include "vectors.h"

namespace {

constexpr float LAYER_NORM_EPSILON = 1e-5f;  // as in lib/src/model/layers.ts

/**
 * h = gain * normal + bias, for rows of x [rows, d]; behind each row of h a 1, which meets the bias
 * in the product that follows. `inverse` [rows] gets the inverse standard deviations.
 */
void normalize(const float* x, int rows, int d, const float* gain, const float* bias, float* h,
               float* normal, int ld, float* inverse) {
  const float share = 1.f / d;
  for (int r = 0; r < rows; r++, x += d, h += ld, normal += ld) {
    V total = {}, squares = {};
    eachVector(d, [&](int i, auto n) { total += load(x + i, n); });
    const float mean = sum(total) * share;
    eachVector(d, [&](int i, auto n) {
      const V centered = cut(load(x + i, n) - mean, n);
      squares += centered * centered;
    });
    const float scale = 1 / sqrtf(sum(squares) * share + LAYER_NORM_EPSILON);
    eachVector(d, [&](int i, auto n) {
      const V v = cut((load(x + i, n) - mean) * scale, n);
      store(normal + i, v);
      store(h + i, v * load(gain + i, n) + load(bias + i, n));
    });
    inverse[r] = scale;
    h[d] = 1;
  }
}

/**
 * dx = residual (null: 0) + the gradient through LayerNorm of dh; adds to dGain and dBias [d] unless
 * they are null. Lanes of dh beyond d may hold anything.
 */
void normalizeGradient(const float* dh, const float* normal, int ld, const float* inverse, int rows,
                       int d, const float* gain, const float* residual, float* dx, float* dGain,
                       float* dBias) {
  const float share = 1.f / d;
  for (int r = 0; r < rows; r++, dh += ld, normal += ld, dx += d) {
    V means = {}, projections = {};
    eachVector(d, [&](int i, auto n) {
      const V from = cut(load(dh + i), n), v = load(normal + i), g = from * load(gain + i, n);
      means += g;
      projections += g * v;
      if (!dGain) return;
      store(dGain + i, load(dGain + i, n) + from * v, n);
      store(dBias + i, load(dBias + i, n) + from, n);
    });
    const float mean = sum(means) * share, projection = sum(projections) * share;
    const float scale = inverse[r];
    eachVector(d, [&](int i, auto n) {
      V own = (load(dh + i) * load(gain + i, n) - mean - load(normal + i) * projection) * scale;
      if (residual) own += load(residual + size_t(r) * d + i, n);
      store(dx + i, own, n);
    });
  }
}

/** out [rows, d] = residual [rows, d] + the rows of a tile. */
void addRows(const float* residual, const float* tile, int ld, int rows, int d, float* out) {
  for (int r = 0; r < rows; r++, residual += d, tile += ld, out += d) {
    eachVector(d, [&](int i, auto n) { store(out + i, load(residual + i, n) + load(tile + i), n); });
  }
}

/** Copies rows of n floats. */
void copyRows(const float* from, int ldFrom, float* to, int ldTo, int rows, int n) {
  for (int r = 0; r < rows; r++, from += ldFrom, to += ldTo) {
    eachVector(n, [&](int i, auto lanes) { store(to + i, load(from + i, lanes), lanes); });
  }
}

}  // namespace
