// The attention block, x + attention(LayerNorm(x)), and its gradient. A tile holds whole sequences.
#pragma once
#include "grouped-heads.h"
#include "heads.h"
#include "kernels.h"
#include "parts.h"

namespace {

/** Turns q and k of all heads by the angles of their positions; sign -1: back. */
void rotate(float* qkv, int ld, int rows, const kit::AttentionShape& shape, const Grouping& by,
            float sign) {
  const int dh = by.dh, half = dh / 2, apart = by.group;
  for (int r = 0; r < rows; r++) {
    const float *cos = shape.angles + size_t(r % shape.length) * dh, *sin = cos + half;
    for (int head = 0; head < 2 * by.across(); head++) {  // k lies behind q, and gaps are 0
      float *a = qkv + size_t(r) * ld + by.place(head, 0), *b = a + half * apart;
      for (int i = 0; i < half; i++, a += apart, b += apart) {
        const float x = *a, y = *b, turn = sign * sin[i];
        *a = x * cos[i] - y * turn;
        *b = y * cos[i] + x * turn;
      }
    }
  }
}

/** Rows of the sequences that go through the block together. */
inline int attentionTile(const kit::AttentionShape& s) {
  return smaller(s.n, s.length >= 64 ? s.length : 64 / s.length * s.length);
}
/** A head, or a group of them: which of a sequence's rows [q | k | v]. */
inline Head headOf(const kit::AttentionShape& s, const Grouping& by, int i, const float* qkv, int ld) {
  const float* q = qkv + by.place(i * by.group, 0);
  return {s.length, by.dh, s.causal, q, q + by.width(), q + 2 * by.width(), ld};
}
inline size_t headWork(const kit::AttentionShape& s, const Grouping& by) {
  if (by.group > 1) return groupWork(by, s.length);
  return PANEL * (3 * size_t(by.dh) + 3 + 2 * size_t(s.length)) +
         2 * size_t(s.length) * roundedUp(by.dh, W);
}
kit::HeadRows headRows(const kit::AttentionShape& s) {
  const Grouping by(s);
  return {by.width(), by.across()};
}

/** Floating-point operations of a row, forward. */
inline double attentionWork(const kit::AttentionShape& s) {
  return s.d * (8.0 * s.d + (s.causal ? 2.0 : 4.0) * s.length);
}

void attention(const kit::Attention& c) {
  const kit::AttentionShape& s = c.shape;
  const Grouping by(s);
  const int d = s.d, width = by.width(), tile = attentionTile(s);
  const int ld = stride(d + 1), ldm = stride(width + 1), ldq = stride(3 * width);
  Scratch scratch;
  const Right wQkv = packed(scratch, by.columns(scratch, c.wQkv, d, 3),
                            by.columns(scratch, c.bQkv, 1, 3), d, 3 * width);
  const Right wOut = packed(scratch, by.rows(scratch, c.wOut, d), c.bOut, width, d);
  eachPart(partsOf(s.n, tile, attentionWork(s)), [&](int, int from, int to) {
    Scratch scratch;
    float *h = scratch.take(size_t(tile) * ld), *z = scratch.take(size_t(tile) * ld);
    float *mixed = scratch.take(size_t(tile) * ldm), *qkv = scratch.take(size_t(tile) * ldq);
    float *inverse = scratch.take(tile), *work = scratch.take(headWork(s, by));
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* x = c.x + size_t(t) * d;
      normalize(x, rows, d, c.gain, c.bias, h, z, ld, inverse);
      product(rows, 3 * width, d + 1, plain(h, ld), wQkv, qkv, ldq);
      if (s.angles) rotate(qkv, ldq, rows, s, by, 1);
      for (int start = 0; start < rows; start += s.length) {
        for (int i = 0; i < by.groups; i++) {
          const Head head = headOf(s, by, i, qkv + size_t(start) * ldq, ldq);
          float* out = mixed + size_t(start) * ldm + by.place(i * by.group, 0);
          float* norms = c.norms + 2 * (size_t(t + start) * by.across() + i * by.group * s.length);
          if (by.group > 1) KIT_GROUPED(by.channels, groupForward, head, out, ldm, norms, work);
          else if (s.length <= W) headForward<1>(head, out, ldm, norms, work);
          else headForward<2>(head, out, ldm, norms, work);
        }
      }
      for (int r = 0; r < rows; r++) mixed[size_t(r) * ldm + width] = 1;
      copyRows(qkv, ldq, c.qkv + size_t(t) * 3 * width, 3 * width, rows, 3 * width);
      copyRows(mixed, ldm, c.mixed + size_t(t) * width, width, rows, width);
      product(rows, d, width + 1, plain(mixed, ldm), wOut, z, ld);
      addRows(x, z, ld, rows, d, c.y + size_t(t) * d);
    }
  });
}

void attentionGradient(const kit::AttentionGradient& c) {
  const kit::AttentionShape& s = c.shape;
  const Grouping by(s);
  const int d = s.d, width = by.width(), tile = attentionTile(s);
  const int ld = stride(d + 1), ldm = stride(width + 1), ldq = stride(3 * width);
  const bool weights = c.dWQkv != nullptr;
  Scratch scratch;
  const Right wQkv =
      packedTransposed(scratch, by.columns(scratch, c.wQkv, d, 3), d, 3 * width);
  const Right wOut = packedTransposed(scratch, by.rows(scratch, c.wOut, d), width, d);
  const Parts parts = partsOf(s.n, tile, (weights ? 2 : 1) * attentionWork(s));
  const auto sums = [&](size_t size, float* first) {
    return Sums(scratch, parts, weights ? size : 0, first);
  };
  const size_t qkvSize = size_t(d + 1) * ldq, outSize = size_t(width + 1) * ld;
  float* dWQkv = weights ? scratch.take(qkvSize) : nullptr;
  float* dWOut = weights ? scratch.take(outSize) : nullptr;
  const Sums qkvSums = sums(qkvSize, dWQkv), outSums = sums(outSize, dWOut);
  const Sums gains = sums(d, c.dGain), biases = sums(d, c.dBias);
  eachPart(parts, [&](int part, int from, int to) {
    Scratch scratch;
    const auto rowsOfTile = [&](int ld) { return scratch.take(size_t(tile) * ld); };
    float *h = rowsOfTile(ld), *normal = rowsOfTile(ld), *dh = rowsOfTile(ld);
    float *dyTile = rowsOfTile(ld), *mixed = rowsOfTile(ldm), *dMixed = rowsOfTile(ldm);
    float *qkv = rowsOfTile(ldq), *dQkv = rowsOfTile(ldq);
    float *inverse = scratch.take(tile), *work = scratch.take(headWork(s, by));
    float *dGain = gains.cleared(part), *dBias = biases.cleared(part);
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      const float* dy = c.dy + size_t(t) * d;
      copyRows(dy, d, dyTile, ld, rows, d);
      copyRows(c.qkv + size_t(t) * 3 * width, 3 * width, qkv, ldq, rows, 3 * width);
      product(rows, width, d, plain(dyTile, ld), wOut, dMixed, ldm);
      if (weights) {
        copyRows(c.mixed + size_t(t) * width, width, mixed, ldm, rows, width);
        for (int r = 0; r < rows; r++) mixed[size_t(r) * ldm + width] = 1;
        product(width + 1, d, rows, transposed(mixed, ldm), rowsOf(dyTile, ld), outSums.of(part), ld,
                t > from);
      }
      for (int start = 0; start < rows; start += s.length) {
        for (int i = 0; i < by.groups; i++) {
          const size_t row = start, column = by.place(i * by.group, 0);
          const Head head = headOf(s, by, i, qkv + row * ldq, ldq);
          float* dq = dQkv + row * ldq + column;
          const float* norms = c.norms + 2 * ((t + row) * by.across() + i * by.group * s.length);
          const HeadGradient g = {c.mixed + (t + row) * width + column, dMixed + row * ldm + column,
                                  width, ldm, norms, dq, dq + width, dq + 2 * width};
          if (by.group > 1) KIT_GROUPED(by.channels, groupBackward, head, g, work);
          else if (s.length <= W) headBackward<1>(head, g, work);
          else headBackward<2>(head, g, work);
        }
      }
      if (s.angles) rotate(dQkv, ldq, rows, s, by, -1);
      normalize(c.x + size_t(t) * d, rows, d, c.gain, c.bias, h, normal, ld, inverse);
      if (weights) {
        product(d + 1, 3 * width, rows, transposed(h, ld), rowsOf(dQkv, ldq), qkvSums.of(part), ldq,
                t > from);
      }
      product(rows, d, 3 * width, plain(dQkv, ldq), wQkv, dh, ld);
      normalizeGradient(dh, normal, ld, inverse, rows, d, c.gain, dy, c.dx + size_t(t) * d, dGain,
                        dBias);
    }
  });
  if (!weights) return;
  qkvSums.gather(), outSums.gather(), gains.gather(), biases.gather();
  by.columnsBack(dWQkv, ldq, d, 3, c.dWQkv);
  by.columnsBack(dWQkv + size_t(d) * ldq, ldq, 1, 3, c.dBQkv);
  by.rowsBack(dWOut, ld, d, c.dWOut);
  copyRows(dWOut + size_t(width) * ld, ld, c.dBOut, d, 1, d);
}

}  // namespace
