"""PyTorch as a contender of the bench; bench/protocol.ts tells what is said on stdin and stdout.

    contender.py FOLDER VARIANT THREADS DEVICE

VARIANT is `eager` or `compile`, then `-fused` (scaled_dot_product_attention as PyTorch chooses) or
`-math` (its plain form, which torch.compile can fuse with what is around it).
"""

import json
import os
import resource
import sys
import time
import warnings
from contextlib import nullcontext
from pathlib import Path

warnings.filterwarnings("ignore", message="Failed to initialize NumPy")

import torch  # noqa: E402
from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402

from model import GPT, parameter_groups  # noqa: E402


def read(folder, name, dtype):
    return torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=dtype)


def make_step(folder, variant, device):
    """One training step on the problem's batch; returns the loss as a tensor."""
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
    loss_of = torch.compile(model) if how == "compile" else model

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


class Contender:
    def __init__(self, folder, variant, device):
        self.folder, self.variant, self.device = Path(folder), variant, device
        self.step = None

    def start(self, steps):
        began = time.perf_counter()
        self.step = make_step(self.folder, self.variant, self.device)
        losses = [self.step().item()]
        first = time.perf_counter() - began
        losses += [self.step().item() for _ in range(steps - 1)]
        name = torch.cuda.get_device_name() if self.device == "cuda" else "cpu"
        return {
            "losses": losses,
            "firstStepSeconds": first,
            "device": name,
            "versions": {"torch": torch.__version__},
        }

    def time(self, steps):
        cpu = time.process_time()
        began = time.perf_counter()
        for _ in range(steps):
            loss = self.step()
        value = loss.item()  # waits for a GPU too
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "cpuSeconds": time.process_time() - cpu, "loss": value}

    def end(self):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        per_megabyte = 1024**2 if sys.platform == "darwin" else 1024
        return {"peakMemoryMB": peak / per_megabyte}


def main():
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else prints does not get among the replies
    folder, variant, threads, device = sys.argv[1:]
    torch.set_num_threads(int(threads))
    torch.set_num_interop_threads(1)
    torch.set_flush_denormal(True)  # as TensorFlow does
    contender = Contender(folder, variant, "cuda" if device == "gpu" else "cpu")
    for line in sys.stdin:
        request = json.loads(line)
        action = getattr(contender, request.pop("do"))
        replies.write(json.dumps(action(**request)) + "\n")
        replies.flush()
        if action == contender.end:
            return


main()
