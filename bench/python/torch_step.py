"""PyTorch's training step. Variants: `eager`, `compile` or `autotune`, then how attention is computed.

`autotune` is torch.compile in its mode max-autotune. `-fused` is scaled_dot_product_attention as
PyTorch chooses, `-math` its plain form, which torch.compile can fuse with what is around it.
"""

import json
import warnings
from contextlib import nullcontext

warnings.filterwarnings("ignore", message="Failed to initialize NumPy")

import torch  # noqa: E402
from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402

from torch_model import GPT, parameter_groups  # noqa: E402

COMPILED = {"compile": {}, "autotune": {"mode": "max-autotune"}}


def set_up(threads):
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    torch.set_flush_denormal(True)  # as TensorFlow does


def device_name(device):
    return torch.cuda.get_device_name() if device == "gpu" else "cpu"


def versions():
    return {"torch": torch.__version__}


def read(folder, name, dtype):
    return torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=dtype)


def make_step(folder, variant, device):
    """One training step on the problem's batch; returns the loss as a tensor."""
    device = "cuda" if device == "gpu" else "cpu"
    case = json.loads((folder / "case.json").read_text())
    settings = case["optimizer"]
    shape = (case["batch"], case["model"]["seqLength"])
    tokens = read(folder, "tokens.i32", torch.int32).view(shape).long().to(device)
    targets = read(folder, "targets.i32", torch.int32).view(shape).long().to(device)
    model = GPT(case["model"])
    model.load_flat(read(folder, "theta.f32", torch.float32))
    model.to(device)
    optimizer = torch.optim.AdamW(
        parameter_groups(model, settings["weightDecay"]),
        lr=settings["learningRate"],
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["epsilon"],
        fused=True,
    )
    parameters = list(model.parameters())
    clip_norm = case["clipNorm"]
    how, attention = variant.split("-")
    loss_of = model if how == "eager" else torch.compile(model, **COMPILED[how])

    def step():
        kernel = sdpa_kernel(SDPBackend.MATH) if attention == "math" else nullcontext()
        optimizer.zero_grad(set_to_none=True)
        with kernel:
            loss = loss_of(tokens, targets)
        loss.backward()
        if clip_norm > 0:
            torch.nn.utils.clip_grad_norm_(parameters, clip_norm)
        optimizer.step()
        return loss

    return step
