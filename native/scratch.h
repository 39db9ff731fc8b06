// Memory of one call of a kernel.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace {

/** Blocks of memory that a thread keeps from call to call; one block as soon as its size is known. */
struct Arena {
  static constexpr int MOST = 32;
  static constexpr size_t SMALLEST = 1 << 20;
  char* blocks[MOST];
  int count = 0;
  size_t left = 0, total = 0;  // bytes
  char* next = nullptr;
  int users = 0;

  void add(size_t bytes) {
    const size_t size = bytes > SMALLEST ? bytes : SMALLEST;
    void* block = count < MOST ? aligned_alloc(64, (size + 63) / 64 * 64) : nullptr;
    if (!block) {
      fputs("The native kernels got no memory.\n", stderr);
      abort();
    }
    blocks[count++] = next = static_cast<char*>(block);
    left = (size + 63) / 64 * 64;
    total += left;
  }
  void drop() {
    while (count > 0) free(blocks[--count]);
    left = total = 0;
  }
  void rewind() {
    if (count > 1) {
      const size_t needed = total;
      drop();
      add(needed);
    }
    next = count ? blocks[0] : nullptr;
    left = total;
  }
  ~Arena() { drop(); }
};

/**
 * What one call takes of it; all is given back at the end of the call. A part of the call has its own,
 * which on the thread of the call lies behind what that has taken.
 */
class Scratch {
 public:
  Scratch() : arena_(kept()) {
    if (arena_.users++ == 0) arena_.rewind();
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { arena_.users--; }
  /** Floats of any value; a vector or two may be read and written behind them. */
  float* take(size_t floats) {
    const size_t bytes = (floats * sizeof(float) + 63) / 64 * 64 + SLACK;
    if (bytes > arena_.left) arena_.add(bytes);
    char* p = arena_.next;
    arena_.next += bytes;
    arena_.left -= bytes;
    return reinterpret_cast<float*>(p);
  }
  /** Floats that are 0. */
  float* zeros(size_t floats) {
    float* p = take(floats);
    memset(p, 0, floats * sizeof(float) + SLACK);
    return p;
  }

 private:
  static constexpr size_t SLACK = 128;
  static Arena& kept() {
    static thread_local Arena arena;
    return arena;
  }
  Arena& arena_;
};

}  // namespace
