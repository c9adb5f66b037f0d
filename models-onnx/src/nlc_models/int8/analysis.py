"""Tuning of an 8-bit analysis through its rounding, towards the latents of the float one.

What is minimised is how much louder the rounding of symbols becomes by it, in dB: latents are rounded to whole numbers,
which by itself makes an error of 1/12, and an error of the analysis adds to that. Crops are drawn anew at each step,
each at a level of its own, because no float synthesis needs to be run for them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from ..codec import checkpoint
from ..options import option
from ..training.data import Tiles
from ..training.run import RunOptions
from . import storage
from .layers import calibrate, quantised_analysis
from .trainer import EightBitTrainer

HELD_OUT = 32  # crops that nothing is tuned on
CALIBRATION = 16  # crops that say how large activations become
ROUNDING = 1 / 12  # squared error of a symbol's rounding
BANDS = 4  # of levels, in reports


@dataclass(kw_only=True)
class Options(RunOptions):
    """side: of the crops, in pixels."""

    checkpoint: str = option(help="codec with cheng2020's analysis", positional=True)
    out: str = option(help="checkpoint of the 8-bit analysis to write")
    analysis: str = option("", "of tune-analysis, in the place of the checkpoint's own")
    init: str = option("", "checkpoint of an 8-bit analysis to go on from")
    minutes: float = option(20, "time budget")
    lr: float = option(3e-5, "peak learning rate; scales have 20 times as much")
    batch: int = option(4, "crops a step")
    threads: int = option(0, hidden=True)
    side: int = option(192, hidden=True)


class AnalysisTrainer(EightBitTrainer):
    """A run that tunes an 8-bit analysis."""

    LEFT = ("checkpoint", "data", "out", "init", "eval", "analysis")

    def __init__(self, options: Options, stop_after: int | None = None, log: Callable[..., None] | None = None):
        """stop_after, log: as of Run."""
        super().__init__(options, stop_after, log)
        o = options
        codec, _ = checkpoint.load(o.checkpoint)
        self.digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
        own = len(codec.g_a)
        if o.analysis:
            checkpoint.take_analysis(codec, o.analysis)
        self.tiles = Tiles(o.data, o.side, seed=o.seed)
        self.held = [self.drawn(codec, 1) for _ in range(HELD_OUT)]
        self.stages = []
        self.net = quantised_analysis(codec.g_a)
        if o.init:
            given = storage.analysis(codec.g_a[:own], o.init)
            self.stages = storage.load_into(given, o.init)["training"]["stages"]
            for i, layer in enumerate(given):
                self.net[i] = layer
        else:
            calibrate(self.net, (self.drawn(codec, 1)[0] for _ in range(CALIBRATION)))
        self.begin_tuning(codec, self.net)
        self.log("rounding louder in dB by levels at first:", self.words())

    def drawn(self, codec, count):
        """(what the analysis is given, levels) of that many crops."""
        return self.tiles.batch(count) - 0.5, torch.rand(count) * (codec.levels - 1)

    def louder(self, x, q):
        """How much louder the rounding of symbols is than that of the float analysis, in dB: one number a crop."""
        with torch.no_grad():
            gain = self.codec.gains(q)[0]
            exact = self.codec.g_a(x)
        error = ((self.net(x) - exact) * gain).square().mean((1, 2, 3))
        return 10 * (1 + error / ROUNDING).log10()

    @torch.no_grad()
    def words(self):
        """Means over the crops that are held out, by BANDS of levels."""
        found: list[list[float]] = [[] for _ in range(BANDS)]
        for x, q in self.held:
            found[min(BANDS - 1, int(q.item() * BANDS / (self.codec.levels - 1)))].append(self.louder(x, q).item())
        return " ".join(f"{sum(f) / max(1, len(f)):.4f}" for f in found)

    def train_step(self, progress: float) -> None:
        """As of Run."""
        loss = self.louder(*self.drawn(self.codec, self.o.batch)).mean()
        self.descend(progress, loss, loss.item())

    def finish(self) -> None:
        """Measure the averaged weights, as they are stored, and write the checkpoint."""
        self.write(storage.ANALYSIS)
        self.log("rounding louder in dB by levels:", self.words())


def train(options: Options, stop_after: int | None = None, log: Callable[..., None] | None = None) -> None:
    """Run an AnalysisTrainer."""
    AnalysisTrainer(options, stop_after, log).run()
