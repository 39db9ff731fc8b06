// Vectors of the width that the compiler may use, on GCC's and clang's vector types: AVX-512, AVX2,
// SSE and NEON from one source. Everything here, and in the headers that build on it, has internal
// linkage and calls no function templates of the standard library: the linker must never take one
// level's copy of a function for another level's.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace {

#if defined(__AVX512F__)
constexpr int W = 16;  // floats of a vector
constexpr int ROWS = 12;  // rows of a product that are kept in registers, two vectors wide
#elif defined(__AVX2__)
constexpr int W = 8;
constexpr int ROWS = 6;
#else
constexpr int W = 4;
constexpr int ROWS = 4;
#endif

typedef float V __attribute__((vector_size(4 * W)));
typedef int32_t VI __attribute__((vector_size(4 * W)));
typedef float Unaligned __attribute__((vector_size(4 * W), aligned(4), may_alias));

/** Stands for "all lanes" where the number of lanes may be given. */
struct Whole {};

inline V load(const float* p) { return *reinterpret_cast<const Unaligned*>(p); }
inline void store(float* p, V x) { *reinterpret_cast<Unaligned*>(p) = x; }
inline V load(const float* p, Whole) { return load(p); }
inline void store(float* p, V x, Whole) { store(p, x); }

inline V all(float x) { return x - V{}; }
inline V larger(V a, V b) { return a > b ? a : b; }
inline VI laneNumbers() {
  VI lane = {};
  for (int i = 0; i < W; i++) lane[i] = i;
  return lane;
}

/** The first n < W floats; the other lanes are 0, and their memory is not touched. */
inline V load(const float* p, int n) {
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_ps(__mmask16((1u << n) - 1), p);
#elif defined(__AVX2__)
  return _mm256_maskload_ps(p, __m256i(laneNumbers() < n));
#else
  V x = {};
  for (int i = 0; i < n; i++) x[i] = p[i];
  return x;
#endif
}
inline void store(float* p, V x, int n) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, __mmask16((1u << n) - 1), x);
#elif defined(__AVX2__)
  _mm256_maskstore_ps(p, __m256i(laneNumbers() < n), x);
#else
  for (int i = 0; i < n; i++) p[i] = x[i];
#endif
}

/** x with 0 in all but the first n lanes. */
inline V cut(V x, Whole) { return x; }
inline V cut(V x, int n) { return laneNumbers() < n ? x : V{}; }

/** f(i, Whole{}) for every whole vector of n floats, then f(i, rest) if some are left. */
template <class F>
inline void eachVector(int n, F f) {
  int i = 0;
  for (; i + W <= n; i += W) f(i, Whole{});
  if (i < n) f(i, n - i);
}

/** f over all lanes, halving the vector. */
template <class F, int N = W, class T = V>
inline float halved(T x, F f) {
  if constexpr (N == 2) {
    return f(x[0], x[1]);
  } else {
    typedef float Half __attribute__((vector_size(2 * N)));
    Half part[2];
    memcpy(part, &x, sizeof x);
    return halved<F, N / 2, Half>(f(part[0], part[1]), f);
  }
}
inline float sum(V x) {
  return halved(x, [](auto a, auto b) { return a + b; });
}
inline float largest(V x) {
  return halved(x, [](auto a, auto b) { return a > b ? a : b; });
}

/**
 * e^x to about one unit in the last place, by the polynomial of Cephes' expf. x below -87 counts as
 * -87, above 88 as 88; NaN stays NaN, since comparisons with it are false and the last step
 * multiplies.
 */
inline V exponential(V x) {
  x = x < -87.f ? all(-87.f) : x;
  x = x > 88.f ? all(88.f) : x;
  const V shifted = x * 1.44269504f + 12582912.f;  // its low bits are the nearest whole power of 2
  const V n = shifted - 12582912.f;
  const V r = (x - n * 0.693359375f) + n * 2.12194440e-4f;  // ln 2 in two parts
  V p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.f;
  return p * (V)(((VI)shifted << 23) + 0x3f800000);
}

inline constexpr int smaller(int a, int b) { return a < b ? a : b; }
inline int roundedUp(int n, int unit) { return (n + unit - 1) / unit * unit; }

/** Distance of rows of at least n floats that does not map all rows to the same sets of a cache. */
inline int stride(int n) { return roundedUp(n, W) | 16; }

}  // namespace
