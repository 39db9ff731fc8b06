// Rows shared out among threads, tile by tile, and what each thread adds up on its own.
#pragma once
#include "rows.h"
#include "scratch.h"
#include "threads.h"

namespace {

/** Floating-point operations below which a thread more costs what it saves. */
constexpr double LEAST_WORK = 4e6;

/** The rows of a call: `count` parts of whole tiles, of almost the same number. */
struct Parts {
  int n, tile, count;
  int start(int part) const {
    const int64_t tiles = (n + tile - 1) / tile;
    return smaller(n, int(tiles * part / count) * tile);
  }
};

/** @param work floating-point operations of a row */
inline Parts partsOf(int n, int tile, double work) {
  const int tiles = (n + tile - 1) / tile;
  const double worth = double(n) * work / LEAST_WORK;
  int count = smaller(kit::threads(), tiles);
  if (count > worth) count = worth < 1 ? 1 : int(worth);
  return {n, tile, count < 1 ? 1 : count};
}

/** f(part, from, to) for the rows of each part, at the same time. */
template <class F>
inline void eachPart(const Parts& parts, F f) {
  if (parts.count == 1) return f(0, 0, parts.n);
  struct Of {
    const Parts& parts;
    F& f;
  } of = {parts, f};
  kit::inParallel(
      parts.count,
      [](void* p, int part) {
        const Of& of = *static_cast<Of*>(p);
        of.f(part, of.parts.start(part), of.parts.start(part + 1));
      },
      &of);
}

/** Floats that the parts add to, each for itself; the sum is taken in the order of the parts. */
class Sums {
 public:
  /**
   * @param first where part 0 adds and the sum is in the end, with nothing behind its `size` floats
   *   written; null: in scratch
   */
  Sums(Scratch& scratch, const Parts& parts, size_t size, float* first)
      : count_(parts.count), size_(size), apart_(roundedUp(int(size), 16)), first_(first) {
    if (count_ > 1) others_ = scratch.take((count_ - 1) * apart_);
  }
  float* of(int part) const { return part == 0 ? first_ : others_ + (part - 1) * apart_; }
  /** A part's, set to 0; null where the sum has no size. */
  float* cleared(int part) const {
    return size_ ? static_cast<float*>(memset(of(part), 0, size_ * sizeof(float))) : nullptr;
  }
  void gather() const {
    for (int part = 1; part < count_; part++) {
      const float* from = of(part);
      eachVector(int(size_), [&](int i, auto n) {
        store(first_ + i, load(first_ + i, n) + load(from + i, n), n);
      });
    }
  }

 private:
  int count_;
  size_t size_, apart_;
  float *first_, *others_ = nullptr;
};

}  // namespace
