"""Tuning of an 8-bit synthesis through its rounding, on the latents of a frozen codec.

What is minimised is the loss of PSNR against the float synthesis, in dB, so that all levels count alike. The
crops are analysed once: their latents at a level each, and the float synthesis' error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from ..codec import backprojection, checkpoint
from ..options import option
from ..training.data import Tiles
from ..training.run import RunOptions
from ..training.synthetic import Drawn
from . import storage
from .layers import WHOLE, Form, calibrate, form_of, quantised
from .narrow import TAIL, narrow, pruned, width_of
from .simpler import constant, let_through, separated
from .trainer import EightBitTrainer

HELD_OUT = 32  # photographs' crops that nothing is tuned on
DRAWN_HELD_OUT = 16  # and of drawn ones, if there are any
CALIBRATION = 16  # crops that say how large activations become
CENTRE = 96  # crops that say how large the mean error is
BANDS = 4  # of levels, in reports
NEAR = 0.75  # of a level, to be counted as about another one
FLAT = 1e-6  # 60 dB: the least that is added to errors


@dataclass(kw_only=True)
class Options(RunOptions):
    """side: of the crops, in pixels."""

    checkpoint: str = option(help="codec with a synthesis of cheng2020 or swift", positional=True)
    out: str = option(help="checkpoint of the 8-bit synthesis to write")
    analysis: str = option("", "of tune-analysis, in the place of the checkpoint's own")
    extend: float = option(0.0, "as of export, so that the highest level is the one that packs have")
    init: str = option("", "checkpoint of an 8-bit synthesis to go on from")
    leaky: bool = option(False, "without --init: what LeakyReLU lets through is kept as far as skips can take it")
    constant: bool = option(False, "normalisations become constants")
    ungated: bool = option(False, "with --constant: the gate of the attention becomes constant, too")
    loud: int = option(0, "directions of the up-samplings' skips that are of floats from now on; 0: as in --init")
    width: int = option(0, "channels at half the size, which are taken from those of --init; 0 for all")
    fixed: int = option(0, "layers at the start that stay as they are")
    minutes: float = option(45, "time budget; without analysing the crops")
    lr: float = option(3e-5, "peak learning rate; scales have 20 times as much")
    batch: int = option(4, "crops a step")
    drawn: float = option(0.0, "drawn crops beside them, in proportion")
    low: float = option(
        0.0, "weight of the errors of means of 8 x 8 pixels: roundings that are alike all over a calm area"
    )
    crops: int = option(1600, "how many crops to analyse")
    cache: str = option(
        "", "keeps the analysed crops for other runs on the same codec, analysis, --extend and tiles", metavar="FILE"
    )
    threads: int = option(0, hidden=True)
    side: int = option(192, hidden=True)


class Crops:
    """Analysed crops.

    x: N x 3 x S x S uint8; y: N x M x S/16 x S/16 int16, rounded latents at the levels q (N); e: N, the mean squared
    error of the float synthesis.
    """

    def __init__(self, x, y, q, e):
        self.x, self.y, self.q, self.e = x, y, q, e

    def __len__(self):
        return len(self.q)

    @classmethod
    @torch.no_grad()
    def analyse(cls, codec, tiles, count, batch=4):
        """That many crops of Tiles, at levels drawn evenly."""
        parts = []
        for _ in range(0, count, batch):
            x, q = tiles.batch(batch), torch.rand(batch) * (codec.levels - 1)
            inverse = codec.gains(q)[1]
            y = backprojection.latent(codec, x, q).round()
            e = ((codec.g_s(y * inverse) + 0.5).clamp(0, 1) - x).square().mean((1, 2, 3))
            parts.append(((x * 255).round().byte(), y.to(torch.int16), q, e))
        return cls(*(torch.cat(p)[:count] for p in zip(*parts)))

    @classmethod
    def cached(cls, codec, options, log):
        """Those of the cache, or new ones, which it gets."""
        if options.cache and Path(options.cache).exists():
            return cls(**torch.load(options.cache, weights_only=True))
        crops = cls.analyse(codec, Tiles(options.data, options.side, seed=options.seed), options.crops)
        log(f"{len(crops)} crops analysed")
        if options.cache:
            torch.save(dict(x=crops.x, y=crops.y, q=crops.q, e=crops.e), options.cache)
        return crops

    def typical(self, levels):
        """levels: the mean error of the float synthesis about each level."""
        near = [self.e[(self.q - level).abs() < NEAR] for level in range(levels)]
        return torch.stack([e.mean() if len(e) else self.e.mean() for e in near]).clamp(min=FLAT)

    def joined(self, other):
        """These and others after them."""
        return Crops(*(torch.cat([a, b]) for a, b in zip(vars(self).values(), vars(other).values())))

    def batch(self, codec, index):
        """(what the synthesis is given, pictures in [0,1], levels, errors) of the crops of an index."""
        inverse = codec.gains(self.q[index])[1].detach()
        return self.y[index].float() * inverse, self.x[index].float() / 255, self.q[index], self.e[index]


def squared(off, low):
    """B x 3 x H x W differences -> B: their mean square, and low times that of the means of 8 x 8 of them."""
    error = off.square().mean((1, 2, 3))
    return error + low * F.avg_pool2d(off, 8).square().mean((1, 2, 3)) if low else error


@torch.no_grad()
def losses(codec, net, crops, index):
    """Mean loss in dB against the float synthesis by BANDS of levels, over the crops of an index."""
    found: list[list[float]] = [[] for _ in range(BANDS)]
    for i in index:
        y, x, q, e = crops.batch(codec, slice(i, i + 1))
        now = ((net(y) + 0.5).clamp(0, 1) - x).square().mean()
        band = min(BANDS - 1, int(q.item() * BANDS / (codec.levels - 1)))
        found[band].append(10 * torch.log10(now / e).item())
    return [sum(f) / len(f) if f else 0.0 for f in found]


class Int8Trainer(EightBitTrainer):
    """A run that tunes an 8-bit synthesis."""

    LEFT = ("checkpoint", "data", "out", "init", "eval", "cache", "analysis")

    def __init__(self, options: Options, stop_after: int | None = None, log: Callable[..., None] | None = None):
        """stop_after, log: as of Run."""
        super().__init__(options, stop_after, log)
        o = options
        codec, _ = checkpoint.load(o.checkpoint)
        self.digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
        if o.analysis:
            checkpoint.take_analysis(codec, o.analysis)
        codec.extend(o.extend)
        self.crops = Crops.cached(codec, o, self.log)
        self.held = range(min(HELD_OUT, len(self.crops) // 2))
        self.tuned = range(len(self.held), len(self.crops))
        self.log_typical = self.crops.typical(codec.levels).log()
        self.drawn = range(0)
        if count := round(o.drawn * len(self.crops)):
            more = Crops.analyse(codec, Drawn(o.side, o.seed), count + DRAWN_HELD_OUT)
            self.crops, self.tuned = self.crops.joined(more), range(len(self.held), len(self.crops) + count)
            self.drawn = range(self.tuned.stop, len(self.crops))
        self.stages = []
        self.net = self.start(codec)
        if o.init and o.analysis:  # whose latents the network that it begins from may not know
            self.centre(codec)
        self.begin_tuning(codec, self.net[o.fixed :])
        self.log(f"{len(self.crops)} crops; loss in dB by levels at first:", self.words())

    def start(self, codec):
        """The 8-bit synthesis to tune."""
        o, first = self.o, range(min(CALIBRATION, len(self.crops)))
        if o.leaky and o.init:
            raise ValueError("--leaky is for a network that begins with the codec's own weights, not with --init")
        if o.ungated and not o.constant:
            raise ValueError("--ungated goes with --constant")

        def inputs():
            return (self.crops.batch(codec, slice(i, i + 1))[0] for i in first)

        if o.leaky:
            let_through(codec.g_s, inputs())
        net = storage.network(codec.g_s, o.init) if o.init else quantised(codec.g_s, Form(leaky=o.leaky))
        if o.init:
            self.stages = storage.load_into(net, o.init)["training"]["stages"]
        else:
            calibrate(net, inputs())
        if o.width not in (0, width_of(net)):
            net = self.narrowed(codec, net, inputs)
        if o.constant:
            net = constant(narrow(codec.g_s, width_of(net)), net, inputs(), o.ungated)
        if o.loud:
            net = separated(narrow(codec.g_s, width_of(net)), net, o.loud, inputs())
        return net

    def narrowed(self, codec, net, inputs):
        """The network with fewer channels at half the size. inputs: makes an iterable of what is given."""
        if width_of(net) != width_of(codec.g_s):
            raise ValueError(f"{self.o.init} is narrow already")
        if form_of(net) != WHOLE:  # the channels of a whole skip are what is chosen among
            raise ValueError("--width is for whole up-samplings: take channels out first")
        new = quantised(pruned(codec.g_s, self.o.width, inputs()))  # codec.g_s has the tuned weights now
        calibrate(new, inputs())
        for layer, old in zip(new[:-TAIL], net):
            layer.load_state_dict(old.state_dict())
        return new

    @torch.no_grad()
    def centre(self, codec):
        """Take the mean error of each colour off the last convolution's bias."""
        off = torch.zeros(3)
        for i in self.tuned[:CENTRE]:
            y, x, _, _ = self.crops.batch(codec, slice(i, i + 1))
            off += (self.net(y) + 0.5 - x).mean((0, 2, 3)) / len(self.tuned[:CENTRE])
        bias = [m.bias for m in self.net.modules() if isinstance(m, nn.Conv2d)][-1]
        assert bias is not None
        bias.view(3, -1).sub_(off[:, None])
        self.log("mean error of red, green and blue in 1/255:", " ".join(f"{255 * v:.2f}" for v in off.tolist()))

    def words(self):
        """Losses over the crops that are held out."""
        found = [losses(self.codec, self.net, self.crops, held) for held in (self.held, self.drawn) if held]
        return "; drawn: ".join(" ".join(f"{loss:.3f}" for loss in each) for each in found)

    def train_step(self, progress: float) -> None:
        """As of Run."""
        index = torch.randint(self.tuned.start, self.tuned.stop, (self.o.batch,))
        y, x, q, e = self.crops.batch(self.codec, index)
        error = squared(self.net(y) + 0.5 - x, self.o.low)
        # Its logarithm, because drawn pictures that saturate bytes at first would outweigh all others; and not of the
        # crop's error alone, because calm ones would, which add next to nothing to the error of a whole picture.
        typical = self.codec.interpolate(self.log_typical, q).exp()
        worse = ((error + typical) / (e + typical)).log10() * 10
        loss = worse.mean()
        self.descend(progress, loss, loss.item())

    def finish(self) -> None:
        """Measure the averaged weights, as they are stored, and write the checkpoint."""
        self.write(storage.SYNTHESIS, crops=len(self.crops))
        self.log("loss in dB by levels:", self.words())


def train(options: Options, stop_after: int | None = None, log: Callable[..., None] | None = None) -> None:
    """Run an Int8Trainer."""
    Int8Trainer(options, stop_after, log).run()
