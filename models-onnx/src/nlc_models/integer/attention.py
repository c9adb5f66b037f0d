"""Softmax attention on integers: logits in 1/16 of a binary logarithm, weights from a table, one correctly rounded
division.

All of it is in float64, where every intermediate value is exact (check_attention).
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from .exact import ATTENTION_BITS, DOUBLE_BUDGET, Composite, Substitute

MAX_KEYS = 2**22  # positions that one query may look at


def attention_table():
    """round(2^16 2^(-t / 16)) for t = 0..255, the table of mixture weights of docs/format.md as well."""
    return torch.tensor([math.floor(65536 * 2.0 ** (-t / 2**ATTENTION_BITS) + 0.5) for t in range(256)])


def check_attention(width, q_max, k_max, v_max, shift, bias_max=0):
    """ValueError unless attention over vectors of this width, of values within these bounds, is exact in float64."""
    product = width * q_max * k_max
    logits = product * 2.0 ** max(0, -shift) + bias_max
    total = MAX_KEYS * 65536.0 * v_max
    if max(product, logits * 2, total) >= DOUBLE_BUDGET or MAX_KEYS * 65536.0 >= DOUBLE_BUDGET:
        raise ValueError(
            f"attention is not exact in float64 with products of {product:.0f}, logits of {logits:.0f}, sums of "
            f"{total:.0f}"
        )


def exact_attention(q, k, v, shift, visible=None, bias=None):
    """Softmax attention on integers: the weighted mean of v, rounded to integers.

    q: ... x Lq x d, k: ... x Lk x d, v: ... x Lk x e, integers in float32 or float64, within bounds that
    check_attention accepts; the logit is floor(q.k * 2^-shift) in 1/16 of a binary logarithm (fold log2(e) / sqrt(d)
    into the layer that makes q). visible: 1 where a query may look at a key, else 0; bias: integers added to the
    logits; both broadcast to ... x Lq x Lk. A query that sees no key gets 0.
    """
    dtype = q.dtype
    exact = attention_values(q.detach().double(), k.detach().double(), v.detach().double(), shift, visible, bias).to(
        dtype
    )
    if not any(t.requires_grad for t in (q, k, v)):
        return exact
    logits = (q @ k.transpose(-1, -2)) * 2.0 ** (-shift - ATTENTION_BITS)
    if bias is not None:
        logits = logits + bias.to(dtype) * 2.0**-ATTENTION_BITS
    if visible is not None:
        logits = logits.masked_fill(visible == 0, -1e4)
    return Substitute.apply(exact, torch.softmax(logits * math.log(2.0), -1) @ v)


def attention_values(q, k, v, shift, visible, bias):
    """exact_attention's values, all in float64."""
    logits = torch.floor((q @ k.transpose(-1, -2)) * 2.0**-shift)
    if bias is not None:
        logits = logits + bias.double()
    if visible is not None:
        logits = torch.where(visible != 0, logits, torch.full_like(logits, -(2.0**52)))
    t = (logits.amax(-1, keepdim=True) - logits).clamp(max=255).long()
    e = attention_table().to(v)[t]
    if visible is not None:
        e = e * visible.double()
    return torch.floor((e @ v) / e.sum(-1, keepdim=True).clamp(min=1) + 0.5)


class ExactNonLocal(Composite):
    """NLAIC's non-local branch over B x C x h x w: output(attention(query(x), pool(key(x)), pool(value(x)))), keys
    and values max-pooled by pool. q_max, k_max, v_max: bounds of the three; shift: an integer, see exact_attention.
    """

    PARTS = ("query", "key", "value", "output", "pool", "shift", "width", "q_max", "k_max", "v_max")
    query: nn.Module
    key: nn.Module
    value: nn.Module
    output: nn.Module
    pool: int
    shift: int
    width: int
    q_max: int
    k_max: int
    v_max: int

    def __init__(self, **parts):
        super().__init__(**parts)
        check_attention(self.width, self.q_max, self.k_max, self.v_max, self.shift)

    def forward(self, x):
        """B x C x h x w -> the same shape, what is added to the input."""
        q, k, v = self.query(x), self.key(x), self.value(x)
        if self.pool > 1:
            k, v = F.max_pool2d(k, self.pool, ceil_mode=True), F.max_pool2d(v, self.pool, ceil_mode=True)

        def rows(t):
            return t.flatten(2).transpose(1, 2)

        a = exact_attention(rows(q), rows(k), rows(v), self.shift)
        return self.output(a.transpose(1, 2).reshape(q.shape[0], -1, *q.shape[2:]))
