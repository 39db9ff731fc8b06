// CUDA graphs, as XLA uses them: a launch is one launch.
#include "driver.h"

extern "C" {

R cuGraphCreate(H* g, unsigned) {
  *g = fake_handle();
  fake_count("graph", "Create", 0);
  OK;
}
R cuGraphDestroy(H) { OK; }
R cuGraphInstantiate(H* e, H, uint64_t) {
  *e = fake_handle();
  fake_count("graph", "Instantiate", 0);
  OK;
}
R cuGraphInstantiateWithFlags(H* e, H g, uint64_t f) { return cuGraphInstantiate(e, g, f); }
R cuGraphInstantiate_v2(H* e, H g, H*, char*, size_t) { return cuGraphInstantiate(e, g, 0); }
R cuGraphExecDestroy(H) { OK; }
R cuGraphLaunch(H, H) {
  fake_count("launch", "<cudaGraph>", 0);
  OK;
}
R cuGraphAddKernelNode_v2(H* n, H, const H*, size_t, const void*) {
  *n = fake_handle();
  fake_count("graph", "AddKernelNode", 0);
  OK;
}
R cuGraphAddKernelNode(H* n, H g, const H* d, size_t k, const void* p) {
  return cuGraphAddKernelNode_v2(n, g, d, k, p);
}
R cuGraphAddMemcpyNode(H* n, H, const H*, size_t, const void*, H) {
  *n = fake_handle();
  fake_count("graph", "AddMemcpyNode", 0);
  OK;
}
R cuGraphAddMemsetNode(H* n, H, const H*, size_t, const void*, H) {
  *n = fake_handle();
  fake_count("graph", "AddMemsetNode", 0);
  OK;
}
R cuGraphAddChildGraphNode(H* n, H, const H*, size_t, H) {
  *n = fake_handle();
  OK;
}
R cuGraphAddEmptyNode(H* n, H, const H*, size_t) {
  *n = fake_handle();
  OK;
}
R cuGraphAddNode(H* n, H, const H*, size_t, void*) {
  *n = fake_handle();
  OK;
}
R cuGraphAddNode_v2(H* n, H, const H*, const void*, size_t, void*) {
  *n = fake_handle();
  OK;
}
R cuGraphGetNodes(H, H*, size_t* n) {
  *n = 1;
  OK;
}
R cuGraphGetRootNodes(H, H* v, size_t* n) {
  *n = 1;
  if (v) *v = (H)0x999;
  OK;
}
R cuGraphNodeGetType(H, int* t) {
  *t = 0;
  OK;
}
R cuGraphExecUpdate_v2(H, H, void* r) {
  if (r) memset(r, 0, 24);
  OK;
}
R cuGraphExecUpdate(H, H, H*, int* r) {
  if (r) *r = 0;
  OK;
}
R cuGraphExecKernelNodeSetParams_v2(H, H, const void*) {
  fake_count("graph", "SetKernelParams", 0);
  OK;
}
R cuGraphDebugDotPrint(H, const char*, unsigned) { OK; }
}
