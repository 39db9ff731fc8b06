// One call of an op by TensorFlow, through its C API.
#pragma once
#include <initializer_list>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

/** Inputs and outputs of a call. Where something is wrong the op fails, with the first message. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    for (TF_Tensor* t : tensors_) TF_DeleteTensor(t);
    if (failure_) TF_SetStatus(status_, TF_INVALID_ARGUMENT, failure_);
    if (!ok()) TF_OpKernelContext_Failure(context_, status_);
    TF_DeleteStatus(status_);
  }
  bool ok() const { return !failure_ && TF_GetCode(status_) == TF_OK; }
  void require(bool condition, const char* message) {
    if (!condition && ok()) failure_ = message;
  }

  /** The next input, or null if it has another number of values. */
  template <class T = float>
  const T* in(int64_t size) {
    TF_Tensor* t = nextInput();
    const bool fits = t && TF_TensorElementCount(t) == size;
    require(fits, "An input has another number of values than its kernel takes.");
    return fits ? static_cast<const T*>(TF_TensorData(t)) : nullptr;
  }
  /** The next input, of any size. */
  const float* in(int64_t* size) {
    TF_Tensor* t = nextInput();
    *size = t ? TF_TensorElementCount(t) : 0;
    return t ? static_cast<const float*>(TF_TensorData(t)) : nullptr;
  }
  /** Length along an axis of input i. */
  int dim(int i, int axis) {
    TF_Tensor* t = input(i);
    const bool there = t && TF_NumDims(t) > axis;
    require(there, "An input has fewer axes than its kernel takes.");
    return there ? static_cast<int>(TF_Dim(t, axis)) : 0;
  }
  /** The next output; null when memory is missing. */
  float* out(std::initializer_list<int64_t> shape) {
    if (!ok()) return nullptr;  // another call would forget what was wrong
    size_t bytes = sizeof(float);
    for (int64_t n : shape) bytes *= n;
    TF_Tensor* t = TF_AllocateOutput(context_, outputs_++, TF_FLOAT, shape.begin(),
                                     static_cast<int>(shape.size()), bytes, status_);
    if (!t) return nullptr;
    tensors_.push_back(t);
    return static_cast<float*>(TF_TensorData(t));
  }

 private:
  TF_Tensor* nextInput() { return input(inputs_++); }
  TF_Tensor* input(int i) {
    if (!ok()) return nullptr;
    TF_Tensor* t = nullptr;
    TF_GetInput(context_, i, &t, status_);
    if (t) tensors_.push_back(t);
    return t;
  }

  TF_OpKernelContext* context_;
  TF_Status* status_;
  const char* failure_ = nullptr;
  int inputs_ = 0, outputs_ = 0;
  std::vector<TF_Tensor*> tensors_;
};
