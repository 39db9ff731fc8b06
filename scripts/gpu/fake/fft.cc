// cuFFT.
#include "fake.h"

extern "C" {
int cufftGetVersion(int* v) {
  *v = 11401;
  return 0;
}
}
