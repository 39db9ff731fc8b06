// Which builds of the kernels there are, and which of them this processor can run.
#pragma once
#include "kernels.h"

namespace kit {

constexpr int LEVELS = 3;  // portable, avx2, avx512: as in lib/src/engine/native.ts

/** The kernels of a level; null where this processor, or its operating system, cannot run them. */
inline const Kernels* kernelsOf(int64_t level) {
  if (level == 0) return &portable;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool hasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (level == 1 && hasAvx2) return &avx2;
  const bool hasAvx512 = hasAvx2 && __builtin_cpu_supports("avx512f") &&
                         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
                         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (level == 2 && hasAvx512) return &avx512;
#endif
  return nullptr;
}

}  // namespace kit
