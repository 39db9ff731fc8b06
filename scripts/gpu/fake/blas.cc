// cuBLAS: products are counted with their types and how they may be rounded (compute: 68 float32,
// 77 TF32).
#include "fake.h"

typedef int R;
typedef void* H;
extern "C" {
R cublasCreate_v2(H* h) {
  *h = calloc(1, 64);
  return 0;
}
R cublasDestroy_v2(H) { return 0; }
R cublasGetVersion_v2(H, int* v) {
  *v = 120903;
  return 0;
}
R cublasGetProperty(int t, int* v) {
  *v = t == 0 ? 12 : t == 1 ? 9 : 3;
  return 0;
}
R cublasGetPointerMode_v2(H, int* m) {
  *m = 0;
  return 0;
}
R cublasGetMathMode(H, int* m) {
  *m = 0;
  return 0;
}
R cublasSetMathMode(H, int m) {
  char b[64];
  snprintf(b, 64, "SetMathMode(%d)", m);
  fake_count("blasmode", b, 0);
  return 0;
}
const char* cublasGetStatusString(R) { return "ok"; }
#define G(n)                             \
  R n() {                                \
    fake_count("launch", "gemm:" #n, 0); \
    return 0;                            \
  }
G(cublasSgemm_v2)
G(cublasSgemmStridedBatched) G(cublasSgemmBatched) G(cublasSgemv_v2) G(cublasSdot_v2) R
    cublasGemmEx(H, int, int, int m, int n, int k, const void*, const void*, int at, int,
                 const void*, int bt, int, const void*, void*, int ct, int, int comp, int algo) {
  char b[128];
  snprintf(b, 128, "gemm:cublasGemmEx(A=%d,C=%d,compute=%d,algo=%d)", at, ct, comp, algo);
  fake_count("launch", b, 0);
  return 0;
}
R cublasGemmStridedBatchedEx(H, int, int, int m, int n, int k, const void*, const void*, int at,
                             int, long long, const void*, int bt, int, long long, const void*,
                             void*, int ct, int, long long, int bc, int comp, int algo) {
  char b[128];
  snprintf(b, 128, "gemm:cublasGemmStridedBatchedEx(A=%d,C=%d,compute=%d,algo=%d)", at, ct, comp,
           algo);
  fake_count("launch", b, 0);
  return 0;
}
R cublasGemmBatchedEx(H) {
  fake_count("launch", "gemm:cublasGemmBatchedEx", 0);
  return 0;
}
}
