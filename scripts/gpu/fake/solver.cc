// cuSOLVER.
#include "fake.h"

extern "C" {
int cusolverDnCreate(void** h) {
  *h = calloc(1, 64);
  return 0;
}
int cusolverGetProperty(int t, int* v) {
  *v = t == 0 ? 11 : 7;
  return 0;
}
}
