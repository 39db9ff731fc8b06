// Counts, written to the file KIT_TEST_GPU_COUNTS at every SIGUSR2, and begun anew.
#include <signal.h>

#include "fake.h"

namespace {

struct Count {
  uint64_t n = 0, bytes = 0;
};
std::mutex mutex;
std::map<std::string, Count>& counts() {
  static auto* all = new std::map<std::string, Count>;
  return *all;
}

void write(int) {
  std::lock_guard<std::mutex> lock(mutex);
  FILE* file = fopen(getenv("KIT_TEST_GPU_COUNTS"), "a");
  if (!file) return;
  for (auto& [key, count] : counts()) {
    fprintf(file, "%s\t%lu\t%lu\n", key.c_str(), (unsigned long)count.n,
            (unsigned long)count.bytes);
  }
  fprintf(file, "--\n");
  fclose(file);
  counts().clear();
}

std::atomic<intptr_t> handles{0x100000};

}  // namespace

extern "C" {
void fake_count(const char* kind, const char* name, uint64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex);
  Count& count = counts()[std::string(kind) + "\t" + name];
  count.n++;
  count.bytes += bytes;
}

void fake_unknown(const char* library, const char* name) {
  if (getenv("KIT_TEST_GPU_UNKNOWN")) fprintf(stderr, "%s: %s is not implemented\n", library, name);
}

void* fake_handle() { return (void*)(handles += 16); }
void* fake_context(int device) { return (void*)(intptr_t)(0x1000 + device * 16); }

int cuInit(unsigned) {
  if (getenv("KIT_TEST_GPU_COUNTS")) signal(SIGUSR2, write);
  return 0;
}
}
