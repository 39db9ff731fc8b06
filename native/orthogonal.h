// What Muon makes of a matrix: the same singular vectors, with singular values near 1.
#pragma once
#include "kernels.h"
#include "product.h"
#include "rows.h"
#include "scratch.h"

namespace {

/** Of the polynomial whose iteration takes all singular values to about 1, as in training/muon.ts. */
constexpr float FIRST = 3.4445f, THIRD = -4.775f, FIFTH = 2.0315f;

/** c [n, n] = a [n, k] @ b [k, n], which is symmetric: half of it is computed, the rest is copied. */
void symmetricProduct(int n, int k, Left a, Right b, float* c, int ldc) {
  for (int j = 0; j < n; j += PANEL) {
    const int columns = smaller(PANEL, n - j);
    product(j + columns, columns, k, a, {b.p + size_t(j / PANEL) * b.panels, b.rows, b.panels}, c + j,
            ldc);
    if (j > 0) transpose(c + j, ldc, j, columns, 1, c + size_t(j) * ldc, ldc);
  }
}

/** 1 over the Frobenius norm of x [rows, columns]. */
float inverseNorm(const float* x, int rows, int columns) {
  double squares = 0;
  for (int i = 0; i < rows; i++, x += columns) {
    V total = {};
    eachVector(columns, [&](int j, auto n) {
      const V v = load(x + j, n);
      total += v * v;
    });
    squares += sum(total);
  }
  return 1 / (sqrtf(float(squares)) + 1e-7f);
}

/**
 * Newton and Schulz on y [r, n], r the smaller side: y = (FIRST + THIRD g + FIFTH g^2) y with
 * g = y y^T.
 */
void orthogonal(const kit::Orthogonal& c) {
  const bool tall = c.rows > c.columns;
  const int r = tall ? c.columns : c.rows, n = tall ? c.rows : c.columns;
  const int ldy = stride(n), ldr = stride(r);
  Scratch scratch;
  float *y = scratch.zeros(size_t(r) * ldy), *next = scratch.zeros(size_t(r) * ldy);
  float *turned = scratch.zeros(size_t(n) * ldr);
  float *gram = scratch.zeros(size_t(r) * ldr), *polynomial = scratch.zeros(size_t(r) * ldr);
  const float scale = inverseNorm(c.x, c.rows, c.columns);
  if (tall) {
    transpose(c.x, r, n, r, scale, y, ldy);
  } else {
    for (int i = 0; i < r; i++) {
      eachVector(n, [&](int at, auto lanes) {
        store(y + size_t(i) * ldy + at, load(c.x + size_t(i) * n + at, lanes) * scale);
      });
    }
  }
  for (int step = 0; step < c.iterations; step++) {
    transpose(y, ldy, r, n, 1, turned, ldr);
    symmetricProduct(r, n, plain(y, ldy), rowsOf(turned, ldr), gram, ldr);
    symmetricProduct(r, r, plain(gram, ldr), rowsOf(gram, ldr), polynomial, ldr);
    for (int i = 0; i < r; i++) {
      float *p = polynomial + size_t(i) * ldr, *g = gram + size_t(i) * ldr;
      for (int j = 0; j < r; j += W) store(p + j, load(p + j) * FIFTH + load(g + j) * THIRD);
      p[i] += FIRST;
    }
    product(r, n, r, plain(polynomial, ldr), rowsOf(y, ldy), next, ldy);
    float* last = y;
    y = next, next = last;
  }
  if (tall) {
    transpose(y, ldy, r, n, 1, c.y, r);
  } else {
    for (int i = 0; i < r; i++) memcpy(c.y + size_t(i) * n, y + size_t(i) * ldy, n * sizeof(float));
  }
}

}  // namespace
