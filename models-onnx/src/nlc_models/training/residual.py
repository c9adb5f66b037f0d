"""Latent residual prediction (Minnen2020, section 3.3; kept by MLIC): what rounding lost, guessed from what is decoded.

The residual is added to the decoded latents for the synthesis only, so it is float and no probability depends on it. It is trained
through the frozen synthesis on the squared error of pictures: fitted to the latents' own error, it made pictures worse.
"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from ..codec import checkpoint, images, latents, precision
from ..evaluation import evaluation
from ..integer import quantize
from .entropy import cached_features
from .trainer import Average, hardware, learning_rate


@dataclass
class Options:
    """side: of the crops, in latents; border: latents at their rim that the loss leaves out, since the synthesis sees no further."""

    checkpoint: str
    data: str
    out: str = ""
    base: str = ""
    eval: str = ""
    eval_step: int = 6
    minutes: float = 10
    batch: int = 4
    side: int = 16
    border: int = 1
    lr: float = 1e-3
    cache: str = ""
    tiles: int = 0
    seed: int = 0


class Pairs:
    """Crops of cached features together with their pixels, drawn with a probability in proportion to the area of their pictures."""

    def __init__(self, cached, files, side, seed):
        self.side, self.rng = side, np.random.default_rng(seed)
        self.pairs = [(c, images.crop(images.load(f))) for c, f in zip(cached, files) if min(c.shape[1:]) >= side]
        area = np.array([c[0].numel() for c, _ in self.pairs], float)
        self.weights = area / area.sum()

    def batch(self, size):
        """(size x M x side x side, size x 3 x 16 side x 16 side in [0,1])."""
        s, f, x = self.side, [], []
        for j in self.rng.choice(len(self.pairs), size, p=self.weights):
            c, p = self.pairs[j]
            row, column = (int(self.rng.integers(0, n - s + 1)) for n in c.shape[1:])
            f.append(c[:, row : row + s, column : column + s])
            x.append(p[:, 16 * row : 16 * (row + s), 16 * column : 16 * (column + s)])
        return torch.stack(f).float(), (torch.stack(x).float() / 255).contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def gains(codec, hyper, pictures):
    """Mean gain in dB per level over pictures, pairs of (features M x h x w, 3 x H x W uint8). hyper: z -> hyper features."""
    out = []
    for level in range(codec.levels):
        q, total = torch.tensor([float(level)]), 0.0
        for f, x in pictures:
            z, y = latents.rounded(codec, f[None].float(), q)
            x = x[None].float() / 255
            total += evaluation.psnr(x, codec.synthesis(y, q, hyper(z))) - evaluation.psnr(x, codec.synthesis(y, q))
        out.append(total / len(pictures))
    return out


def train(options, stop_after=None, log=print):
    """Add (or go on training) the residual network of a checkpoint; writes options.out, else the checkpoint itself."""
    o = options
    torch.manual_seed(o.seed)
    codec, stored = checkpoint.load(o.checkpoint, o.base)
    if codec.residual is None:
        codec.add_residual()
    for p in codec.parameters():
        p.requires_grad_(False)
    for p in codec.residual.parameters():
        p.requires_grad_(True)
    # Integer hyper features, if there are any, are what the decoder will have.
    hyper = quantize.EntropyNetworks.from_dict(stored["integer"]).hyper if "integer" in stored else codec.h_s
    files = images.files(o.data)
    files = files[:: max(1, len(files) // o.tiles)][: o.tiles] if o.tiles else files
    pairs = Pairs(cached_features(codec, files, o.cache, log), files, o.side, o.seed)
    held = images.files(o.eval)[:: o.eval_step] if o.eval else []
    held = list(zip(cached_features(codec, held, "", log), [images.crop(images.load(f)) for f in held]))
    log(f"{len(pairs.pairs)} tiles, {sum(p.numel() for p in codec.residual.parameters()) / 1e6:.2f} M parameters")
    average = Average(codec.residual)
    optimizer = torch.optim.AdamW(codec.residual.parameters(), lr=o.lr, betas=(0.9, 0.98), weight_decay=0)
    log_lambda = torch.tensor(codec.lambdas).log()
    step, smooth, begin, used, budget = 0, None, time.time(), 0.0, o.minutes * 60
    inside = slice(16 * o.border, 16 * (o.side - o.border))
    while used < budget and step != stop_after:
        for g in optimizer.param_groups:
            g["lr"] = learning_rate(o.lr, 3 * step, used / budget)
        f, x = pairs.batch(o.batch)
        q = torch.rand(o.batch) * (codec.levels - 1)
        z, y = latents.rounded(codec, f, q)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
            xh = codec.synthesis(y, q, hyper(z))
        d = (x - xh)[..., inside, inside].square().mean((1, 2, 3)) * 255**2
        # sqrt(lambda) makes the error about equally large at all rates
        loss = (d * torch.exp(0.5 * codec.interpolate(log_lambda, q))).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(codec.residual.parameters(), 1.0)
        if math.isfinite(loss.item()):
            optimizer.step()
        average.update(step)
        smooth = loss.item() if smooth is None else smooth + 0.02 * (loss.item() - smooth)
        if step % 50 == 0:
            log(f"step {step} {used:.0f}s loss {smooth:.4f}")
        step += 1
        used = time.time() - begin
    codec.residual.load_state_dict(average.state)
    for p in codec.parameters():
        p.data = p.data.half().float()
    measured = [round(g, 3) for g in gains(codec, hyper, held)] if held else None
    if held:
        log("dB gained per level:", measured)
    left = ("checkpoint", "data", "out", "base", "eval", "cache")
    stage = dict(
        residual=True,
        steps=step,
        minutes=round(used / 60, 1),
        tiles=len(pairs.pairs),
        hardware=hardware("cpu"),
        options={k: v for k, v in asdict(o).items() if k not in left},
    )
    training = dict(stored.get("training") or dict(data=Path(o.data).name))
    training["stages"] = [*training.get("stages", []), stage]
    kept = {k: v for k, v in stored.items() if k not in ("state", "training", *checkpoint.configuration(codec))}
    save = checkpoint.save_entropy if "base" in stored else checkpoint.save
    save(o.out or o.checkpoint, codec, training=training, **kept)
    return measured
