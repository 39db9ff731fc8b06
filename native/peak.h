// What the processor can do at most: fused multiply-adds that wait for nothing but each other.
#pragma once
#include "vectors.h"

namespace {

constexpr int CHAINS = 12;  // independent ones, to hide the latency

/** Runs `rounds` steps of all chains; returns something that depends on all of them. */
float multiplyAdd(int64_t rounds) {
  V x[CHAINS];
  for (int i = 0; i < CHAINS; i++) x[i] = all(0.1f * i);
  V factor = all(0.5f), term = all(0.25f);
  for (int64_t r = 0; r < rounds; r++) {
#pragma GCC unroll 12
    for (int i = 0; i < CHAINS; i++) x[i] = x[i] * factor + term;
  }
  V total = {};
  for (int i = 0; i < CHAINS; i++) total += x[i];
  return sum(total);
}

/** Floating-point operations of a round. */
constexpr int OPERATIONS = 2 * CHAINS * W;

}  // namespace
