// The kernels as TensorFlow ops, registered when the binding that this is linked into is loaded. It
// runs on any processor; what needs more lies behind a table of functions (levels.h).
#include <stdio.h>
#include <string.h>

#include <string>

#include "call.h"
#include "levels.h"
#include "tensorflow/c/ops.h"
#include "threads.h"

namespace {

using kit::AttentionShape;

struct Attributes {
  int64_t level = 0, rounds = 0, heads = 1, length = 1, causal = 0, rotary = 0, weights = 1, threads = 1;
  int64_t iterations = 1;
  const kit::Kernels* kernels = nullptr;
};

/** y, u */
void mlp(Call& call, const Attributes& a) {
  const int n = call.dim(0, 0), d = call.dim(0, 1), m = call.dim(3, 1);
  kit::Mlp c = {n, d, m};
  c.x = call.in(int64_t(n) * d);
  c.gain = call.in(d), c.bias = call.in(d);
  c.w1 = call.in(int64_t(d) * m), c.b1 = call.in(m);
  c.w2 = call.in(int64_t(m) * d), c.b2 = call.in(d);
  c.y = call.out({n, d}), c.u = call.out({n, m});
  if (call.ok()) a.kernels->mlp(c);
}

/** An output of this shape, or an empty one. */
float* outIf(Call& call, bool wanted, std::initializer_list<int64_t> shape) {
  if (wanted) return call.out(shape);
  call.out({0});
  return nullptr;
}

void mlpGradient(Call& call, const Attributes& a) {
  const int n = call.dim(0, 0), d = call.dim(0, 1), m = call.dim(3, 1);
  const bool weights = a.weights != 0;
  kit::MlpGradient c = {n, d, m};
  c.x = call.in(int64_t(n) * d);
  c.gain = call.in(d), c.bias = call.in(d);
  c.w1 = call.in(int64_t(d) * m), c.w2 = call.in(int64_t(m) * d);
  c.u = call.in(int64_t(n) * m), c.dy = call.in(int64_t(n) * d);
  c.dx = call.out({n, d});
  c.dGain = outIf(call, weights, {d}), c.dBias = outIf(call, weights, {d});
  c.dW1 = outIf(call, weights, {d, m}), c.dB1 = outIf(call, weights, {m});
  c.dW2 = outIf(call, weights, {m, d}), c.dB2 = outIf(call, weights, {d});
  if (call.ok()) a.kernels->mlpGradient(c);
}

template <bool grouped>
AttentionShape attentionShape(Call& call, const Attributes& a) {
  const int n = call.dim(0, 0), d = call.dim(0, 1);
  const int heads = static_cast<int>(a.heads), length = static_cast<int>(a.length);
  call.require(length > 0 && n % length == 0, "The rows are not whole sequences.");
  call.require(heads > 0 && d % heads == 0, "The width is not a whole number of heads.");
  return {n, d, heads, length, a.causal != 0, grouped, nullptr};
}

int64_t anglesSize(const AttentionShape& s, const Attributes& a) {
  return a.rotary && s.heads > 0 ? int64_t(s.length) * (s.d / s.heads) : 0;
}

kit::HeadRows rowsOf(Call& call, const Attributes& a, const AttentionShape& s) {
  if (!call.ok()) return {};
  const kit::HeadRows rows = a.kernels->headRows(s);
  call.require(rows.width > 0, "Heads of this width do not share a vector.");
  return rows;
}

template <bool grouped>
void attention(Call& call, const Attributes& a) {
  AttentionShape s = attentionShape<grouped>(call, a);
  const int64_t n = s.n, d = s.d;
  kit::Attention c = {};
  c.x = call.in(n * d);
  c.gain = call.in(d), c.bias = call.in(d);
  c.wQkv = call.in(3 * d * d), c.bQkv = call.in(3 * d);
  c.wOut = call.in(d * d), c.bOut = call.in(d);
  const float* angles = call.in(anglesSize(s, a));
  s.angles = a.rotary ? angles : nullptr;
  c.shape = s;
  const auto [width, heads] = rowsOf(call, a, s);
  c.y = call.out({n, d}), c.qkv = call.out({n, 3 * width});
  c.mixed = call.out({n, width}), c.norms = call.out({2 * n, heads});
  if (call.ok()) a.kernels->attention(c);
}

template <bool grouped>
void attentionGradient(Call& call, const Attributes& a) {
  AttentionShape s = attentionShape<grouped>(call, a);
  const int64_t n = s.n, d = s.d;
  const bool weights = a.weights != 0;
  kit::AttentionGradient c = {};
  c.x = call.in(n * d);
  c.gain = call.in(d), c.bias = call.in(d);
  c.wQkv = call.in(3 * d * d), c.wOut = call.in(d * d);
  const float* angles = call.in(anglesSize(s, a));
  s.angles = a.rotary ? angles : nullptr;
  c.shape = s;
  const auto [width, heads] = rowsOf(call, a, s);
  c.qkv = call.in(3 * n * width), c.mixed = call.in(n * width);
  c.norms = call.in(2 * n * heads), c.dy = call.in(n * d);
  c.dx = call.out({n, d});
  c.dGain = outIf(call, weights, {d}), c.dBias = outIf(call, weights, {d});
  c.dWQkv = outIf(call, weights, {d, 3 * d}), c.dBQkv = outIf(call, weights, {3 * d});
  c.dWOut = outIf(call, weights, {d, d}), c.dBOut = outIf(call, weights, {d});
  if (call.ok()) a.kernels->attentionGradient(c);
}

void loss(Call& call, const Attributes& a) {
  const int n = call.dim(0, 0), d = call.dim(0, 1), v = call.dim(3, 0);
  kit::Loss c = {n, d, v};
  c.x = call.in(int64_t(n) * d);
  c.gain = call.in(d), c.bias = call.in(d);
  c.table = call.in(int64_t(v) * d);
  c.targets = call.in<int32_t>(n);
  int64_t shares = 0;
  c.share = call.in(&shares);
  c.sameShare = shares == 1;
  call.require(shares == 1 || shares == n, "The weights are not one a row.");
  for (int i = 0; call.ok() && i < n; i++) {
    call.require(c.targets[i] >= 0 && c.targets[i] < v, "A target is not in the vocabulary.");
  }
  c.loss = call.out({}), c.dx = call.out({n, d});
  c.dGain = call.out({d}), c.dBias = call.out({d}), c.dTable = call.out({v, d});
  if (call.ok()) a.kernels->loss(c);
}

void orthogonal(Call& call, const Attributes& a) {
  kit::Orthogonal c = {call.dim(0, 0), call.dim(0, 1), static_cast<int>(a.iterations)};
  c.x = call.in(int64_t(c.rows) * c.columns);
  c.y = call.out({c.rows, c.columns});
  if (call.ok()) a.kernels->orthogonal(c);
}

void adamw(Call& call, const Attributes& a) {
  kit::AdamW c = {};
  const int n = c.n = call.dim(0, 0);
  c.theta = call.in(n), c.m = call.in(n), c.v = call.in(n), c.gradient = call.in(n);
  int64_t decaying = 0;
  const float* decays = call.in(&decaying);
  c.decays = decaying > 0 ? decays : nullptr;
  call.require(decaying == 0 || decaying == n, "The decay mask is not one value a parameter.");
  const float* scalars[] = {call.in(1), call.in(1), call.in(1), call.in(6)};
  c.nextTheta = call.out({n}), c.nextM = call.out({n}), c.nextV = call.out({n});
  if (!call.ok()) return;
  c.learningRate = *scalars[0], c.correction1 = *scalars[1], c.correction2 = *scalars[2];
  const float* s = scalars[3];
  c.beta1 = s[0], c.rest1 = s[1], c.beta2 = s[2], c.rest2 = s[3], c.epsilon = s[4], c.weightDecay = s[5];
  a.kernels->adamw(c);
}

/** How many floating-point operations it has just done, and their result. */
void peak(Call& call, const Attributes& a) {
  float* done = call.out({2});
  if (!call.ok()) return;
  done[0] = float(a.rounds) * a.kernels->operations;
  done[1] = a.kernels->multiplyAdd(a.rounds);
}

/** For each level 1 where this processor runs it, else 0; from now on kernels take so many threads. */
void levels(Call& call, const Attributes& a) {
  kit::setThreads(static_cast<int>(a.threads));
  float* runs = call.out({kit::LEVELS});
  for (int i = 0; call.ok() && i < kit::LEVELS; i++) runs[i] = kit::kernelsOf(i) ? 1 : 0;
}

void* create(TF_OpKernelConstruction* construction) {
  TF_Status* status = TF_NewStatus();
  auto* a = new Attributes;
  const auto read = [&](const char* name, int64_t* value) {
    if (!TF_OpKernelConstruction_HasAttr(construction, name, status)) return;
    TF_OpKernelConstruction_GetAttrInt64(construction, name, value, status);
  };
  read("level", &a->level), read("weights", &a->weights);
  read("rounds", &a->rounds), read("heads", &a->heads), read("length", &a->length);
  read("threads", &a->threads), read("iterations", &a->iterations);
  read("causal", &a->causal), read("rotary", &a->rotary);
  a->kernels = kit::kernelsOf(a->level);
  if (!a->kernels && TF_GetCode(status) == TF_OK) {
    TF_SetStatus(status, TF_FAILED_PRECONDITION, "This processor cannot run that level of kernels.");
  }
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return a;
}

template <void (*run)(Call&, const Attributes&)>
void compute(void* kernel, TF_OpKernelContext* context) {
  Call call(context);
  run(call, *static_cast<Attributes*>(kernel));
}

using Names = std::initializer_list<const char*>;

/** Registers an op of float tensors; an input of another type says so: "targets: int32". */
template <void (*run)(Call&, const Attributes&)>
void add(const char* name, Names inputs, Names outputs, Names attributes) {
  const auto typed = [](const char* n) {
    return strchr(n, ':') ? std::string(n) : std::string(n) + ": float";
  };
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  for (const char* n : inputs) TF_OpDefinitionBuilderAddInput(op, typed(n).c_str());
  for (const char* n : outputs) TF_OpDefinitionBuilderAddOutput(op, typed(n).c_str());
  for (const char* n : attributes) {
    TF_OpDefinitionBuilderAddAttr(op, (std::string(n) + ": int").c_str());
  }
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, TF_ShapeInferenceContextSetUnknownShape);
  TF_Status* status = TF_NewStatus();
  TF_RegisterOpDefinition(op, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* kernel =
        TF_NewKernelBuilder(name, "CPU", create, compute<run>,
                            [](void* k) { delete static_cast<Attributes*>(k); });
    TF_RegisterKernelBuilder(name, kernel, status);
  }
  if (TF_GetCode(status) != TF_OK) fprintf(stderr, "%s: %s\n", name, TF_Message(status));
  TF_DeleteStatus(status);
}

template <bool grouped>
void addAttention(const char* name, const char* gradient) {
  add<attention<grouped>>(name, {"x", "gain", "bias", "w_qkv", "b_qkv", "w_out", "b_out", "angles"},
                          {"y", "qkv", "mixed", "norms"},
                          {"level", "heads", "length", "causal", "rotary"});
  add<attentionGradient<grouped>>(
      gradient, {"x", "gain", "bias", "w_qkv", "w_out", "angles", "qkv", "mixed", "norms", "dy"},
      {"dx", "dgain", "dbias", "dw_qkv", "db_qkv", "dw_out", "db_out"},
      {"level", "weights", "heads", "length", "causal", "rotary"});
}

const bool registered = [] {
  add<levels>("KitLevels", {}, {"runs"}, {"threads"});
  add<mlp>("KitMlp", {"x", "gain", "bias", "w1", "b1", "w2", "b2"}, {"y", "u"}, {"level"});
  add<mlpGradient>("KitMlpGradient", {"x", "gain", "bias", "w1", "w2", "u", "dy"},
                   {"dx", "dgain", "dbias", "dw1", "db1", "dw2", "db2"}, {"level", "weights"});
  addAttention<false>("KitAttention", "KitAttentionGradient");
  addAttention<true>("KitGroupedAttention", "KitGroupedAttentionGradient");
  add<loss>("KitLoss", {"x", "gain", "bias", "table", "targets: int32", "share"},
            {"loss", "dx", "dgain", "dbias", "dtable"}, {"level"});
  add<orthogonal>("KitOrthogonal", {"x"}, {"y"}, {"level", "iterations"});
  add<adamw>("KitAdamW",
             {"theta", "m", "v", "gradient", "decays", "learning_rate", "correction1", "correction2",
              "settings"},
             {"next_theta", "next_m", "next_v"}, {"level"});
  add<peak>("KitPeak", {}, {"done"}, {"level", "rounds"});
  return true;
}();

}  // namespace
