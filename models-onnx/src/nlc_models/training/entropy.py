"""Training of entropy models on a frozen backbone, without running the backbone: g_a's outputs are computed once and
kept.

What learns is h_s and the head (and, if asked, the prior of z) on crops of rounded latents, because files hold
rounded latents; uniform noise is only needed where gradients must reach g_a. The loss of a crop is its bits relative
to what the base checkpoint's own entropy model spends at that level, so every level's relative cost counts and 1.0
means as good as the base.

A run's NAME.pt holds h_s and head, with the base's file name and the digest of its weights (checkpoint.py). With
--hyper-analysis train or restart it holds the whole codec, a new base, since h_a belongs to what entropy models share;
with --hyper-analysis own, h_a and the prior of z as well: a context that sees less needs a z that says more.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn as nn

from ..codec import checkpoint, images, latents, precision, restart
from ..codec.context import ContextModel
from ..codec.likelihood import mixture_likelihood
from ..codec.mlic import SliceHead
from ..codec.networks import Codec, scale_gradient
from ..options import option
from .entropy_start import take_over
from .features import Crops, cached_features, features, reference, symbol_sizes, views
from .held_out import HeldOut
from .run import ResumableOptions, Run, RunOptions, evenly_spaced, hardware, use_threads
from .trainer import channels_last


@dataclass(kw_only=True)
class FeatureOptions(RunOptions):
    """What runs on a frozen backbone are told. tiles: 0 for all; side: in latents."""

    base: str = option(help="checkpoint with the backbone and the prior of z")
    side: int = option(16, "side of the crops in latents, a multiple of 4")
    cache: str = option(
        "", "keeps the backbone's outputs for other runs on the same backbone and tiles", metavar="FILE"
    )
    tiles: int = option(0, "how many tiles, evenly spaced; default: all")


@dataclass(kw_only=True)
class Options(FeatureOptions, ResumableOptions):
    """hyper_analysis: 'fixed'; 'train': h_a and the prior of z learn as well; 'restart': they learn anew, for a
    backbone whose z has died; 'own': they learn anew, or go on from those of init, and belong to this entropy model.
    """

    name: str = option(
        help="writes NAME.pt (entropy model only), NAME.state and NAME.log; keep NAME.pt beside the base",
        positional=True,
    )
    context: ContextModel = option(ContextModel.CHECKERBOARD, "context model")
    k: int = option(3, "mixture components")
    minutes: float = option(15, "time budget, over all resumptions; without making the cache")
    init: str = option("", "checkpoint whose entropy model to start from, as far as shapes agree; default: the base")
    train_prior: bool = option(False, "train the prior of z as well")
    freeze_hyper: bool = option(False, "slices: train only what they add to the checkerboard model")
    hyper_lr: float = option(0.2, "slices: factor on the learning rate of what they build on")
    hyper_analysis: str = option(
        "fixed",
        "h_a and the prior of z: fixed, trained as well, or trained from nothing; then NAME.pt is a whole codec, a "
        "new base; or this entropy model's own, kept in NAME.pt with it",
        choices=("fixed", "train", "restart", "own"),
    )
    turns: int = option(1, "show each tile in this many of its 8 orientations (flips and transposes)")
    hold_out: int = option(
        0, "keep every n-th tile from training; NAME.pt then is what needed fewest bits on those at any evaluation"
    )
    eval_step: int = option(6, "take every n-th test picture")

    def __post_init__(self) -> None:
        self.context = ContextModel.parse(self.context)


class EntropyTrainer(Run):
    """A run that trains the entropy model of a codec."""

    KEPT = ("context", "k", "train_prior", "freeze_hyper", "hyper_analysis", "turns", "hold_out")
    LEFT = ("name", "base", "data", "eval", "init", "cache", "resume", "threads")
    MEASURED = "bpp per level"

    codec: Codec

    def __init__(self, options: Options, stop_after: int | None = None):
        """stop_after: as of Run."""
        o = options
        use_threads(o.threads)
        super().__init__(o, stop_after)
        base, stored = checkpoint.load(o.base)
        self.codec = Codec(base.backbone, base.widths, o.context, o.k, base.lambdas, base.distortion)
        self.base_digest = checkpoint.backbone_digest(base)
        self.history = checkpoint.stages(stored)
        self.init_history: list[dict[str, Any]] = []
        self.learns_z = o.hyper_analysis != "fixed"
        self.own_z = o.hyper_analysis == "own"
        self.start(base)
        files = evenly_spaced(images.files(o.data), o.tiles)
        kept_back = set(files[:: o.hold_out]) if o.hold_out else set()
        shown = views(files, o.turns)
        made = cached_features(base, shown, o.cache, self.log)
        cached = [c for v, c in zip(shown, made) if v.file not in kept_back]
        self.held_out: HeldOut | None = None
        if o.hold_out:
            self.held_out = HeldOut(base, [c for v, c in zip(shown, made) if v.file in kept_back], o.side)
        self.crops = Crops(cached, o.side, o.seed)
        if isinstance(self.codec.head, SliceHead) and not any(k.startswith("head.slices.") for k in self.taken):
            self.codec.head.normalise(symbol_sizes(base, Crops(cached, o.side, 2)))
        self.log(f"{len(cached)} tiles, {sum(c[0].numel() for c in cached)} positions")
        self.reference = reference(base, Crops(cached, o.side, 1))
        if o.hyper_analysis == "restart" or (self.own_z and "h_a.0.weight" not in self.taken):
            self.start_z(Crops(cached, o.side, 3))
        pictures = images.files(o.eval)[:: o.eval_step] if o.eval else []
        self.pictures = features(base, views(pictures))
        channels_last(self.codec)
        parts = self.trained_parts()
        self.begin(self.codec, parts, [self.make_optimizer(parts)])
        size = sum(p.numel() for p in self.parameters)
        self.log(Path(o.base).name, o.context, f"k={self.codec.k}", f"{size / 1e6:.2f} M parameters")

    def start(self, base: Codec) -> None:
        """Backbone, prior and h_s of the base; h_s and head of --init (else of the base) as far as shapes agree."""
        path = self.o.init or self.o.base
        raw = checkpoint.read(path)
        given = raw.get("own_z", False)
        if given and not self.own_z:
            raise ValueError(f"{path} has a z of its own: it can only go on with --hyper-analysis own")
        groups = ("h_s.", "head.", *(("prior.",) if self.o.train_prior or given else ()), *(("h_a.",) if given else ()))
        self.taken, left = take_over(self.codec, base, raw, groups)
        if self.o.init:
            self.init_history = checkpoint.stages(raw)
        self.log("entropy model starts from", Path(path).name, "; not taken over:", left or "nothing")

    def start_z(self, crops: Crops) -> None:
        """New h_a and prior of z; their rate's gradient is held back at first (restart.py)."""
        self.codec.hyper_annealing = torch.zeros(())
        if self.saved is None:
            y = crops.batch(32) * self.codec.gains(torch.linspace(0, self.codec.levels - 1, 32))[0]
            more = dict(alive=restart.OWN_ALIVE, silent=False) if self.own_z else {}
            restart.restart(self.codec, y, **more)

    def trained_parts(self) -> nn.ModuleDict:
        """The networks that learn, under the names that the codec has for them."""
        codec = self.codec
        parts = dict(h_s=codec.h_s, head=codec.head)
        parts |= dict(prior=codec.prior) if self.o.train_prior or self.learns_z else {}
        parts |= dict(h_a=codec.h_a) if self.learns_z else {}
        return nn.ModuleDict(parts)

    def built_on(self) -> set[int]:
        """Ids of the weights that a head with slices builds on: of h_s, of a checkerboard head's layers, and of an h_a
        that goes on from another run's. Empty for other heads.
        """
        head = self.codec.head
        if not isinstance(head, SliceHead):
            return set()
        goes_on = (self.codec.h_a,) if "h_a.0.weight" in self.taken else ()
        return {id(p) for m in (self.codec.h_s, head.net, head.ctx, *goes_on) for p in m.parameters()}

    def make_optimizer(self, parts: nn.Module) -> torch.optim.Optimizer:
        """Adam over what learns of the parts; all else gets no gradient."""
        o, built_on = self.o, self.built_on()
        for p in self.codec.parameters():
            p.requires_grad_(False)
        self.parameters = [p for p in parts.parameters() if not (o.freeze_hyper and id(p) in built_on)]
        for p in self.parameters:
            p.requires_grad_(True)
        prior = {id(p) for p in self.codec.prior.parameters()} if self.learns_z else set()
        groups: list[dict[str, Any]] = [
            dict(params=[p for p in self.parameters if id(p) not in built_on and id(p) not in prior])
        ]
        if any(id(p) in built_on for p in self.parameters):
            groups.append(dict(params=[p for p in self.parameters if id(p) in built_on], factor=o.hyper_lr))
        if self.learns_z:
            groups.append(dict(params=list(self.codec.prior.parameters()), factor=10))
        return torch.optim.AdamW(groups, lr=o.lr, betas=(0.9, 0.98), weight_decay=0)

    # ---- files
    def extra(self) -> dict[str, Any]:
        """As of Run."""
        held = self.held_out
        best = dict(best=held.best, lowest=held.lowest) if held is not None else {}
        return dict(init_history=self.init_history, crop_random=self.crops.rng.bit_generator.state, **best)

    def restore(self, saved: dict[str, Any]) -> None:
        """As of Run."""
        self.init_history = saved["init_history"]
        self.crops.rng.bit_generator.state = saved["crop_random"]
        if self.held_out is not None:
            self.held_out.best, self.held_out.lowest = saved["best"], saved["lowest"]

    def provenance(self) -> dict[str, Any]:
        """How the weights came about: the base's stages, those of --init, and this run last."""
        o = self.o
        stage = dict(
            entropy_model=o.context.value,
            **self.spent(),
            tiles=len(self.crops.cached),
            init=Path(o.init).name if o.init else "",
            hardware=hardware("cpu"),
            options=self.settings(),
        )
        own = [s for s in self.init_history if s not in self.history]
        return dict(data=Path(o.data).name, stages=[*self.history, *own, stage])

    def save(self) -> None:
        """Write NAME.pt: an entropy checkpoint, or a whole codec if h_a has learnt."""
        path, training, state = f"{self.name}.pt", self.provenance(), self.average.state
        if self.held_out is not None and self.held_out.best is not None:
            state = self.held_out.best
        if self.learns_z and not self.own_z:
            checkpoint.save(path, self.codec, {**self.codec.state_dict(), **state}, training=training)
        else:
            base, own = Path(self.o.base).name, self.own_z
            checkpoint.save_entropy(path, self.codec, base, self.base_digest, state, own_z=own, training=training)

    @property
    def watched(self) -> bool:
        """As of Run."""
        return bool(self.pictures or self.held_out)

    def measure(self) -> str:
        """Bits per pixel of each level (y and z, float model), means over the test pictures; and what the tiles that
        are held out need.
        """
        rates = self.rates() if self.pictures else ""
        return rates if self.held_out is None else f"{rates} {self.held_out.measure(self.codec, self.average.state)}"

    def rates(self) -> str:
        """Bits per pixel of the test pictures."""
        rates = []
        for level in range(self.codec.levels):
            total = 0.0
            for f in self.pictures:
                z, y = latents.rounded(self.codec, f[None].float(), torch.tensor([float(level)]))
                total += sum(b.item() for b in self.codec.bits(y, z)) / (256 * f[0].numel())
            rates.append(total / len(self.pictures))
        return " ".join(f"{r:.4f}" for r in rates)

    # ---- the loop
    def prepare(self) -> None:
        """Tell what the run starts from."""
        if self.watched:
            self.log(f"EVAL step {self.step} {self.MEASURED}: {self.evaluate()}")

    def batch(self, level: torch.Tensor, progress: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """(z, y, z with noise or None) of crops at B levels; with a gradient to h_a if that learns."""
        codec, size = self.codec, self.o.batch
        if not self.learns_z:
            z, y = latents.rounded(codec, self.crops.batch(size), level)
            return z, y, z if self.o.train_prior else None
        y = self.crops.batch(size) * codec.gains(level)[0]
        with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
            z = codec.h_a(y)
        z, y = z.float(), y.round()
        noisy, z = z + torch.rand_like(z) - 0.5, z + (z.round() - z).detach()
        if codec.hyper_annealing is not None:
            noisy = scale_gradient(noisy, codec.hyper_annealing.fill_(restart.annealing(progress)))
        return z, y, noisy

    def train_step(self, progress: float) -> None:
        """As of Run."""
        o, codec = self.o, self.codec
        lr = self.set_learning_rate(progress)
        level = torch.rand(o.batch) * (codec.levels - 1)
        z, y, noisy = self.batch(level, progress)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
            params = codec.head(codec.h_s(z), y)
        bits = -torch.log2(mixture_likelihood(params, y, codec.k)).sum((1, 2, 3))
        side = torch.zeros_like(bits)
        if noisy is not None:
            side = -torch.log2(codec.prior(noisy)).sum((1, 2, 3))
            bits = bits + side
        loss = (bits / torch.exp(codec.interpolate(self.reference, level))).mean()
        self.optimizers[0].zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        value = loss.item()
        if not math.isfinite(value):
            self.roll_back()
            return
        self.optimizers[0].step()
        self.average.update(self.step)
        share = max(0.005, 1 / (self.step + 1))
        self.smooth = value if self.smooth is None else self.smooth + (value - self.smooth) * share
        if self.step % 500 == 0:
            self.take_snapshot()
        if self.step % 50 == 0:
            self.log(
                f"step {self.step} {self.used:.0f}s ({100 * progress:.0f} %) lr {lr:.1e} "
                f"bits over base's {self.smooth:.4f} (z {(side.sum() / bits.sum()).item():.4f}) grad {norm.item():.2f}"
            )
