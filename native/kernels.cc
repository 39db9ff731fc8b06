// One build of the kernels; compiled once for each level of processors, as -DKIT_LEVEL=name.
#include "kernels.h"

#include "adamw.h"
#include "attention.h"
#include "loss.h"
#include "mlp.h"
#include "orthogonal.h"
#include "peak.h"

namespace kit {
extern const Kernels KIT_LEVEL = {headRows, mlp, mlpGradient, attention, attentionGradient, loss,
                                  orthogonal, adamw, multiplyAdd, OPERATIONS};
}
