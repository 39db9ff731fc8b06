// One head of attention over one sequence, and its gradient.
#pragma once
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
  /** Scores of key j for the queries from `first` on, G lanes each; `hidden` where one may not see it. */
  template <int G = 1>
  V seen(int j, int first, V x, float hidden) const {
    if (!causal || j <= first) return x;
    return laneNumbers() / G >= j - first ? x : all(hidden);
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

}  // namespace
