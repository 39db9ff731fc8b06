// Products of matrices: one micro kernel that keeps its part of the result in registers.
#pragma once
#include "scratch.h"
#include "vectors.h"

namespace {

constexpr int PANEL = 2 * W;  // columns of a product that are kept in registers

/** A left matrix, read element by element: row i, column j at p[i * rows + j * columns]. */
struct Left {
  const float* p;
  int rows, columns;
};
inline Left plain(const float* p, int ld) { return {p, ld, 1}; }
inline Left transposed(const float* p, int ld) { return {p, 1, ld}; }

/** A right matrix, read in panels of PANEL columns. */
struct Right {
  const float* p;
  int rows, panels;  // distance of rows within a panel, and of panels
};
inline Right rowsOf(const float* p, int ld) { return {p, ld, PANEL}; }

/** c [M, N * W] = start (null: 0) + a [M, k] @ b [k, N * W]. */
template <int M, int N>
inline __attribute__((always_inline)) void micro(int k, const float* a, size_t rs, size_t cs,
                                                 const float* b, size_t ldb, const float* start,
                                                 size_t lds, float* c, size_t ldc) {
  V acc[M][N];
#pragma GCC unroll 24
  for (int i = 0; i < M; i++) {
#pragma GCC unroll 2
    for (int j = 0; j < N; j++) acc[i][j] = start ? load(start + i * lds + j * W) : V{};
  }
  for (int p = 0; p < k; p++, a += cs, b += ldb) {
    V row[N];
#pragma GCC unroll 2
    for (int j = 0; j < N; j++) row[j] = load(b + j * W);
#pragma GCC unroll 24
    for (int i = 0; i < M; i++) {
      const V x = all(a[i * rs]);
#pragma GCC unroll 2
      for (int j = 0; j < N; j++) acc[i][j] += x * row[j];
    }
  }
#pragma GCC unroll 24
  for (int i = 0; i < M; i++) {
#pragma GCC unroll 2
    for (int j = 0; j < N; j++) store(c + i * ldc + j * W, acc[i][j]);
  }
}

/** The last m < M rows. */
template <int N, int M>
inline void rest(int m, int k, const float* a, size_t rs, size_t cs, const float* b, size_t ldb,
                 const float* start, size_t lds, float* c, size_t ldc) {
  if constexpr (M > 1) {
    if (m == M - 1) micro<M - 1, N>(k, a, rs, cs, b, ldb, start, lds, c, ldc);
    else rest<N, M - 1>(m, k, a, rs, cs, b, ldb, start, lds, c, ldc);
  }
}

/** One panel of a product, c [m, N * W] = start (null: 0) + a [m, k] @ b [k, N * W]. */
template <int N>
__attribute__((noinline)) void panel(int m, int k, Left a, const float* b, int ldb,
                                     const float* start, int lds, float* c, int ldc) {
  int i = 0;
  for (; i + ROWS <= m; i += ROWS) {
    micro<ROWS, N>(k, a.p + size_t(i) * a.rows, a.rows, a.columns, b, ldb,
                   start ? start + size_t(i) * lds : nullptr, lds, c + size_t(i) * ldc, ldc);
  }
  rest<N, ROWS>(m - i, k, a.p + size_t(i) * a.rows, a.rows, a.columns, b, ldb,
                start ? start + size_t(i) * lds : nullptr, lds, c + size_t(i) * ldc, ldc);
}

/** c [m, n] = a [m, k] @ b [k, n], or added to what c holds; rows of c have room for whole vectors. */
inline void product(int m, int n, int k, Left a, Right b, float* c, int ldc, bool add = false) {
  for (int j = 0, i = 0; j < n; j += PANEL, i++) {
    const float* from = b.p + size_t(i) * b.panels;
    const float* start = add ? c + j : nullptr;
    if (n - j <= W) panel<1>(m, k, a, from, b.rows, start, ldc, c + j, ldc);
    else panel<2>(m, k, a, from, b.rows, start, ldc, c + j, ldc);
  }
}

typedef float Four __attribute__((vector_size(16)));
typedef float UnalignedFour __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t Order __attribute__((vector_size(16)));
#if defined(__clang__)
#define KIT_MIXED(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define KIT_MIXED(a, b, ...) __builtin_shuffle(a, b, Order{__VA_ARGS__})
#endif

/** to [columns, rows] = factor * from [rows, columns], transposed. */
void transpose(const float* from, int ldFrom, int rows, int columns, float factor, float* to,
               int ldTo) {
  int r = 0;
  for (; r + 4 <= rows; r += 4) {
    int c = 0;
    for (; c + 4 <= columns; c += 4) {
      Four row[4];
      for (int i = 0; i < 4; i++) {
        row[i] = *reinterpret_cast<const UnalignedFour*>(from + (r + i) * ldFrom + c) * factor;
      }
      const Four a = KIT_MIXED(row[0], row[1], 0, 4, 1, 5), b = KIT_MIXED(row[2], row[3], 0, 4, 1, 5);
      const Four e = KIT_MIXED(row[0], row[1], 2, 6, 3, 7), f = KIT_MIXED(row[2], row[3], 2, 6, 3, 7);
      float* p = to + c * ldTo + r;
      *reinterpret_cast<UnalignedFour*>(p) = KIT_MIXED(a, b, 0, 1, 4, 5);
      *reinterpret_cast<UnalignedFour*>(p + ldTo) = KIT_MIXED(a, b, 2, 3, 6, 7);
      *reinterpret_cast<UnalignedFour*>(p + 2 * ldTo) = KIT_MIXED(e, f, 0, 1, 4, 5);
      *reinterpret_cast<UnalignedFour*>(p + 3 * ldTo) = KIT_MIXED(e, f, 2, 3, 6, 7);
    }
    for (; c < columns; c++) {
      for (int i = 0; i < 4; i++) to[c * ldTo + r + i] = from[(r + i) * ldFrom + c] * factor;
    }
  }
  for (; r < rows; r++) {
    for (int c = 0; c < columns; c++) to[c * ldTo + r] = from[r * ldFrom + c] * factor;
  }
}
#undef KIT_MIXED

/**
 * A weight matrix [k, n] copied into panels. `bias` [n], where given, becomes row k: the product with
 * rows that end in a 1.
 */
Right packed(Scratch& scratch, const float* w, const float* bias, int k, int n) {
  const int height = k + (bias ? 1 : 0);
  float* to = scratch.take(size_t(height) * roundedUp(n, PANEL));
  for (int i = 0; i < height; i++) {
    const float* row = i < k ? w + size_t(i) * n : bias;
    for (int j = 0; j < n; j += PANEL) {
      float* p = to + size_t(j) * height + i * PANEL;
      for (int half = 0; half < PANEL; half += W) {
        const int left = n - j - half;
        store(p + half, left >= W ? load(row + j + half) : left > 0 ? load(row + j + half, left) : V{});
      }
    }
  }
  return {to, PANEL, height * PANEL};
}

/** The same of the transposed matrix: w [k, n] becomes panels of [n, k]. */
Right packedTransposed(Scratch& scratch, const float* w, int k, int n) {
  float* to = scratch.take(size_t(n) * roundedUp(k, PANEL));
  const int whole = k / PANEL * PANEL;
  if (whole < k) memset(to + size_t(whole) * n, 0, size_t(n) * PANEL * sizeof(float));
  for (int i = 0; i < k; i += PANEL) {
    transpose(w + size_t(i) * n, n, smaller(PANEL, k - i), n, 1, to + size_t(i) * n, PANEL);
  }
  return {to, PANEL, n * PANEL};
}

}  // namespace
