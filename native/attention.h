// The attention block, x + attention(LayerNorm(x)), and its gradient. A tile holds whole sequences.
#pragma once
#include "kernels.h"
#include "product.h"
#include "rows.h"

namespace {

/** One head of one sequence: where its rows lie, and what it may see. */
struct Head {
  int length, dh;
  bool causal;
  const float *q, *k, *v;  // [length, dh] each
  int ld;  // distance of the rows of q, k and v

  /** How many keys some of the `width` queries from `first` on may see. */
  int keys(int first, int width) const { return causal ? smaller(length, first + width) : length; }
  /** Scores of key j for the queries from `first` on, `hidden` where the query may not see it. */
  V seen(int j, int first, V x, float hidden) const {
    if (!causal || j <= first) return x;
    return laneNumbers() >= j - first ? x : all(hidden);
  }
};

/** Rows i0... of a head as columns, [dh, P], scaled; 0 beyond the last row. */
template <int P>
inline void columns(const float* x, int ld, int i0, const Head& head, float scale, float* to) {
  const int rows = smaller(P, head.length - i0);
  if (rows < P) memset(to, 0, size_t(head.dh) * P * sizeof(float));
  transpose(x + size_t(i0) * ld, ld, rows, head.dh, scale, to, P);
}

constexpr float HIDDEN = -1e30f;

/**
 * One head forward, N vectors of queries at a time. The queries lie along the vectors: scores are
 * [keys, N * W], so that maximum and sum over the keys are taken lane by lane.
 * @param out [length, dh], rows ldo apart
 * @param norms [2, length], gets 1 / sum and the maximum
 */
template <int N>
void headForward(const Head& head, float* out, int ldo, float* norms, float* work) {
  constexpr int P = N * W;
  const int dh = head.dh, length = head.length;
  const float scale = 1 / sqrtf(float(dh));
  float *qt = work, *ot = qt + dh * P, *inverse = ot + dh * P, *highest = inverse + P;
  float* scores = highest + P;
  for (int i0 = 0; i0 < length; i0 += P) {
    const int keys = head.keys(i0, P), rows = smaller(P, length - i0);
    columns<P>(head.q, head.ld, i0, head, scale, qt);
    panel<N>(keys, dh, plain(head.k, head.ld), qt, P, nullptr, 0, scores, P);
    for (int half = 0; half < P; half += W) {
      float* column = scores + half;
      const int first = i0 + half, some = head.keys(first, W);
      V most = all(HIDDEN), total = {};
      for (int j = 0; j < some; j++) {
        most = larger(most, head.seen(j, first, load(column + j * P), HIDDEN));
      }
      for (int j = 0; j < some; j++) {
        const V e = head.seen(j, first, exponential(load(column + j * P) - most), 0);
        store(column + j * P, e);
        total += e;
      }
      for (int j = some; j < keys; j++) store(column + j * P, V{});
      store(inverse + half, 1.f / total);
      store(highest + half, most);
    }
    panel<N>(dh, keys, transposed(head.v, head.ld), scores, P, nullptr, 0, ot, P);
    for (int c = 0; c < dh * P; c += P) {
      for (int half = 0; half < P; half += W) {
        store(ot + c + half, load(ot + c + half) * load(inverse + half));
      }
    }
    transpose(ot, P, dh, rows, 1, out + size_t(i0) * ldo, ldo);
    copyRows(inverse, 0, norms + i0, 0, 1, rows);
    copyRows(highest, 0, norms + length + i0, 0, 1, rows);
  }
}

/** The outputs of a head, their gradient, and where the gradients of q, k and v go. */
struct HeadGradient {
  const float *out, *dOut;  // [length, dh]
  int ldOut, ldDOut;
  const float* norms;  // [2, length]
  float *dq, *dk, *dv;  // rows as far apart as those of q, k and v
};

/** One head backward; the rows' dot products dOut * out take the place of those with the softmax. */
template <int N>
void headBackward(const Head& head, const HeadGradient& g, float* work) {
  constexpr int P = N * W;
  const int dh = head.dh, length = head.length, ld = head.ld;
  const float scale = 1 / sqrtf(float(dh));
  const int wide = roundedUp(dh, W);
  float *qt = work, *dOutT = qt + dh * P, *outT = dOutT + dh * P, *minus = outT + dh * P;
  float *inverse = minus + P, *highest = inverse + P, *e = highest + P, *ds = e + length * P;
  float *dk = ds + length * P, *dv = dk + length * wide;
  memset(inverse, 0, 2 * P * sizeof(float));
  const int last = (length - 1) / P * P;
  // The last queries come first: they see all keys and set what the others add to.
  for (int i0 = last; i0 >= 0; i0 -= P) {
    const int keys = head.keys(i0, P), rows = smaller(P, length - i0);
    columns<P>(head.q, ld, i0, head, scale, qt);
    columns<P>(g.dOut, g.ldDOut, i0, head, 1, dOutT);
    columns<P>(g.out, g.ldOut, i0, head, 1, outT);
    copyRows(g.norms + i0, 0, inverse, 0, 1, rows);
    copyRows(g.norms + length + i0, 0, highest, 0, 1, rows);
    for (int half = 0; half < P; half += W) {
      V total = {};
      for (int c = half; c < dh * P; c += P) total -= load(dOutT + c) * load(outT + c);
      store(minus + half, total);
    }
    panel<N>(keys, dh, plain(head.k, ld), qt, P, nullptr, 0, e, P);
    panel<N>(keys, dh, plain(head.v, ld), dOutT, P, minus, 0, ds, P);
    for (int half = 0; half < P; half += W) {
      const int first = i0 + half, some = head.keys(first, W);
      const V factor = load(inverse + half), most = load(highest + half);
      float *ej = e + half, *dj = ds + half;
      for (int j = 0; j < some; j++, ej += P, dj += P) {
        const V p = head.seen(j, first, exponential(load(ej) - most) * factor, 0);
        store(ej, p);
        store(dj, load(dj) * p);
      }
      for (int j = some; j < keys; j++, ej += P, dj += P) {
        store(ej, V{});
        store(dj, V{});
      }
    }
    panel<N>(dh, keys, transposed(head.k, ld), ds, P, nullptr, 0, outT, P);
    transpose(outT, P, dh, rows, scale, g.dq + size_t(i0) * ld, ld);
    const bool add = i0 < last;
    product(keys, dh, rows, plain(e, P), rowsOf(g.dOut + size_t(i0) * g.ldDOut, g.ldDOut), dv, wide,
            add);
    product(keys, dh, rows, plain(ds, P), rowsOf(head.q + size_t(i0) * ld, ld), dk, wide, add);
  }
  for (int j = 0; j < length; j++) {
    eachVector(dh, [&](int c, auto n) {
      store(g.dk + size_t(j) * ld + c, load(dk + j * wide + c) * scale, n);
      store(g.dv + size_t(j) * ld + c, load(dv + j * wide + c), n);
    });
  }
}

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

void attention(const kit::Attention& c) {
  const kit::AttentionShape& s = c.shape;
  const int d = s.d, tile = attentionTile(s), ld = stride(d + 1), ldq = stride(3 * d);
  Scratch scratch;
  const Right wQkv = packed(scratch, c.wQkv, c.bQkv, d, 3 * d);
  const Right wOut = packed(scratch, c.wOut, c.bOut, d, d);
  float *h = scratch.take(size_t(tile) * ld), *z = scratch.take(size_t(tile) * ld);
  float *mixed = scratch.take(size_t(tile) * ld), *qkv = scratch.take(size_t(tile) * ldq);
  float *inverse = scratch.take(tile), *work = scratch.take(headWork(s));
  for (int t = 0; t < s.n; t += tile) {
    const int rows = smaller(tile, s.n - t);
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
}

void attentionGradient(const kit::AttentionGradient& c) {
  const kit::AttentionShape& s = c.shape;
  const int d = s.d, tile = attentionTile(s), ld = stride(d + 1), ldq = stride(3 * d);
  const bool weights = c.dWQkv != nullptr;
  Scratch scratch;
  const Right wQkv = packedTransposed(scratch, c.wQkv, d, 3 * d);
  const Right wOut = packedTransposed(scratch, c.wOut, d, d);
  float* tiles[6];
  for (float*& p : tiles) p = scratch.take(size_t(tile) * ld);
  auto [h, normal, dh, dyTile, mixed, dMixed] = tiles;
  float *qkv = scratch.take(size_t(tile) * ldq), *dQkv = scratch.take(size_t(tile) * ldq);
  float *inverse = scratch.take(tile), *work = scratch.take(headWork(s));
  float* dWQkv = weights ? scratch.take(size_t(d + 1) * ldq) : nullptr;
  float* dWOut = weights ? scratch.take(size_t(d + 1) * ld) : nullptr;
  if (weights) {
    memset(c.dGain, 0, d * sizeof(float));
    memset(c.dBias, 0, d * sizeof(float));
  }
  for (int t = 0; t < s.n; t += tile) {
    const int rows = smaller(tile, s.n - t);
    const float* dy = c.dy + size_t(t) * d;
    copyRows(dy, d, dyTile, ld, rows, d);
    copyRows(c.qkv + size_t(t) * 3 * d, 3 * d, qkv, ldq, rows, 3 * d);
    product(rows, d, d, plain(dyTile, ld), wOut, dMixed, ld);
    if (weights) {
      copyRows(c.mixed + size_t(t) * d, d, mixed, ld, rows, d);
      for (int r = 0; r < rows; r++) mixed[size_t(r) * ld + d] = 1;
      product(d + 1, d, rows, transposed(mixed, ld), rowsOf(dyTile, ld), dWOut, ld, t > 0);
    }
    for (int start = 0; start < rows; start += s.length) {
      for (int i = 0; i < s.heads; i++) {
        const size_t row = start, column = size_t(i) * (d / s.heads);
        const Head head = headOf(s, i, qkv + row * ldq, ldq);
        float* dq = dQkv + row * ldq + column;
        const HeadGradient g = {c.mixed + (t + row) * d + column, dMixed + row * ld + column, d, ld,
                                c.norms + 2 * ((t + row) * s.heads + size_t(i) * s.length),
                                dq, dq + d, dq + 2 * d};
        if (s.length <= W) headBackward<1>(head, g, work);
        else headBackward<2>(head, g, work);
      }
    }
    if (s.angles) rotate(dQkv, ldq, rows, s, -1);
    normalize(c.x + size_t(t) * d, rows, d, c.gain, c.bias, h, normal, ld, inverse);
    if (weights) {
      product(d + 1, 3 * d, rows, transposed(h, ld), rowsOf(dQkv, ldq), dWQkv, ldq, t > 0);
    }
    product(rows, d, 3 * d, plain(dQkv, ldq), wQkv, dh, ld);
    normalizeGradient(dh, normal, ld, inverse, rows, d, c.gain, dy, c.dx + size_t(t) * d, c.dGain,
                      c.dBias);
  }
  if (!weights) return;
  copyRows(dWQkv, ldq, c.dWQkv, 3 * d, d, 3 * d);
  copyRows(dWQkv + size_t(d) * ldq, ldq, c.dBQkv, 3 * d, 1, 3 * d);
  copyRows(dWOut, ld, c.dWOut, d, d, d);
  copyRows(dWOut + size_t(d) * ld, ld, c.dBOut, d, 1, d);
}

}  // namespace
