// What the runtime says of the device; in a file of its own for the structure of its header.
#include <driver_types.h>
#include <stdio.h>
#include <string.h>
extern "C" int fake_fill_prop(void* q, int) {
  cudaDeviceProp& p = *(cudaDeviceProp*)q;
  memset(&p, 0, sizeof p);
  snprintf(p.name, 256, "NVIDIA H100 80GB HBM3 (fake)");
  p.totalGlobalMem = 8ull << 30;
  p.sharedMemPerBlock = 49152;
  p.regsPerBlock = 65536;
  p.warpSize = 32;
  p.maxThreadsPerBlock = 1024;
  p.maxThreadsDim[0] = p.maxThreadsDim[1] = 1024;
  p.maxThreadsDim[2] = 64;
  p.maxGridSize[0] = 2147483647;
  p.maxGridSize[1] = p.maxGridSize[2] = 65535;
  p.clockRate = 1980000;
  p.totalConstMem = 65536;
  p.major = 9;
  p.minor = 0;
  p.multiProcessorCount = 132;
  p.maxThreadsPerMultiProcessor = 2048;
  p.l2CacheSize = 50 << 20;
  p.sharedMemPerMultiprocessor = 233472;
  p.regsPerMultiprocessor = 65536;
  p.sharedMemPerBlockOptin = 232448;
  p.maxBlocksPerMultiProcessor = 32;
  p.concurrentKernels = 1;
  p.asyncEngineCount = 3;
  p.unifiedAddressing = 1;
  p.memoryBusWidth = 5120;
  p.memoryClockRate = 2619000;
  return 0;
}
