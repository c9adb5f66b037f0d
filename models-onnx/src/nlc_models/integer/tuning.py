"""Fitting the entropy model to rounded latents once the transforms are final.

Training sees latents with uniform noise; files hold rounded ones. Two steps close that gap and the cost of integer
arithmetic: the prior of z is fitted to histograms of rounded z, and the quantised networks are trained on cached
latents with straight-through rounding, so that they learn with exactly the arithmetic that will decode. Both see
training tiles only.
"""

import math
import time

import numpy as np
import torch

from ..codec import latents
from ..codec.likelihood import LOG2_SIGMA, split_parameters, standard_normal_cdf
from .exact import floor_ste
from .networks import OUTPUT_BITS, SIGMA_BITS
from .tables import TOTAL


def samples(codec, cached, per_level):
    """Calibration latents: per_level pictures at every level, different pictures at different levels as far as there
    are enough.
    """
    n = codec.levels * per_level
    return [latents.rounded(codec, cached[i % len(cached)][None], i % codec.levels) for i in range(n)]


def histograms(codec, cached, reach=255):
    """How often each value of z occurs per channel: N x (2 reach + 1), every level weighted by what a bit is worth
    there.
    """
    counts = torch.zeros(codec.hyper_channels, 2 * reach + 1, dtype=torch.float64)
    for level in range(codec.levels):
        part, bits = torch.zeros_like(counts), 0.0
        for f in cached[level :: codec.levels]:
            z, y = latents.rounded(codec, f[None], level)
            v = (z[0].flatten(1).clamp(-reach, reach) + reach).long()
            part.scatter_add_(1, v, torch.ones_like(v, dtype=torch.float64))
            with torch.no_grad():
                bits += sum(b.item() for b in codec.bits(y, z))
        counts += part / max(bits, 1.0)  # a level's z bits count relative to its file size
    return counts / counts.sum(1, keepdim=True)


def refit_prior(prior, target, steps=600, lr=0.03):
    """Fit the logistic mixtures to target (histograms) by gradient descent; returns bits per symbol before and after.

    Worth it because z's densities are peaked: their scales start wide and move slowly in training.
    """
    values = torch.arange(target.shape[1], dtype=torch.float32) - target.shape[1] // 2
    grid = values.repeat(len(target), 1)[None, :, :, None]
    weight = target.float()[None, :, :, None]
    optimizer = torch.optim.Adam(prior.parameters(), lr=lr)
    first = last = None
    for i in range(steps):
        for g in optimizer.param_groups:
            g["lr"] = lr * 0.5 * (1 + math.cos(math.pi * i / steps))
        bits = -(weight * torch.log2(prior(grid) + 2.0**-18)).sum() / len(target)
        optimizer.zero_grad()
        bits.backward()
        optimizer.step()
        first, last = first if first is not None else bits.item(), bits.item()
    return first, last


def integer_likelihood(params, y, k):
    """Differentiable stand-in for the frequencies of docs/format.md.

    params: integers in 1/16 (straight-through), y: B x M x H x W.
    """
    p = split_parameters(params, y.shape[1], k)
    mean = p[:, 0] * 2.0**-OUTPUT_BITS
    step = 2.0**SIGMA_BITS
    log2_sigma = (floor_ste(p[:, 1] * 2.0 ** (SIGMA_BITS - OUTPUT_BITS)) / step).clamp(*LOG2_SIGMA)
    sigma = torch.exp2(log2_sigma)
    d = (y[:, None] - mean).abs()
    mass = standard_normal_cdf((0.5 - d) / sigma) - standard_normal_cdf((-0.5 - d) / sigma)
    if k > 1:
        mass = mass * torch.softmax(p[:, 2] * (math.log(2.0) * 2.0**-OUTPUT_BITS), 1)
    # Every value of the support costs one count; a wide component costs even if its weight is nothing.
    slots = (mean + 6 * sigma).amax(1) - (mean - 6 * sigma).amin(1) + 5
    return mass.sum(1) * (1 - slots / TOTAL).clamp(min=0.5) + 1 / TOTAL


def tune(codec, networks, cached, steps, *, lr=1e-4, batch=None, side=16, seed=0, progress=None):
    """Train quantised EntropyNetworks in place on crops of side x side latents at random levels; batch: 8, or 2 of
    the 3D contexts, whose head runs M times a position.

    The loss is the mean over crops of bits by the integer model over bits by the float model, so every level's
    relative cost counts.
    """
    batch = batch or (2 if networks.context_type.volume else 8)
    rng = np.random.default_rng(seed)
    cached = [c for c in cached if min(c.shape[1:]) >= side]
    if not cached:
        raise ValueError(f"tuning needs pictures of at least {16 * side} x {16 * side} pixels")
    area = np.array([c.shape[1] * c.shape[2] for c in cached], float)
    optimizer = torch.optim.Adam(networks.parameters(), lr=lr, betas=(0.9, 0.98))
    begin, smooth = time.time(), None
    networks.train()
    for i in range(steps):
        for g in optimizer.param_groups:
            g["lr"] = lr * min(1, (i + 1) / 30) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * i / steps)))
        crops = []
        for j in rng.choice(len(cached), batch, p=area / area.sum()):
            r, c = (int(rng.integers(0, s - side + 1)) for s in cached[j].shape[1:])
            crops.append(cached[j][:, r : r + side, c : c + side])
        with torch.no_grad():
            level = torch.from_numpy(rng.random(batch).astype(np.float32)) * (codec.levels - 1)
            z, y = latents.rounded(codec, torch.stack(crops), level)
            reference, side_bits = codec.bits(y, z)
        bits = -torch.log2(integer_likelihood(networks(z, y), y, codec.k)).sum((1, 2, 3))
        # + 0.01 bit a position keeps empty crops from dominating
        loss = ((bits - reference) / (reference + side_bits + 0.01 * side * side)).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(networks.parameters(), 1.0)
        optimizer.step()
        smooth = loss.item() if smooth is None else 0.95 * smooth + 0.05 * loss.item()
        if progress and (i % 10 == 0 or i == steps - 1):
            progress(f"tuning {i + 1}/{steps} {time.time() - begin:.0f}s integer over float {100 * smooth:+.2f} %")
    return networks
