// Compiled code is taken and never run; its kernels are counted by name.
#include "driver.h"

extern "C" {
struct Fn {
  std::string name;
};
R cuModuleLoadData(H* m, const void*) {
  *m = fake_handle();
  fake_count("module", "Load", 0);
  OK;
}
R cuModuleLoadDataEx(H* m, const void* d, unsigned, void*, void*) { return cuModuleLoadData(m, d); }
R cuModuleLoadFatBinary(H* m, const void* d) {
  fake_count("module", "LoadFat", 0);
  return cuModuleLoadData(m, d);
}
R cuModuleUnload(H) { OK; }
R cuModuleGetFunction(H* f, H, const char* name) {
  *f = new Fn{name};
  OK;
}
R cuModuleGetGlobal_v2(P* p, size_t* n, H, const char* name) {
  static std::map<std::string, void*> g;
  auto& q = g[name];
  if (!q) {
    posix_memalign(&q, 512, 1 << 20);
    memset(q, 0, 1 << 20);
  }
  *p = (P)q;
  if (n) *n = 1 << 20;
  OK;
}
R cuLibraryLoadData(H* l, const void*, void*, void*, unsigned, void*, void*, unsigned) {
  *l = fake_handle();
  OK;
}
R cuLibraryGetKernel(H* k, H, const char* name) {
  *k = new Fn{name};
  OK;
}
R cuLibraryGetGlobal(P* p, size_t* n, H m, const char* name) {
  return cuModuleGetGlobal_v2(p, n, m, name);
}
R cuKernelGetFunction(H* f, H k) {
  *f = k;
  OK;
}
R cuFuncGetName(const char** s, H f) {
  *s = ((Fn*)f)->name.c_str();
  OK;
}
R cuKernelGetName(const char** s, H f) {
  *s = ((Fn*)f)->name.c_str();
  OK;
}
R cuFuncGetAttribute(int* v, int a, H) {
  *v = a == 0 ? 1024 : a == 4 ? 32 : a == 5 ? 90 : a == 6 ? 90 : a == 8 ? 232448 : 0;
  OK;
}
R cuFuncSetAttribute(H, int, int) { OK; }
R cuFuncSetCacheConfig(H, int) { OK; }
static const char* nameof(H f) { return ((Fn*)f)->name.c_str(); }
R cuLaunchKernel(H f, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, H,
                 void**, void**) {
  fake_count("launch", nameof(f), 0);
  OK;
}
R cuLaunchKernelEx(const void*, H f, void**, void**) {
  fake_count("launch", nameof(f), 0);
  OK;
}
R cuLaunchCooperativeKernel(H f, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
                            unsigned, H, void**) {
  fake_count("launch", nameof(f), 0);
  OK;
}
R cuOccupancyMaxActiveBlocksPerMultiprocessor(int* n, H, int, size_t) {
  *n = 2;
  OK;
}
R cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* n, H, int, size_t, unsigned) {
  *n = 2;
  OK;
}
R cuOccupancyMaxPotentialBlockSize(int* g, int* b, H, void*, size_t, int) {
  *g = 264;
  *b = 512;
  OK;
}
R cuOccupancyMaxPotentialClusterSize(int* n, H, void*) {
  *n = 1;
  OK;
}
R cuGetErrorName(R e, const char** s) {
  *s = e ? "FAKE_ERROR" : "CUDA_SUCCESS";
  OK;
}
R cuGetErrorString(R e, const char** s) {
  *s = e ? "fake error" : "no error";
  OK;
}
R cuGetProcAddress_v2(const char*, void** p, int, uint64_t, int* st) {
  *p = nullptr;
  if (st) *st = 1;
  return 500;
}
R cuGetProcAddress(const char*, void** p, int, uint64_t) {
  *p = nullptr;
  return 500;
}
}
