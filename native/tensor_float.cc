// The op KitTensorFloat: whether a GPU may multiply float32 matrices as TF32, with 10 bits of mantissa.
// TensorFlow's default is yes, and its C API has no way to change that; its libraries export one.
#include <stdint.h>
#include <stdio.h>

#include "call.h"
#include "tensorflow/c/ops.h"

namespace tsl {
__attribute__((weak)) void enable_tensor_float_32_execution(bool enabled);
__attribute__((weak)) bool tensor_float_32_execution_enabled();
}  // namespace tsl

namespace {

void* create(TF_OpKernelConstruction* construction) {
  auto* allow = new int64_t(0);
  TF_Status* status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrInt64(construction, "allow", allow, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return allow;
}

/** Allows it or not; 1 or 0 for what holds from here on, -1 where this TensorFlow does not say. */
void compute(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  float* holds = call.out({});
  if (!call.ok()) return;
  *holds = -1;
  if (!tsl::enable_tensor_float_32_execution || !tsl::tensor_float_32_execution_enabled) return;
  tsl::enable_tensor_float_32_execution(*static_cast<int64_t*>(kernel) != 0);
  *holds = tsl::tensor_float_32_execution_enabled() ? 1 : 0;
}

const bool registered = [] {
  const char* name = "KitTensorFloat";
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  TF_OpDefinitionBuilderAddOutput(op, "holds: float");
  TF_OpDefinitionBuilderAddAttr(op, "allow: int");
  TF_OpDefinitionBuilderSetIsStateful(op, true);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, TF_ShapeInferenceContextSetUnknownShape);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(op, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(
        name, "CPU", create, compute, [](void* allow) { delete static_cast<int64_t*>(allow); });
    TF_RegisterKernelBuilder(name, kernel, status);
  }
  if (TF_GetCode(status) != TF_OK) fprintf(stderr, "%s: %s\n", name, TF_Message(status));
  TF_DeleteStatus(status);
  return true;
}();

}  // namespace
