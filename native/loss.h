// The last LayerNorm, the tied head and the cross-entropy, with all gradients in one pass.
#pragma once
#include "kernels.h"
#include "parts.h"
#include "product.h"
#include "rows.h"

namespace {

/** Rows whose logits are in the cache together. */
inline int lossTile(int n, int ldv) {
  const int fitting = (1 << 16) / ldv / ROWS * ROWS;
  return smaller(n, smaller(48, fitting > 2 * ROWS ? fitting : 2 * ROWS));
}

/**
 * z [v] = share * (softmax(z) - [target]), in place; the lanes behind become 0.
 * @returns share * the negative log-likelihood of the target
 */
double softmaxRow(float* z, int v, int target, float share) {
  const float targetLogit = z[target];
  const int whole = roundedUp(v, W);
  for (int i = v; i < whole; i++) z[i] = -1e30f;
  V high = all(-1e30f), sums = {};
  for (int i = 0; i < whole; i += W) high = larger(high, load(z + i));
  const float most = largest(high);
  for (int i = 0; i < whole; i += W) {
    const V e = exponential(load(z + i) - most);
    store(z + i, e);
    sums += e;
  }
  const float total = sum(sums), scale = share / total;
  for (int i = 0; i < whole; i += W) store(z + i, load(z + i) * scale);
  z[target] -= share;
  for (int i = v; i < whole; i++) z[i] = 0;
  return double(share) * (logf(total) + most - targetLogit);
}

void loss(const kit::Loss& c) {
  const int d = c.d, v = c.v, ld = stride(d + 1), ldv = stride(v), tile = lossTile(c.n, ldv);
  Scratch scratch;
  const Right columns = packedTransposed(scratch, c.table, v, d);
  const Right rowsOfTable = packed(scratch, c.table, nullptr, v, d);
  const int ldTable = stride(d);
  float* dTable = scratch.take(size_t(v) * ldTable);
  const Parts parts = partsOf(c.n, tile, 6.0 * d * v);
  const Sums table(scratch, parts, size_t(v) * ldTable, dTable);
  const Sums gains(scratch, parts, d, c.dGain), biases(scratch, parts, d, c.dBias);
  auto* totals = reinterpret_cast<double*>(scratch.take(2 * parts.count));
  eachPart(parts, [&](int part, int from, int to) {
    Scratch scratch;
    float *h = scratch.take(tile * ld), *normal = scratch.take(tile * ld);
    float *dh = scratch.take(tile * ld), *inverse = scratch.take(tile);
    float* logits = scratch.take(size_t(tile) * ldv);
    float *dGain = gains.cleared(part), *dBias = biases.cleared(part);
    double total = 0;
    for (int t = from; t < to; t += tile) {
      const int rows = smaller(tile, to - t);
      normalize(c.x + size_t(t) * d, rows, d, c.gain, c.bias, h, normal, ld, inverse);
      product(rows, v, d, plain(h, ld), columns, logits, ldv);
      for (int r = 0; r < rows; r++) {
        const float share = c.sameShare ? c.share[0] : c.share[t + r];
        total += softmaxRow(logits + size_t(r) * ldv, v, c.targets[t + r], share);
      }
      product(rows, d, v, plain(logits, ldv), rowsOfTable, dh, ld);
      product(v, d, rows, transposed(logits, ldv), rowsOf(h, ld), table.of(part), ldTable, t > from);
      normalizeGradient(dh, normal, ld, inverse, rows, d, c.gain, nullptr, c.dx + size_t(t) * d,
                        dGain, dBias);
    }
    totals[part] = total;
  });
  table.gather(), gains.gather(), biases.gather();
  double total = totals[0];
  for (int part = 1; part < parts.count; part++) total += totals[part];
  *c.loss = float(total);
  copyRows(dTable, ldTable, c.dTable, d, v, d);
}

}  // namespace
