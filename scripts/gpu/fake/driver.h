// Names in which the functions of the driver (libcuda.so.1) are written.
#pragma once
#include "fake.h"

using R = int;       // CUresult
using P = uint64_t;  // CUdeviceptr
using Dev = int;
using H = void*;  // any handle

#define OK return 0
