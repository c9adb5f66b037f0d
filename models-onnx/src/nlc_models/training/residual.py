"""Latent residual prediction (Minnen2020, section 3.3; kept by MLIC): what rounding lost, guessed from what is decoded.

The residual is added to the decoded latents for the synthesis only, so it is float and no probability depends on it.
It is trained through the frozen synthesis on the squared error of pictures: fitted to the latents' own error, it made
pictures worse.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..codec import checkpoint, images, latents, precision
from ..codec.networks import Codec
from ..evaluation import evaluation
from ..integer.networks import EntropyNetworks
from ..options import option
from .entropy import FeatureOptions
from .features import cached_features, views
from .run import Run, evenly_spaced, hardware


@dataclass(kw_only=True)
class Options(FeatureOptions):
    """border: latents at the crops' rim that the loss leaves out, since the synthesis sees no further."""

    checkpoint: str = option(positional=True)
    out: str = option("", "checkpoint to write; default: the same")
    base: str = option("", "the checkpoint that an entropy checkpoint builds on, if it does not lie beside it")
    eval_step: int = option(6, "take every n-th test picture")
    minutes: float = option(10, "time budget")
    batch: int = option(4, "crops a step")
    cache: str = option("", "as of train-entropy", metavar="FILE")
    side: int = option(16, hidden=True)
    border: int = option(1, hidden=True)


class Pairs:
    """Crops of cached features together with their pixels, drawn with a probability in proportion to the area of
    their pictures.
    """

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
    """Mean gain in dB per level over pictures, pairs of (features M x h x w, 3 x H x W uint8).

    hyper: z -> hyper features.
    """
    out = []
    for level in range(codec.levels):
        q, total = torch.tensor([float(level)]), 0.0
        for f, x in pictures:
            z, y = latents.rounded(codec, f[None].float(), q)
            x = x[None].float() / 255
            total += evaluation.psnr(x, codec.synthesis(y, q, hyper(z))) - evaluation.psnr(x, codec.synthesis(y, q))
        out.append(total / len(pictures))
    return out


class ResidualTrainer(Run):
    """A run that adds the residual network to a checkpoint, or goes on training the one that it has.

    It keeps no state.
    """

    LEFT = ("checkpoint", "data", "out", "base", "eval", "cache")
    WARM_UP_PACE = 3  # times as fast as other runs

    codec: Codec

    def __init__(self, options: Options, stop_after: int | None = None, log: Callable[..., None] | None = None):
        """stop_after, log: as of Run."""
        super().__init__(options, stop_after, log)
        o = options
        codec, self.stored = checkpoint.load(o.checkpoint, o.base)
        if codec.residual is None:
            codec.add_residual()
        for p in codec.parameters():
            p.requires_grad_(False)
        for p in codec.residual.parameters():
            p.requires_grad_(True)
        # Integer hyper features, if there are any, are what the decoder will have.
        integer = self.stored.get("integer")
        self.hyper = EntropyNetworks.from_dict(integer).hyper if integer is not None else codec.h_s
        files = evenly_spaced(images.files(o.data), o.tiles)
        self.pairs = Pairs(cached_features(codec, views(files), o.cache, self.log), files, o.side, o.seed)
        held = images.files(o.eval)[:: o.eval_step] if o.eval else []
        pictures = [images.crop(images.load(f)) for f in held]
        self.held = list(zip(cached_features(codec, views(held), "", self.log), pictures))
        self.measured: list[float] | None = None
        size = sum(p.numel() for p in codec.residual.parameters())
        self.log(f"{len(self.pairs.pairs)} tiles, {size / 1e6:.2f} M parameters")
        self.log_lambda = torch.tensor(codec.lambdas).log()
        self.inside = slice(16 * o.border, 16 * (o.side - o.border))
        optimizer = torch.optim.AdamW(codec.residual.parameters(), lr=o.lr, betas=(0.9, 0.98), weight_decay=0)
        self.begin(codec, codec.residual, [optimizer])

    def prepare(self) -> None:
        """Only the residual network learns, and it is the same in training and evaluation."""
        self.codec.eval()

    def train_step(self, progress: float) -> None:
        """As of Run."""
        o, codec, optimizer = self.o, self.codec, self.optimizers[0]
        self.set_learning_rate(progress, self.WARM_UP_PACE * self.step)
        f, x = self.pairs.batch(o.batch)
        q = torch.rand(o.batch) * (codec.levels - 1)
        z, y = latents.rounded(codec, f, q)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
            xh = codec.synthesis(y, q, self.hyper(z))
        d = (x - xh)[..., self.inside, self.inside].square().mean((1, 2, 3)) * 255**2
        # sqrt(lambda) makes the error about equally large at all rates
        loss = (d * torch.exp(0.5 * codec.interpolate(self.log_lambda, q))).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.module.parameters(), 1.0)
        value = loss.item()
        if math.isfinite(value):
            optimizer.step()
        self.average.update(self.step)
        self.smooth = value if self.smooth is None else self.smooth + 0.02 * (value - self.smooth)
        if self.step % 50 == 0:
            self.log(f"step {self.step} {self.used:.0f}s loss {self.smooth:.4f}")

    def finish(self) -> None:
        """Measure the averaged weights as they are stored, float16, and write the checkpoint."""
        self.module.load_state_dict(self.average.state)
        for p in self.codec.parameters():
            p.data = p.data.half().float()
        if self.held:
            self.measured = [round(g, 3) for g in gains(self.codec, self.hyper, self.held)]
            self.log("dB gained per level:", self.measured)
        self.save()

    def provenance(self) -> dict[str, Any]:
        """The checkpoint's stages, and this run last."""
        stage = dict(
            residual=True,
            **self.spent(),
            tiles=len(self.pairs.pairs),
            hardware=hardware("cpu"),
            options=self.settings(),
        )
        training = dict(self.stored.get("training") or dict(data=Path(self.o.data).name))
        return training | {"stages": [*checkpoint.stages(self.stored), stage]}

    def save(self) -> None:
        """Write options.out, else the checkpoint itself; what else that holds stays."""
        own = ("state", "training", *checkpoint.configuration(self.codec))
        kept = {k: v for k, v in self.stored.items() if k not in own}
        save = checkpoint.save_entropy if "base" in self.stored else checkpoint.save
        save(self.o.out or self.o.checkpoint, self.codec, training=self.provenance(), **kept)


def train(options: Options, stop_after: int | None = None, log: Callable[..., None] = print) -> list[float] | None:
    """Run a ResidualTrainer; returns the dB gained per level over the test pictures, or None without any."""
    trainer = ResidualTrainer(options, stop_after, log)
    trainer.run()
    return trainer.measured
