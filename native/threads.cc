// The threads of the kernels, kept for as long as the process runs.
#include "threads.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kit {
namespace {

/** Waits a moment without giving up the core. */
inline void rest() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/** How a thread treats tiny numbers: TensorFlow sets it for its own threads, ours take it over. */
struct FloatMode {
#if defined(__x86_64__)
  unsigned value = _mm_getcsr();
  void take() const { _mm_setcsr(value); }
#elif defined(__aarch64__)
  unsigned long value;
  FloatMode() { asm volatile("mrs %0, fpcr" : "=r"(value)); }
  void take() const { asm volatile("msr fpcr, %0" : : "r"(value)); }
#else
  void take() const {}
#endif
};

/** Looks at a core for so long before it sleeps: kernels follow each other closely within a step. */
constexpr int LOOKS = 4000;

/** One thread beside the caller's; gets a part at a time. */
class Helper {
 public:
  Helper() { std::thread([this] { work(); }).detach(); }

  void start(void (*run)(void*, int), void* of, int part, const FloatMode& mode,
             std::atomic<int>* left) {
    run_ = run, of_ = of, part_ = part, mode_ = mode, left_ = left;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      calls_.fetch_add(1, std::memory_order_release);
    }
    wake_.notify_one();
  }

 private:
  void work() {
    for (unsigned done = 0;; done++) {
      const auto called = [&] { return calls_.load(std::memory_order_acquire) != done; };
      for (int look = 0; look < LOOKS && !called(); look++) rest();
      if (!called()) {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, called);
      }
      mode_.take();
      run_(of_, part_);
      left_->fetch_sub(1, std::memory_order_release);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<unsigned> calls_{0};
  void (*run_)(void*, int) = nullptr;
  void* of_ = nullptr;
  int part_ = 0;
  FloatMode mode_;
  std::atomic<int>* left_ = nullptr;
};

/** Never destroyed: at the end of the process its threads may still be asleep in it. */
struct Helpers {
  std::mutex taken;  // by one kernel at a time
  std::vector<std::unique_ptr<Helper>> all;
};
Helpers& helpers() {
  static auto* const kept = new Helpers;
  return *kept;
}

std::atomic<int> most{1};

}  // namespace

void setThreads(int threads) { most = threads < 1 ? 1 : threads; }
int threads() { return most; }

void inParallel(int parts, void (*run)(void*, int), void* of) {
  Helpers& own = helpers();
  std::unique_lock<std::mutex> lock(own.taken, std::try_to_lock);
  if (!lock) {  // another kernel has them
    for (int part = 0; part < parts; part++) run(of, part);
    return;
  }
  while (static_cast<int>(own.all.size()) < parts - 1) own.all.emplace_back(new Helper);
  std::atomic<int> left{parts - 1};
  const FloatMode mode;
  for (int part = 1; part < parts; part++) own.all[part - 1]->start(run, of, part, mode, &left);
  run(of, 0);
  for (int look = 0; left.load(std::memory_order_acquire) > 0; look++) {
    if (look < LOOKS) rest();
    else std::this_thread::yield();
  }
}

}  // namespace kit
