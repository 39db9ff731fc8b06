"""JAX's training step: one jitted function of parameters, moments and batch, which it overwrites."""

import json
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

ROTARY_BASE = 10_000.0


def set_up(threads):
    """Its CPU threads are set by environment variables; see bench/start.ts."""


def device_name(device):
    found = jax.devices()[0]
    if device == "gpu" and found.platform == "cpu":
        raise RuntimeError("This JAX has no GPU: it is installed for the CPU.")
    return "cpu" if found.platform == "cpu" else found.device_kind


def versions():
    return {"jax": jax.__version__}


def layout(model):
    """Names and shapes in the order of the kit's flat vector."""
    d = model["dModel"]
    yield "wte", (model["vocabSize"], d)
    if model["positions"] == "learned":
        yield "wpe", (model["seqLength"], d)
    for i in range(model["nLayers"]):
        for name, shape in [
            ("ln1.gain", (d,)),
            ("ln1.bias", (d,)),
            ("qkv.weight", (d, 3 * d)),
            ("qkv.bias", (3 * d,)),
            ("proj.weight", (d, d)),
            ("proj.bias", (d,)),
            ("ln2.gain", (d,)),
            ("ln2.bias", (d,)),
            ("fc.weight", (d, 4 * d)),
            ("fc.bias", (4 * d,)),
            ("out.weight", (4 * d, d)),
            ("out.bias", (d,)),
        ]:
            yield f"{i}.{name}", shape
    yield "lnf.gain", (d,)
    yield "lnf.bias", (d,)


def layer_norm(x, p, name):
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p[f"{name}.gain"] + p[f"{name}.bias"]


def dense(x, p, name):
    return x @ p[f"{name}.weight"] + p[f"{name}.bias"]


def rotate(x, cos, sin):
    """Turns each pair (i, i + dh/2) of x [B, T, H, dh] by its position's angle."""
    a, b = jnp.split(x, 2, axis=-1)
    return jnp.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)


def loss_of(p, tokens, targets, model):
    batch, length = tokens.shape
    d, heads = model["dModel"], model["nHeads"]
    x = p["wte"][tokens]
    if model["positions"] == "learned":
        x = x + p["wpe"]
    half = d // heads // 2
    angle = np.arange(length)[:, None] * ROTARY_BASE ** (-np.arange(half) / half)
    cos, sin = (np.float32(f(angle))[:, None, :] for f in (np.cos, np.sin))
    for i in range(model["nLayers"]):
        qkv = dense(layer_norm(x, p, f"{i}.ln1"), p, f"{i}.qkv")
        q, k, v = jnp.moveaxis(qkv.reshape(batch, length, 3, heads, d // heads), 2, 0)
        if model["positions"] == "rotary":
            q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        mixed = jax.nn.dot_product_attention(q, k, v, is_causal=True)
        x = x + dense(mixed.reshape(batch, length, d), p, f"{i}.proj")
        hidden = jax.nn.gelu(dense(layer_norm(x, p, f"{i}.ln2"), p, f"{i}.fc"), approximate=True)
        x = x + dense(hidden, p, f"{i}.out")
    logits = layer_norm(x, p, "lnf") @ p["wte"].T
    picked = jnp.take_along_axis(logits, targets[..., None], axis=-1)[..., 0]
    return (jax.nn.logsumexp(logits, axis=-1) - picked).mean()


@partial(jax.jit, static_argnums=(4, 5), donate_argnums=(0,))
def update(state, step, tokens, targets, model, settings):
    model, settings = dict(model), dict(settings)
    p, m, v = state
    loss, g = jax.value_and_grad(loss_of)(p, tokens, targets, model)
    if settings["clipNorm"] > 0:
        norm = jnp.sqrt(sum(jnp.sum(jnp.square(x)) for x in g.values()))
        scale = jnp.minimum(settings["clipNorm"] / (norm + 1e-6), 1)
        g = {name: x * scale for name, x in g.items()}
    beta1, beta2, rate = settings["beta1"], settings["beta2"], settings["learningRate"]
    m = {name: beta1 * m[name] + (1 - beta1) * x for name, x in g.items()}
    v = {name: beta2 * v[name] + (1 - beta2) * jnp.square(x) for name, x in g.items()}

    def stepped(name):
        decay = settings["weightDecay"] if p[name].ndim == 2 else 0
        size = jnp.sqrt(v[name] / (1 - beta2**step)) + settings["epsilon"]
        return p[name] * (1 - rate * decay) - rate * m[name] / (1 - beta1**step) / size

    return ({name: stepped(name) for name in p}, m, v), loss


def make_step(folder, variant, device):
    """One training step on the problem's batch; returns the loss as an array."""
    case = json.loads((folder / "case.json").read_text())
    model = case["model"]
    settings = tuple({**case["optimizer"], "clipNorm": case["clipNorm"]}.items())
    shape = (case["batch"], model["seqLength"])
    tokens, targets = (
        jnp.asarray(np.fromfile(folder / f"{name}.i32", np.int32).reshape(shape))
        for name in ("tokens", "targets")
    )
    theta, offset, p = np.fromfile(folder / "theta.f32", np.float32), 0, {}
    for name, shape in layout(model):
        size = int(np.prod(shape))
        p[name] = jnp.asarray(theta[offset : offset + size].reshape(shape))
        offset += size
    zeros = {name: jnp.zeros_like(x) for name, x in p.items()}
    state = (p, zeros, {name: jnp.zeros_like(x) for name, x in p.items()})
    steps = 0

    def step():
        nonlocal state, steps
        steps += 1
        state, loss = update(
            state, jnp.float32(steps), tokens, targets, tuple(model.items()), settings
        )
        return loss

    return step
