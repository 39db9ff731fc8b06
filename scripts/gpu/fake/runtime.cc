// The runtime, whose kernels are those that were compiled into TensorFlow.
#include <vector>

#include "fake.h"
typedef int R;
typedef void* H;
struct dim3 {
  unsigned x, y, z;
};
extern "C" {
R cuMemAlloc_v2(uint64_t*, size_t);
R cuMemFree_v2(uint64_t);
static std::map<const void*, std::string>& fns() {
  static auto* m = new std::map<const void*, std::string>;
  return *m;
}
void** __cudaRegisterFatBinary(void*) { return (void**)calloc(1, 16); }
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void**) {}
void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, void*, void*,
                            void*, void*, int*) {
  fns()[host] = name;
}
void __cudaRegisterVar(void**, char*, char*, const char*, int, size_t, int, int) {}
void __cudaRegisterManagedVar(void**, void**, char*, const char*, int, size_t, int, int) {}
char __cudaInitModule(void**) { return 1; }
struct Cfg {
  dim3 g, b;
  size_t s;
  H st;
};
static thread_local std::vector<Cfg> cfgs;
unsigned __cudaPushCallConfiguration(dim3 g, dim3 b, size_t s, H st) {
  cfgs.push_back({g, b, s, st});
  return 0;
}
R __cudaPopCallConfiguration(dim3* g, dim3* b, size_t* s, H* st) {
  auto c = cfgs.back();
  cfgs.pop_back();
  *g = c.g;
  *b = c.b;
  *s = c.s;
  *st = c.st;
  return 0;
}
R cudaLaunchKernel(const void* f, dim3, dim3, void**, size_t, H) {
  auto it = fns().find(f);
  fake_count("launch", it == fns().end() ? "?" : it->second.c_str(), 0);
  return 0;
}
R cudaLaunchKernelExC(const void*, const void* f, void**) {
  auto it = fns().find(f);
  fake_count("launch", it == fns().end() ? "?" : it->second.c_str(), 0);
  return 0;
}
static thread_local int dev = 0;
R cudaGetDevice(int* d) {
  *d = dev;
  return 0;
}
R cudaSetDevice(int d) {
  dev = d;
  return 0;
}
R cudaGetDeviceCount(int* n) {
  *n = 1;
  return 0;
}
R cudaDriverGetVersion(int* v) {
  *v = 13000;
  return 0;
}
R cudaRuntimeGetVersion(int* v) {
  *v = 12090;
  return 0;
}
R cudaDeviceGetAttribute(int* v, int a, int d);
R cuDeviceGetAttribute(int* v, int a, int d);
R cudaDeviceGetAttribute(int* v, int a, int d) { return cuDeviceGetAttribute(v, a, d); }
int fake_fill_prop(void*, int);
R cudaGetDeviceProperties_v2(void* p, int d) { return fake_fill_prop(p, d); }
R cudaGetDeviceProperties(void* p, int d) { return fake_fill_prop(p, d); }
R cudaGetLastError() { return 0; }
R cudaPeekAtLastError() { return 0; }
const char* cudaGetErrorString(R) { return "no error"; }
const char* cudaGetErrorName(R) { return "cudaSuccess"; }
R cudaMalloc(void** p, size_t n) { return cuMemAlloc_v2((uint64_t*)p, n); }
R cudaFree(void* p) { return cuMemFree_v2((uint64_t)p); }
R cudaMemcpyAsync(void* d, const void* s, size_t n, int k, H) {
  memcpy(d, s, n);
  static const char* kn[] = {"H2H", "H2D", "D2H", "D2D", "any"};
  fake_count("memcpy", kn[k], n);
  return 0;
}
R cudaMemcpy(void* d, const void* s, size_t n, int k) {
  return cudaMemcpyAsync(d, s, n, k, nullptr);
}
R cudaMemsetAsync(void* d, int c, size_t n, H) {
  memset(d, c, n);
  fake_count("memset", "rt", n);
  return 0;
}
R cudaStreamSynchronize(H) {
  fake_count("sync", "cudaStreamSynchronize", 0);
  return 0;
}
R cudaDeviceSynchronize() {
  fake_count("sync", "cudaDeviceSynchronize", 0);
  return 0;
}
R cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* n, const void*, int, size_t) {
  *n = 2;
  return 0;
}
R cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* n, const void*, int, size_t,
                                                         unsigned) {
  *n = 2;
  return 0;
}
struct Attr {
  size_t shared, constant, local;
  int maxThreads, regs, ptx, bin, cache, dyn, carve;
  int rest[32];
};
R cudaFuncGetAttributes(Attr* a, const void*) {
  memset(a, 0, 8 * 3 + 4 * 7);
  a->maxThreads = 1024;
  a->regs = 32;
  a->ptx = 90;
  a->bin = 90;
  a->dyn = 49152;
  return 0;
}
R cudaFuncSetAttribute(const void*, int, int) { return 0; }
R cudaFuncSetCacheConfig(const void*, int) { return 0; }
R cudaFuncSetSharedMemConfig(const void*, int) { return 0; }
R cudaGetSymbolAddress(void** p, const void*) {
  *p = calloc(1, 1 << 16);
  return 0;
}
R cudaPointerGetAttributes(int* a, const void*) {
  a[0] = 2;
  a[1] = 0;
  return 0;
}
R cudaGetFuncBySymbol(H*, const void*) { return 1; }
R cudaStreamCreate(H* s) {
  *s = (H)0x777;
  return 0;
}
R cudaEventCreate(H* e) {
  *e = (H)0x778;
  return 0;
}
R cudaEventCreateWithFlags(H* e, unsigned) {
  *e = (H)0x778;
  return 0;
}
R cudaStreamIsCapturing(H, int* s) {
  *s = 0;
  return 0;
}
R cudaStreamGetCaptureInfo_v2(H, int* s, void*, void*, void*, void*) {
  *s = 0;
  return 0;
}
}
