// A group of small heads of attention over one sequence, and its gradient. Rows of q, k and v are one
// vector, [channel][head]. Scores are vectors too, of as many queries as a head has channels:
// [query][head]; causal attention leaves out what none of them may see.
#pragma once
#include "grouping.h"
#include "heads.h"

namespace {

/** G floats, again and again. */
template <int G>
inline V spread(const float* p) {
#if defined(__AVX512F__)
  if constexpr (G == 8) return _mm512_broadcast_f32x8(_mm256_loadu_ps(p));
  if constexpr (G == 4) return _mm512_broadcast_f32x4(_mm_loadu_ps(p));
#elif defined(__AVX2__)
  if constexpr (G == 4) return _mm256_broadcast_ps(reinterpret_cast<const __m128*>(p));
#endif
#if defined(__AVX2__)
  if constexpr (G == 2) {
    double pair;
    memcpy(&pair, p, sizeof pair);
#if defined(__AVX512F__)
    return (V)_mm512_set1_pd(pair);
#else
    return (V)_mm256_set1_pd(pair);
#endif
  }
#endif
  V x;
  for (int i = 0; i < W; i++) x[i] = p[i % G];
  return x;
}

/**
 * C rows from i0 on of a group, for each channel a vector [query][head]: to [C]; 0 beyond the last row.
 */
template <int C>
inline void byQuery(const float* x, int ld, int i0, int length, float scale, V* to) {
  constexpr int G = W / C;
  float turned[C * W];
  const int rows = smaller(C, length - i0);
  for (int i = 0; i < C; i++) {
    for (int c = 0; c < C; c++) {
      if (i < rows) memcpy(turned + c * W + i * G, x + size_t(i0 + i) * ld + c * G, G * sizeof(float));
      else memset(turned + c * W + i * G, 0, G * sizeof(float));
    }
  }
  for (int c = 0; c < C; c++) to[c] = load(turned + c * W) * scale;
}

/** Scores of one key: sum over channels. */
template <int C>
inline V scoresOf(const float* key, const V* queries, V start) {
#pragma GCC unroll 8
  for (int c = 0; c < C; c++) start += spread<W / C>(key + c * (W / C)) * queries[c];
  return start;
}

/** For each of C queries the sum over keys of its weight, of `weights` [keys, W], times a row. */
template <int C>
inline void mix(const float* weights, int keys, const float* rows, int ld, V* sums) {
  for (int i = 0; i < C; i++) sums[i] = V{};
  for (int j = 0; j < keys; j++, weights += W, rows += ld) {
    const V row = load(rows);
#pragma GCC unroll 8
    for (int i = 0; i < C; i++) sums[i] += spread<W / C>(weights + i * (W / C)) * row;
  }
}

/**
 * @param head the group: q, k and v [length, W]; dh is that of one of its heads
 * @param out [length, W], rows ldo apart
 * @param norms [2, length, heads of the group], gets 1 / sum and the maximum
 */
template <int C>
void groupForward(const Head& head, float* out, int ldo, float* norms, float* work) {
  constexpr int G = W / C;
  const float scale = 1 / sqrtf(float(head.dh));
  for (int i0 = 0; i0 < head.length; i0 += C) {
    const int keys = head.keys(i0, C), rows = smaller(C, head.length - i0);
    V queries[C], sums[C], most = all(HIDDEN), total = {};
    byQuery<C>(head.q, head.ld, i0, head.length, scale, queries);
    for (int j = 0; j < keys; j++) {
      const V x = scoresOf<C>(head.k + size_t(j) * head.ld, queries, V{});
      const V score = head.seen<G>(j, i0, x, HIDDEN);
      store(work + j * W, score);
      most = larger(most, score);
    }
    for (int j = 0; j < keys; j++) {
      const V e = head.seen<G>(j, i0, exponential(load(work + j * W) - most), 0);
      store(work + j * W, e);
      total += e;
    }
    mix<C>(work, keys, head.v, head.ld, sums);
    float ends[2][W];
    store(ends[0], 1.f / total);
    store(ends[1], most);
    for (int i = 0; i < rows; i++) {
      store(out + size_t(i0 + i) * ldo, sums[i] * spread<G>(ends[0] + i * G));
    }
    for (int k = 0; k < 2; k++) {
      memcpy(norms + (k * head.length + i0) * G, ends[k], rows * G * sizeof(float));
    }
  }
}

/** The gradient; see headBackward. */
template <int C>
void groupBackward(const Head& head, const HeadGradient& g, float* work) {
  constexpr int G = W / C;
  const int length = head.length, ld = head.ld, block = roundedUp(length, C) * W;
  const float scale = 1 / sqrtf(float(head.dh));
  float *p = work, *ds = work + (length + C - 1) / C * block;  // [queries / C, keys, W]
  for (int i0 = 0; i0 < length; i0 += C) {
    const int keys = head.keys(i0, C), rows = smaller(C, length - i0);
    float *pi = p + i0 / C * block, *dsi = ds + i0 / C * block;
    V queries[C], out[C], dOut[C], minus = {};
    byQuery<C>(head.q, ld, i0, length, scale, queries);
    byQuery<C>(g.out, g.ldOut, i0, length, 1, out);
    byQuery<C>(g.dOut, g.ldDOut, i0, length, 1, dOut);
    for (int c = 0; c < C; c++) minus -= dOut[c] * out[c];
    float ends[2][W] = {};
    for (int k = 0; k < 2; k++) {
      memcpy(ends[k], g.norms + (k * length + i0) * G, rows * G * sizeof(float));
    }
    const V inverse = load(ends[0]), most = load(ends[1]);
    for (int j = 0; j < keys; j++) {
      const V x = scoresOf<C>(head.k + size_t(j) * ld, queries, V{});
      const V e = head.seen<G>(j, i0, exponential(x - most) * inverse, 0);
      store(pi + j * W, e);
      store(dsi + j * W, e * scoresOf<C>(head.v + size_t(j) * ld, dOut, minus));
    }
    for (int j = keys; j < roundedUp(keys, C); j++) {
      store(pi + j * W, V{});
      store(dsi + j * W, V{});
    }
    mix<C>(dsi, keys, head.k, ld, queries);
    for (int i = 0; i < rows; i++) store(g.dq + size_t(i0 + i) * ld, queries[i] * scale);
  }
  for (int j0 = 0; j0 < length; j0 += C) {
    V dk[C] = {}, dv[C] = {};
    for (int i = head.causal ? j0 : 0; i < length; i++) {
      const size_t at = size_t(i / C) * block + j0 * W + i % C * G;
      const V dOut = load(g.dOut + size_t(i) * g.ldDOut), q = load(head.q + size_t(i) * ld);
#pragma GCC unroll 8
      for (int j = 0; j < C; j++) {
        dv[j] += spread<G>(p + at + j * W) * dOut;
        dk[j] += spread<G>(ds + at + j * W) * q;
      }
    }
    for (int j = 0; j < smaller(C, length - j0); j++) {
      store(g.dk + size_t(j0 + j) * ld, dk[j] * scale);
      store(g.dv + size_t(j0 + j) * ld, dv[j]);
    }
  }
}

/** Floats that groupBackward works with at most. */
inline size_t groupWork(const Grouping& by, int length) {
  const int blocks = (length + by.channels - 1) / by.channels;
  return 2 * size_t(blocks) * blocks * by.channels * W;
}

/** f<channels> of the group's heads. */
#define KIT_GROUPED(channels, f, ...)              \
  (channels == 2   ? f<smaller(2, W / 2)>(__VA_ARGS__) \
   : channels == 4 ? f<smaller(4, W / 2)>(__VA_ARGS__) \
                   : f<smaller(8, W / 2)>(__VA_ARGS__))

}  // namespace
