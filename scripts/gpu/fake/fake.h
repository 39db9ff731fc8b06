// Libraries that look like an NVIDIA driver with one H100 and its CUDA libraries, to TensorFlow's
// GPU build. Memory is the host's and copies are made; kernels are counted and not run.
#pragma once
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

extern "C" {
/** Counts something of a kind ("launch", "memcpy", ...); all counts lie in libcuda.so.1. */
void fake_count(const char* kind, const char* name, uint64_t bytes);
/** Called by what is exported and has no implementation: it succeeds and does nothing. */
void fake_unknown(const char* library, const char* name);
/** Another handle. */
void* fake_handle();
/** A context, a device's. */
void* fake_context(int device);
}
