"""The decoder's integer probability tables and the exact length of a tile's stream: docs/format.md, Probabilities."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from ..codec.context import ContextType
from ..codec.heads import odd_positions

TOTAL = 1 << 16
DETERMINISTIC = TOTAL - 16  # a symbol whose expected value has a higher frequency is not coded
SCALES = range(-24, 65)  # log2 sigma in 1/8


@cache
def support_radius():
    """R[s]: 6 sigma in 1/16, rounded up, per scale."""
    return np.array([math.ceil(96 * 2.0 ** (s / 8)) for s in SCALES])


@cache
def weight_table():
    """T2[d] = round(2^16 2^(-d/16)), d = 0..255."""
    return np.array([math.floor(65536 * 2.0 ** (-d / 16) + 0.5) for d in range(256)])


@cache
def normal_table():
    """(offsets per scale, values): round(2^24 Phi(d / 16 / sigma)) for d = 0..R[s], where it has reached 2^24."""
    values: list[int] = []
    offsets = []
    for s, r in zip(SCALES, support_radius()):
        offsets.append(len(values))
        c = -(2.0**-0.5) / (16 * 2.0 ** (s / 8))
        values += [math.floor(2.0**24 * 0.5 * math.erfc(c * d) + 0.5) for d in range(r + 1)]
    return np.array(offsets), np.array(values)


def normal(scale, d):
    """2^24 Phi(d/16 / 2^(s/8)) as an integer; scale counts from -24."""
    offsets, values = normal_table()
    p = values[offsets[scale] + np.minimum(np.abs(d), support_radius()[scale])]
    return np.where(d >= 0, p, (1 << 24) - p)


class Mixture:
    """Frequency tables of many symbols at once.

    params: (3 | 2) x K x ... integers: means in 1/16, log2 sigmas in 1/16, log2 weights in 1/16 (absent for K = 1).
    """

    def __init__(self, params):
        p = np.asarray(params).astype(np.int64)
        self.mean = p[0]
        self.scale = np.clip(p[1] >> 1, SCALES[0], SCALES[-1]) - SCALES[0]
        w = p[2] if len(p) == 3 else np.zeros_like(p[0])
        best = w.argmax(0)[None]
        u = weight_table()[np.minimum(w.max(0) - w, 255)]
        self.weight = u * TOTAL // u.sum(0)
        missing = np.take_along_axis(self.weight, best, 0) + TOTAL - self.weight.sum(0)
        np.put_along_axis(self.weight, best, missing, 0)
        r = support_radius()[self.scale]
        self.lo = ((self.mean - r) // 16).min(0) - 1
        self.hi = -((-self.mean - r) // 16).min(0) + 1
        self.expected = (np.take_along_axis(self.mean, best, 0)[0] + 8) // 16

    def cumulative(self, v):
        """Cumulative frequency below v, for lo <= v <= hi + 1."""
        f = (self.weight * normal(self.scale, 16 * v - 8 - self.mean)).sum(0)
        n = self.hi - self.lo + 2
        return np.where(v <= self.lo, 0, (f * (TOTAL - n) >> 40) + v - self.lo)

    def frequency(self, v):
        """Frequency of v, 0 outside the support."""
        inside = (v >= self.lo) & (v <= self.hi)
        v = np.clip(v, self.lo, self.hi)
        return np.where(inside, self.cumulative(v + 1) - self.cumulative(v), 0)

    def settle(self, y):
        """-> (bits per symbol, y with the symbols that are not coded replaced by their expected value)."""
        deterministic = self.frequency(self.expected) > DETERMINISTIC
        y = np.where(deterministic, self.expected, y)
        escape = TOTAL - self.cumulative(self.hi + 1)
        return np.where(deterministic, 0.0, code_length(self.frequency(y), escape, y, self.lo, self.hi)), y


def code_length(frequency, escape, v, lo, hi):
    """Bits of the value v: by its frequency, or by the escape slot and an Exp-Golomb code where frequency is 0."""
    e = np.where(v > hi, 2 * (v - hi - 1), 2 * (lo - 1 - v) + 1)
    golomb = 2 * np.floor(np.log2(np.maximum(e, 0) + 1)) + 1
    inside = (v >= lo) & (v <= hi)
    return np.where(inside, -np.log2(np.maximum(frequency, 1) / TOTAL), -np.log2(escape / TOTAL) + golomb)


@dataclass(frozen=True)
class PriorTables:
    """Static frequencies of the hyper-latent, per channel: of lo, lo + 1, ... and, last, of the escape."""

    lo: list
    frequencies: list

    @staticmethod
    @torch.no_grad()
    def of(prior, reach=255, cutoff=2.0**-17):
        """Tables of a FactorizedPrior or BottleneckPrior; values less probable than cutoff at the ends are left to the
        escape.
        """
        values = torch.arange(-reach, reach + 1, dtype=torch.float64)
        grid = values.repeat(prior.channels, 1)[None, :, :, None]
        cdf = prior.double().cdf
        mass = (cdf(grid + 0.5) - cdf(grid - 0.5))[0, :, :, 0].numpy()
        prior.float()
        lo, frequencies = [], []
        for p in mass:
            # At least the mode and one neighbour on each side: a channel that training switched off stays codable.
            mode = int(np.clip(p.argmax(), 1, len(p) - 2))
            likely = np.flatnonzero(p >= cutoff)
            first, last = min([mode - 1, *likely[:1]]), max([mode + 1, *likely[-1:]])
            kept = p[first : last + 1]
            lo.append(int(first) - reach)
            frequencies.append(integer_frequencies(np.append(kept, max(0.0, 1.0 - kept.sum()))))
        return PriorTables(lo, frequencies)

    def settle(self, z):
        """z: N x h x w integers -> (total bits, z with the symbols that are not coded replaced)."""
        z, bits = z.copy(), 0.0
        for c, (lo, f) in enumerate(zip(self.lo, self.frequencies)):
            f = np.array(f)
            mode = int(f[:-1].argmax())
            if f[mode] > DETERMINISTIC:
                z[c] = lo + mode
                continue
            hi = lo + len(f) - 2
            bits += code_length(f[np.clip(z[c] - lo, 0, len(f) - 2)], f[-1], z[c], lo, hi).sum()
        return bits, z


def integer_frequencies(p):
    """Integers of at least 1 with sum 2^16 in proportion to p (largest remainders)."""
    share = p / p.sum() * (TOTAL - len(p))
    f = np.floor(share).astype(np.int64)
    f[np.argsort(f - share, kind="stable")[: TOTAL - len(p) - f.sum()]] += 1
    return [int(v) + 1 for v in f]


def slice_bits(networks, z, y):
    """Bits of y under networks with channel slices; y becomes what the decoder sees."""
    bits_y = 0.0
    symbols = y[0].flatten(1)  # a view
    for rows, channels, params in networks.head.steps(networks.features(z), y):
        params = params.unflatten(1, (-1, networks.k)).permute(1, 2, 0, 3)
        bits, settled = Mixture(params.numpy()).settle(symbols[channels, rows].t().numpy().astype(np.int64))
        bits_y += bits.sum()
        symbols[channels, rows] = torch.from_numpy(settled.astype(np.float32)).t()
    return bits_y


@torch.no_grad()
def stream_bits(networks, prior, z, y):
    """Exact information content of a tile's latents under integer networks.

    networks: exact EntropyNetworks; z: 1 x N x h x w, y: 1 x M x H x W rounded. Symbols that are not coded are
    replaced in coding order, as the encoder does; for the serial and 3D contexts, which are evaluated in one go, a
    replacement does not reach the contexts of later symbols, so that the length may be off by a few bits. Returns
    (bits of y, bits of z, decoded z, decoded y), the latents as the decoder sees them.
    """
    bits_z, decoded = prior.settle(z[0].numpy().astype(np.int64))
    z = torch.from_numpy(decoded)[None].float()
    y = y.clone()
    if networks.context_type is ContextType.SLICES:
        return slice_bits(networks, z, y), bits_z, z, y
    shape = (3 if networks.k > 1 else 2, networks.k, *y.shape[1:])
    parities = (0, 1) if networks.context_type is ContextType.CHECKERBOARD else (None,)
    odd = odd_positions(y).numpy()
    bits_y = 0.0
    for parity in parities:
        bits, settled = Mixture(networks(z, y)[0].view(shape).numpy()).settle(y[0].numpy().astype(np.int64))
        now = np.broadcast_to(True if parity is None else odd == parity, settled.shape)
        bits_y += bits[now].sum()
        y[0] = torch.from_numpy(np.where(now, settled, y[0].numpy()).astype(np.float32))
    return bits_y, bits_z, z, y
