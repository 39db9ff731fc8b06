// Memory of the device is memory of the host; copies are made, and counted with their bytes.
#include "driver.h"

extern "C" {
R cuMemGetInfo_v2(size_t* f, size_t* t) {
  *f = 7ull << 30;
  *t = 8ull << 30;
  OK;
}
R cuMemAlloc_v2(P* p, size_t n) {
  void* q = nullptr;
  if (posix_memalign(&q, 512, n ? n : 512)) return 2;
  *p = (P)q;
  fake_count("alloc", "cuMemAlloc", n);
  if (n <= (64u << 20)) memset(q, 0, n);
  OK;
}
R cuMemAlloc(P* p, size_t n) { return cuMemAlloc_v2(p, n); }
R cuMemFree_v2(P p) {
  free((void*)p);
  OK;
}
R cuMemFree(P p) { return cuMemFree_v2(p); }
R cuMemAllocManaged(P* p, size_t n, unsigned) { return cuMemAlloc_v2(p, n); }
R cuMemHostAlloc(void** p, size_t n, unsigned) {
  if (posix_memalign(p, 512, n)) return 2;
  OK;
}
R cuMemAllocHost_v2(void** p, size_t n) { return cuMemHostAlloc(p, n, 0); }
R cuMemFreeHost(void* p) {
  free(p);
  OK;
}
R cuMemGetAddressRange_v2(P* b, size_t* s, P p) {
  *b = p;
  *s = 1;
  OK;
}
R cuPointerGetAttribute(void* d, int a, P) {
  if (a == 2)
    *(int*)d = 2;
  else if (a == 9)
    *(int*)d = 0;
  else if (a == 1)
    *(H*)d = fake_context(0);
  OK;
}
R cuPointerGetAttributes(unsigned, int*, void**, P) { OK; }
#define CP(name, D, S, kind)             \
  R name(D d, S s, size_t n) {           \
    memcpy((void*)d, (const void*)s, n); \
    fake_count("memcpy", kind, n);       \
    OK;                                  \
  }
CP(cuMemcpyHtoD_v2, P, const void*, "H2D-sync")
CP(cuMemcpyDtoH_v2, void*, P, "D2H-sync") CP(cuMemcpyDtoD_v2, P, P, "D2D-sync")
    CP(cuMemcpy, P, P, "any-sync")
#define CPA(name, D, S, kind)            \
  R name(D d, S s, size_t n, H) {        \
    memcpy((void*)d, (const void*)s, n); \
    fake_count("memcpy", kind, n);       \
    OK;                                  \
  }
        CPA(cuMemcpyHtoDAsync_v2, P, const void*, "H2D") CPA(cuMemcpyDtoHAsync_v2, void*, P, "D2H")
            CPA(cuMemcpyDtoDAsync_v2, P, P, "D2D") CPA(cuMemcpyAsync, P, P, "any") R
    cuMemcpyPeerAsync(P d, H, P s, H, size_t n, H) {
  memcpy((void*)d, (void*)s, n);
  fake_count("memcpy", "PEER", n);
  OK;
}
R cuMemsetD8_v2(P p, unsigned char c, size_t n) {
  memset((void*)p, c, n);
  fake_count("memset", "D8", n);
  OK;
}
R cuMemsetD8Async(P p, unsigned char c, size_t n, H) {
  memset((void*)p, c, n);
  fake_count("memset", "D8", n);
  OK;
}
R cuMemsetD32_v2(P p, unsigned v, size_t n) {
  for (size_t i = 0; i < n; i++) ((unsigned*)p)[i] = v;
  fake_count("memset", "D32", n * 4);
  OK;
}
R cuMemsetD32Async(P p, unsigned v, size_t n, H) { return cuMemsetD32_v2(p, v, n); }
}
