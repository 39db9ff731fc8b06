// The management library: one device, a driver that is new enough.
#include "fake.h"

extern "C" {
int nvmlInit_v2() { return 0; }
int nvmlInit() { return 0; }
int nvmlShutdown() { return 0; }
int nvmlSystemGetDriverVersion(char* s, unsigned n) {
  snprintf(s, n, "%s", "580.159.04");
  return 0;
}
int nvmlDeviceGetCount_v2(unsigned* n) {
  *n = 1;
  return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void** h) {
  *h = (void*)(intptr_t)(i + 1);
  return 0;
}
int nvmlDeviceGetHandleByPciBusId_v2(const char*, void** h) {
  *h = (void*)1;
  return 0;
}
int nvmlDeviceGetHandleByUUID(const char*, void** h) {
  *h = (void*)1;
  return 0;
}
const char* nvmlErrorString(int) { return "ok"; }
}
