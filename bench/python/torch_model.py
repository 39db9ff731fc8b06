"""The kit's GPT in PyTorch, as one would write it there for speed."""

import torch
import torch.nn.functional as F
from torch import nn

ROTARY_BASE = 10_000.0


class Block(nn.Module):
    """Pre-LN block of GPT-2; weights [in, out] as in the kit (x @ W + b)."""

    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.ln1 = nn.LayerNorm(d, eps=1e-5)
        self.ln2 = nn.LayerNorm(d, eps=1e-5)
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)
        self.fc = nn.Linear(d, 4 * d)
        self.out = nn.Linear(4 * d, d)

    def forward(self, x, rotation):
        batch, length, d = x.shape
        qkv = self.qkv(self.ln1(x)).view(batch, length, 3, self.heads, d // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        if rotation is not None:
            q, k = rotate(q, *rotation), rotate(k, *rotation)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(mixed.transpose(1, 2).reshape(batch, length, d))
        return x + self.out(F.gelu(self.fc(self.ln2(x)), approximate="tanh"))


def rotate(x, cos, sin):
    """Turns each pair (i, i + dh/2) of x [B, H, S, dh] by its position's angle."""
    first, second = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-second, first], dim=-1) * sin


class GPT(nn.Module):
    def __init__(self, case):
        super().__init__()
        d = case["dModel"]
        self.embedding = nn.Embedding(case["vocabSize"], d)
        self.rotary = case["positions"] == "rotary"
        if self.rotary:
            half = d // case["nHeads"] // 2
            frequency = ROTARY_BASE ** (-torch.arange(half, dtype=torch.float64) / half)
            angle = torch.arange(case["seqLength"])[:, None] * frequency.repeat(2)
            self.register_buffer("cos", angle.cos().float())
            self.register_buffer("sin", angle.sin().float())
        else:
            self.position = nn.Parameter(torch.empty(case["seqLength"], d))
        self.blocks = nn.ModuleList(Block(d, case["nHeads"]) for _ in range(case["nLayers"]))
        self.norm = nn.LayerNorm(d, eps=1e-5)

    def forward(self, tokens, targets):
        """Mean cross-entropy in nats of tokens and targets [B, S]."""
        x = self.embedding(tokens)
        if not self.rotary:
            x = x + self.position
        rotation = (self.cos, self.sin) if self.rotary else None
        for block in self.blocks:
            x = block(x, rotation)
        logits = F.linear(self.norm(x), self.embedding.weight)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    def in_kit_order(self):
        """(tensor, True if it is stored transposed) in the order of the kit's flat vector."""
        yield self.embedding.weight, False
        if not self.rotary:
            yield self.position, False
        for b in self.blocks:
            yield from [(b.ln1.weight, False), (b.ln1.bias, False)]
            yield from [(b.qkv.weight, True), (b.qkv.bias, False)]
            yield from [(b.proj.weight, True), (b.proj.bias, False)]
            yield from [(b.ln2.weight, False), (b.ln2.bias, False)]
            yield from [(b.fc.weight, True), (b.fc.bias, False)]
            yield from [(b.out.weight, True), (b.out.bias, False)]
        yield self.norm.weight, False
        yield self.norm.bias, False

    @torch.no_grad()
    def load_flat(self, theta):
        """Takes all parameters from the kit's flat vector [P]."""
        offset = 0
        for tensor, transposed in self.in_kit_order():
            values = theta[offset : offset + tensor.numel()]
            shape = tensor.shape[::-1] if transposed else tensor.shape
            tensor.copy_(values.view(shape).T if transposed else values.view(shape))
            offset += tensor.numel()
        if offset != theta.numel():
            raise ValueError(f"The model has {offset} parameters, the file {theta.numel()}.")


def parameter_groups(model, weight_decay):
    """Weight decay on matrices (embeddings included), none on vectors."""
    matrices = [p for p in model.parameters() if p.ndim == 2]
    vectors = [p for p in model.parameters() if p.ndim != 2]
    return [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
