// Streams and events: all is done at once.
#include "driver.h"

extern "C" {
R cuStreamCreate(H* s, unsigned) {
  *s = fake_handle();
  OK;
}
R cuStreamCreateWithPriority(H* s, unsigned, int) {
  *s = fake_handle();
  OK;
}
R cuStreamDestroy_v2(H) { OK; }
R cuStreamSynchronize(H) {
  fake_count("sync", "cuStreamSynchronize", 0);
  OK;
}
R cuStreamQuery(H) { OK; }
R cuStreamWaitEvent(H, H, unsigned) {
  fake_count("event", "StreamWaitEvent", 0);
  OK;
}
R cuStreamGetCtx(H, H* c) {
  *c = fake_context(0);
  OK;
}
R cuStreamGetPriority(H, int* p) {
  *p = 0;
  OK;
}
R cuStreamIsCapturing(H, int* st) {
  *st = 0;
  OK;
}
R cuStreamBeginCapture_v2(H, int) {
  fake_count("graph", "BeginCapture", 0);
  OK;
}
R cuStreamBeginCaptureToGraph(H, H, void*, void*, size_t, int) { OK; }
R cuStreamEndCapture(H, H* g) {
  *g = fake_handle();
  OK;
}
R cuLaunchHostFunc(H, void (*f)(void*), void* d) {
  fake_count("event", "LaunchHostFunc", 0);
  f(d);
  OK;
}
R cuStreamAddCallback(H s, void (*f)(H, R, void*), void* d, unsigned) {
  f(s, 0, d);
  OK;
}
R cuEventCreate(H* e, unsigned) {
  *e = fake_handle();
  OK;
}
R cuEventDestroy_v2(H) { OK; }
R cuEventRecord(H, H) {
  fake_count("event", "EventRecord", 0);
  OK;
}
R cuEventQuery(H) { OK; }
R cuEventSynchronize(H) {
  fake_count("sync", "cuEventSynchronize", 0);
  OK;
}
R cuEventElapsedTime(float* t, H, H) {
  *t = 0.01f;
  OK;
}
R cuEventElapsedTime_v2(float* t, H, H) {
  *t = 0.01f;
  OK;
}
}
