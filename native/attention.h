// The attention block, x + attention(LayerNorm(x)), and its gradient. A tile holds whole sequences.
#pragma once
#include "heads.h"
#include "kernels.h"
#include "parts.h"

namespace {

/** Turns q and k of all heads by the angles of their positions; sign -1: back. */
void rotate(float* qkv, int ld, int rows, const kit::AttentionShape& shape, float sign) {
  const int dh = shape.d / shape.heads, half = dh / 2;
  for (int r = 0; r < rows; r++) {
    const float *cos = shape.angles + size_t(r % shape.length) * dh, *sin = cos + half;
    for (int head = 0; head < 2 * shape.heads; head++) {  // k lies behind q
      float *a = qkv + size_t(r) * ld + head * dh, *b = a + half;
      for (int i = 0; i < half; i++) {
        const float x = a[i], y = b[i], turn = sign * sin[i];
        a[i] = x * cos[i] - y * turn;
        b[i] = y * cos[i] + x * turn;
      }
    }
  }
}

/** Rows of the sequences that go through the block together. */
inline int attentionTile(const kit::AttentionShape& s) {
  return smaller(s.n, s.length >= 64 ? s.length : 64 / s.length * s.length);
}
inline Head headOf(const kit::AttentionShape& s, int head, const float* qkv, int ld) {
  const int dh = s.d / s.heads;
  const float* q = qkv + head * dh;
  return {s.length, dh, s.causal, q, q + s.d, q + 2 * s.d, ld};
}
inline size_t headWork(const kit::AttentionShape& s) {
  const size_t dh = s.d / s.heads;
  return PANEL * (3 * dh + 3 + 2 * size_t(s.length)) + 2 * size_t(s.length) * roundedUp(int(dh), W);
}

/** Floating-point operations of a row, forward. */
inline double attentionWork(const kit::AttentionShape& s) {
  return s.d * (8.0 * s.d + (s.causal ? 2.0 : 4.0) * s.length);
}

void attention(const kit::Attention& c) {
  const kit::AttentionShape& s = c.shape;
  const int d = s.d, tile = attentionTile(s), ld = stride(d + 1), ldq = stride(3 * d);
  Scratch scratch;
  const Right wQkv = packed(scratch, c.wQkv, c.bQkv, d, 3 * d);
  const Right wOut = packed(scratch, c.wOut, c.bOut, d, d);
  eachPart(partsOf(s.n, tile, attentionWork(s)), [&](int, int from, int to) {
    Scratch scratch;
    float *h = scratch.take(size_t(tile) * ld), *z = scratch.take(size_t(tile) * ld);
    float *mixed = scratch.take(size_t(tile) * ld), *qkv = scratch.take(size_t(tile) * ldq);
    float *inverse = scratch.take(tile), *work = scratch.take(headWork(s));
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* x = c.x + size_t(t) * d;
      normalize(x, rows, d, c.gain, c.bias, h, z, ld, inverse);
      product(rows, 3 * d, d + 1, plain(h, ld), wQkv, qkv, ldq);
      if (s.angles) rotate(qkv, ldq, rows, s, 1);
      for (int start = 0; start < rows; start += s.length) {
        for (int i = 0; i < s.heads; i++) {
          const Head head = headOf(s, i, qkv + size_t(start) * ldq, ldq);
          float* out = mixed + size_t(start) * ld + i * head.dh;
          float* norms = c.norms + 2 * (size_t(t + start) * s.heads + i * s.length);
          if (s.length <= W) headForward<1>(head, out, ld, norms, work);
          else headForward<2>(head, out, ld, norms, work);
        }
      }
      for (int r = 0; r < rows; r++) mixed[size_t(r) * ld + d] = 1;
      copyRows(qkv, ldq, c.qkv + size_t(t) * 3 * d, 3 * d, rows, 3 * d);
      copyRows(mixed, ld, c.mixed + size_t(t) * d, d, rows, d);
      product(rows, d, d + 1, plain(mixed, ld), wOut, z, ld);
      addRows(x, z, ld, rows, d, c.y + size_t(t) * d);
    }
  });
}

void attentionGradient(const kit::AttentionGradient& c) {
  const kit::AttentionShape& s = c.shape;
  const int d = s.d, tile = attentionTile(s), ld = stride(d + 1), ldq = stride(3 * d);
  const bool weights = c.dWQkv != nullptr;
  Scratch scratch;
  const Right wQkv = packedTransposed(scratch, c.wQkv, d, 3 * d);
  const Right wOut = packedTransposed(scratch, c.wOut, d, d);
  const Parts parts = partsOf(s.n, tile, (weights ? 2 : 1) * attentionWork(s));
  const auto sums = [&](size_t size, float* first) {
    return Sums(scratch, parts, weights ? size : 0, first);
  };
  float* dWQkv = weights ? scratch.take(size_t(d + 1) * ldq) : nullptr;
  float* dWOut = weights ? scratch.take(size_t(d + 1) * ld) : nullptr;
  const Sums qkvSums = sums(size_t(d + 1) * ldq, dWQkv), outSums = sums(size_t(d + 1) * ld, dWOut);
  const Sums gains = sums(d, c.dGain), biases = sums(d, c.dBias);
  eachPart(parts, [&](int part, int from, int to) {
    Scratch scratch;
    float* tiles[6];
    for (float*& p : tiles) p = scratch.take(size_t(tile) * ld);
    auto [h, normal, dh, dyTile, mixed, dMixed] = tiles;
    float *qkv = scratch.take(size_t(tile) * ldq), *dQkv = scratch.take(size_t(tile) * ldq);
    float *inverse = scratch.take(tile), *work = scratch.take(headWork(s));
    float *dGain = gains.cleared(part), *dBias = biases.cleared(part);
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* dy = c.dy + size_t(t) * d;
      copyRows(dy, d, dyTile, ld, rows, d);
      copyRows(c.qkv + size_t(t) * 3 * d, 3 * d, qkv, ldq, rows, 3 * d);
      product(rows, d, d, plain(dyTile, ld), wOut, dMixed, ld);
      if (weights) {
        copyRows(c.mixed + size_t(t) * d, d, mixed, ld, rows, d);
        for (int r = 0; r < rows; r++) mixed[size_t(r) * ld + d] = 1;
        product(d + 1, d, rows, transposed(mixed, ld), rowsOf(dyTile, ld), outSums.of(part), ld,
                t > from);
      }
      for (int start = 0; start < rows; start += s.length) {
        for (int i = 0; i < s.heads; i++) {
          const size_t row = start, column = size_t(i) * (d / s.heads);
          const Head head = headOf(s, i, qkv + row * ldq, ldq);
          float* dq = dQkv + row * ldq + column;
          const float* norms = c.norms + 2 * ((t + row) * s.heads + size_t(i) * s.length);
          const HeadGradient g = {c.mixed + (t + row) * d + column, dMixed + row * ld + column,
                                  d, ld, norms, dq, dq + d, dq + 2 * d};
          if (s.length <= W) headBackward<1>(head, g, work);
          else headBackward<2>(head, g, work);
        }
      }
      if (s.angles) rotate(dQkv, ldq, rows, s, -1);
      normalize(c.x + size_t(t) * d, rows, d, c.gain, c.bias, h, normal, ld, inverse);
      if (weights) {
        product(d + 1, 3 * d, rows, transposed(h, ld), rowsOf(dQkv, ldq), qkvSums.of(part), ldq,
                t > from);
      }
      product(rows, d, 3 * d, plain(dQkv, ldq), wQkv, dh, ld);
      normalizeGradient(dh, normal, ld, inverse, rows, d, c.gain, dy, c.dx + size_t(t) * d, dGain,
                        dBias);
    }
  });
  if (!weights) return;
  qkvSums.gather(), outSums.gather(), gains.gather(), biases.gather();
  copyRows(dWQkv, ldq, c.dWQkv, 3 * d, d, 3 * d);
  copyRows(dWQkv + size_t(d) * ldq, ldq, c.dBQkv, 3 * d, 1, 3 * d);
  copyRows(dWOut, ld, c.dWOut, d, d, d);
  copyRows(dWOut + size_t(d) * ld, ld, c.dBOut, d, 1, d);
}

}  // namespace
