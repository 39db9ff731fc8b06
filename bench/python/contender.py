"""A contender of the bench in Python; bench/protocol.ts tells what is said on stdin and stdout.

    contender.py FOLDER VARIANT THREADS DEVICE

VARIANT is `jax`, or one of torch_step.py. A step is a function without arguments that returns the
loss as something with `.item()`.
"""

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path


class Contender:
    def __init__(self, folder, variant, device, framework):
        self.folder, self.variant, self.device = Path(folder), variant, device
        self.framework = framework
        self.step = None

    def start(self, steps):
        began = time.perf_counter()
        self.step = self.framework.make_step(self.folder, self.variant, self.device)
        losses = [self.step().item()]
        first = time.perf_counter() - began
        losses += [self.step().item() for _ in range(steps - 1)]
        return {
            "losses": losses,
            "firstStepSeconds": first,
            "device": self.framework.device_name(self.device),
            "versions": self.framework.versions(),
        }

    def time(self, steps):
        cpu = time.process_time()
        began = time.perf_counter()
        for _ in range(steps):
            loss = self.step()
        value = loss.item()  # waits for what is still running
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
    framework = importlib.import_module("jax_step" if variant == "jax" else "torch_step")
    framework.set_up(int(threads))
    contender = Contender(folder, variant, device, framework)
    for line in sys.stdin:
        request = json.loads(line)
        action = getattr(contender, request.pop("do"))
        replies.write(json.dumps(action(**request)) + "\n")
        replies.flush()
        if action == contender.end:
            return


main()
