"""Tuning of an analysis alone, for the decoder that there is.

A codec that was trained on a GPU computed with bfloat16, and runs with float32. Its latents then lie a little beside
those that its synthesis and its entropy model know: single channels are off by most of a symbol's step. So the
analysis gets a scale and an offset for each channel that bring its latents back on average, and then all of it learns
what training asked for, rate + lambda * distortion, with float32 and with everything behind it as it is. Files are
ordinary ones: any decoder reads them, and those of before decode to the same picture.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..codec import checkpoint
from ..codec.layers import ChannelAffine
from ..codec.networks import Codec
from ..options import option
from .data import Tiles
from .objective import distortion, tile_loss
from .run import ResumableOptions, Run, hardware, use_threads
from .trainer import channels_last

COMPARED = 24  # crops that say how latents differ
HELD_OUT = 28  # of so many tiles one is held out
MEASURED = 32  # crops of those
BANDS = 4  # of levels, in reports


@dataclass(kw_only=True)
class Options(ResumableOptions):
    """side: of the crops, in pixels, a multiple of 64."""

    name: str = option(help="writes NAME.pt (the analysis only), NAME.state and NAME.log", positional=True)
    base: str = option(help="checkpoint whose analysis to tune; keep NAME.pt beside it")
    minutes: float = option(20, "time budget, over all resumptions; 0: scales and offsets alone")
    batch: int = option(4, "crops a step")
    lr: float = option(2e-5, "peak learning rate; scales and offsets have 20 times as much")
    side: int = option(256, "side of the crops in pixels")


@torch.no_grad()
def towards_bfloat16(g_a: torch.nn.Module, crops: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """(scale, offset), M each, that bring what g_a makes of crops (B x 3 x H x W, -0.5 to 0.5) with float32 nearest to
    what it makes with bfloat16, by least squares in each channel.
    """
    pairs = []
    for x in crops:
        exact = g_a(x).float()
        with torch.autocast("cpu", torch.bfloat16):
            pairs.append((exact, g_a(x).float()))
    exact, wanted = (torch.cat([p[i].transpose(0, 1).flatten(1) for p in pairs], 1) for i in (0, 1))
    a, b = exact.mean(1, keepdim=True), wanted.mean(1, keepdim=True)
    scale = ((exact - a) * (wanted - b)).mean(1) / (exact - a).square().mean(1).clamp(min=1e-9)
    return scale, (b - scale[:, None] * a)[:, 0]


class AnalysisTrainer(Run):
    """A run that tunes the analysis of a codec."""

    KEPT = ("side",)
    LEFT = ("name", "base", "data", "eval", "resume", "threads")
    MEASURED = "rate + lambda * distortion of crops held out, in % of before, by levels"
    FACTOR = 20  # of the learning rate, for scales and offsets

    codec: Codec

    def __init__(self, options: Options, stop_after: int | None = None):
        """stop_after: as of Run. ValueError if there is only one tile that is large enough, or none."""
        o = options
        use_threads(o.threads)
        super().__init__(o, stop_after)
        codec, _ = checkpoint.load(o.base)
        self.digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
        self.tiles = Tiles(o.data, o.side, seed=o.seed)
        held = self.tiles.hold_out(HELD_OUT, seed=1)
        self.held = [(held.batch(1), q[None]) for q in torch.linspace(0, codec.levels - 1, MEASURED)]
        self.log_lambda = torch.tensor(codec.lambdas).log()
        self.codec = codec
        self.before = self.costs()
        affine = ChannelAffine(*towards_bfloat16(codec.g_a, [self.tiles.batch(1) - 0.5 for _ in range(COMPARED)]))
        codec.g_a.append(affine)
        channels_last(codec)
        for p in codec.parameters():
            p.requires_grad_(False)
        own = list(affine.parameters())
        others = list(codec.g_a[:-1].parameters())
        for p in (*own, *others):
            p.requires_grad_(True)
        groups: list[dict[str, Any]] = [dict(params=others), dict(params=own, factor=self.FACTOR)]
        self.begin(codec, codec.g_a, [torch.optim.Adam(groups, lr=o.lr, betas=(0.9, 0.99))])
        self.log(f"step {self.step}, in % of before:", self.measure())

    @property
    def watched(self) -> bool:
        """As of Run: there are always crops held out."""
        return True

    @torch.no_grad()
    def costs(self) -> torch.Tensor:
        """Rate + lambda * distortion of the crops that are held out, with rounded latents."""
        self.codec.eval()
        return torch.cat([self.cost(x, q) for x, q in self.held])

    def cost(self, x: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
        """B: the loss of crops, about equal at all rates."""
        made, bits_y, bits_z = self.codec(x, q)
        lam = torch.exp(self.codec.interpolate(self.log_lambda, q))
        kind = self.codec.distortion
        return tile_loss(distortion(kind, x, made)[0], bits_y + bits_z, lam, kind)

    def measure(self) -> str:
        """Costs in % of those before, by bands of levels."""
        share = (self.costs() / self.before).log().view(BANDS, -1).mean(1).exp()
        return " ".join(f"{100 * s:.2f}" for s in share.tolist())

    def train_step(self, progress: float) -> None:
        """As of Run."""
        self.set_learning_rate(progress, 15 * self.step)  # a start that is good needs no long warm-up
        self.codec.train()
        loss = (
            self.cost(self.tiles.batch(self.o.batch), torch.rand(self.o.batch) * (self.codec.levels - 1)).log().mean()
        )
        self.optimizers[0].zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.codec.g_a.parameters(), 1.0)
        self.optimizers[0].step()
        self.average.update(self.step)
        now = loss.item()
        self.smooth = now if self.smooth is None else 0.98 * self.smooth + 0.02 * now
        if self.step % 20 == 0:
            self.log(f"step {self.step} {self.used:.0f}s loss {self.smooth:.4f}")

    def extra(self) -> dict[str, Any]:
        """As of Run."""
        return dict(tile_random=self.tiles.rng.bit_generator.state)

    def restore(self, saved: dict[str, Any]) -> None:
        """As of Run."""
        self.tiles.rng.bit_generator.state = saved["tile_random"]

    def save(self) -> None:
        """Write NAME.pt."""
        stage = dict(**self.spent(), tiles=len(self.tiles), hardware=hardware("cpu"), options=self.settings())
        state = {k: v.half() for k, v in self.average.state.items()}
        about = dict(analysis=1, base=Path(self.o.base).name, base_digest=self.digest)
        checkpoint.write(
            f"{self.name}.pt", about | dict(training=dict(data=Path(self.o.data).name, stages=[stage]), state=state)
        )


def train(options: Options, stop_after: int | None = None) -> None:
    """Run an AnalysisTrainer."""
    AnalysisTrainer(options, stop_after).run()
