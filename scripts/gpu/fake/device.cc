// One device, an H100 by name and attributes.
#include "driver.h"

extern "C" {
R cuDriverGetVersion(int* v) {
  *v = 13000;
  OK;
}
/** One, unless CUDA_VISIBLE_DEVICES hides it. */
static int devices() {
  const char* v = getenv("CUDA_VISIBLE_DEVICES");
  return v && (!strcmp(v, "-1") || !*v) ? 0 : 1;
}
R cuDeviceGetCount(int* n) {
  *n = devices();
  return *n ? 0 : 100;
}
R cuDeviceGet(Dev* d, int i) {
  *d = i;
  OK;
}
R cuDeviceGetName(char* s, int n, Dev) {
  snprintf(s, n, "NVIDIA H100 80GB HBM3 (fake)");
  OK;
}
R cuDeviceTotalMem_v2(size_t* b, Dev) {
  *b = 8ull << 30;
  OK;
}
R cuDeviceTotalMem(size_t* b, Dev d) { return cuDeviceTotalMem_v2(b, d); }
R cuDeviceGetUuid(void* u, Dev d) {
  memset(u, 7 + d, 16);
  OK;
}
R cuDeviceGetUuid_v2(void* u, Dev d) { return cuDeviceGetUuid(u, d); }
R cuDeviceGetPCIBusId(char* s, int n, Dev d) {
  snprintf(s, n, "0000:%02X:00.0", d + 1);
  OK;
}
/** CUdevice_attribute: those of an H100. */
static int attr(int a) {
  switch (a) {
    case 1:
      return 1024;
    case 2:
      return 1024;
    case 3:
      return 1024;
    case 4:
      return 64;
    case 5:
      return 2147483647;
    case 6:
    case 7:
      return 65535;
    case 8:
      return 49152;
    case 9:
      return 65536;
    case 10:
      return 32;
    case 11:
      return 2147483647;
    case 12:
      return 65536;
    case 13:
      return 1980000;
    case 14:
      return 512;
    case 15:
      return 1;
    case 16:
      return 132;
    case 17:
      return 0;
    case 18:
      return 0;
    case 19:
      return 1;
    case 20:
      return 0;
    case 31:
      return 1;
    case 32:
      return 1;
    case 33:
      return 1;
    case 34:
      return 0;
    case 35:
      return 0;
    case 36:
      return 2619000;
    case 37:
      return 5120;
    case 38:
      return 50 << 20;
    case 39:
      return 2048;
    case 40:
      return 3;
    case 41:
      return 1;
    case 50:
      return 0;
    case 75:
      return 9;
    case 76:
      return 0;
    case 78:
      return 1;
    case 79:
      return 1;
    case 80:
      return 1;
    case 81:
      return 233472;
    case 82:
      return 65536;
    case 83:
      return 1;
    case 97:
      return 232448;
    case 106:
      return 32;
    case 111:
      return 1024;
    default:
      return 0;
  }
}
R cuDeviceGetAttribute(int* v, int a, Dev) {
  *v = attr(a);
  OK;
}
R cuDeviceComputeCapability(int* a, int* b, Dev) {
  *a = 9;
  *b = 0;
  OK;
}
R cuDeviceCanAccessPeer(int* v, Dev, Dev) {
  *v = 0;
  OK;
}
static thread_local H cur = nullptr;
R cuDevicePrimaryCtxRetain(H* c, Dev d) {
  *c = fake_context(d);
  OK;
}
R cuDevicePrimaryCtxGetState(Dev, unsigned* f, int* a) {
  *f = 0;
  *a = 0;
  OK;
}
R cuCtxSetCurrent(H c) {
  cur = c;
  OK;
}
R cuCtxGetCurrent(H* c) {
  *c = cur;
  OK;
}
R cuCtxPushCurrent_v2(H c) {
  cur = c;
  OK;
}
R cuCtxPopCurrent_v2(H* c) {
  if (c) *c = cur;
  OK;
}
R cuCtxGetDevice(Dev* d) {
  *d = cur ? (int)(((intptr_t)cur - 0x1000) / 16) : 0;
  OK;
}
R cuCtxGetApiVersion(H, unsigned* v) {
  *v = 12090;
  OK;
}
R cuCtxSynchronize() {
  fake_count("sync", "cuCtxSynchronize", 0);
  OK;
}
R cuCtxGetStreamPriorityRange(int* a, int* b) {
  *a = 0;
  *b = -5;
  OK;
}
R cuCtxGetSharedMemConfig(int* c) {
  *c = 1;
  OK;
}
R cuCtxSetSharedMemConfig(int) { OK; }
R cuCtxGetLimit(size_t* v, int) {
  *v = 1024;
  OK;
}
}
