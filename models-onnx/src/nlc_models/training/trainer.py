"""Training of a whole codec on picture tiles, on CPU or CUDA, for a fixed number of minutes; what a run writes: run.py.

Rates are drawn uniformly over the levels, a fresh one per tile (gain units, Cui et al. 2021); for the loss see
objective.py.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn as nn

from ..codec import checkpoint, klt, precision, restart
from ..codec.backbones import BACKBONES
from ..codec.context import ContextModel
from ..codec.networks import DISTORTIONS, LAMBDAS, MS_SSIM_LAMBDAS, Codec
from ..evaluation import evaluation, metrics
from ..options import option
from .data import Tiles
from .objective import distortion, tile_loss
from .optimizers import Muon
from .run import ResumableOptions, Run, hardware, use_threads


@dataclass(kw_only=True)
class NetworkOptions:
    """Which networks: those of Codec."""

    backbone: str = option("cheng2020", choices=tuple(BACKBONES))
    widths: tuple[int, ...] = option(
        (64, 192),
        "transform and latent channels; nlaic takes a third number, for more latent than transform channels",
        metavar="N",
    )
    k: int = option(3, "mixture components")


@dataclass(kw_only=True)
class Options(ResumableOptions, NetworkOptions):
    """lambdas: one per level, ascending; none: the published ones for the distortion. ValueError for options that
    contradict each other.

    prior_lr stays at 1 when a trained codec is tuned further. With 10 and a serial context z died: its prior narrowed
    before h_a had learnt to say anything, and rounding to zero then kept it dead. restart_hyper starts such a z anew
    (restart.py).

    float_end: what a codec has learnt to make up for with bfloat16 is missing where it runs with float32. Two codecs
    trained on a GPU made pictures too bright or too dark by up to a gray level (TRAINING.md).

    graph: a step's hundreds of kernels are launched from Python otherwise, which took four fifths of a step of batch
    16 on an H100.
    """

    data: str = option(help="folder of tiles (webp, png, jpg) or a .npy of N x S x S x 3 uint8")
    context: ContextModel = option(ContextModel.CHECKERBOARD, "context model")
    distortion: str = option(
        "mse",
        "mse: rate + lambda * 255^2 * MSE; ms-ssim: rate + lambda * (1 - MS-SSIM); mixed: MSE, MS-SSIM and texture",
        choices=DISTORTIONS,
    )
    lambdas: tuple[float, ...] = option((), "one per level, ascending; default: the published ones for the distortion")
    minutes: float = option(20, "time budget, over all resumptions")
    patch: int = option(256, "side of the crops in pixels, a multiple of 64")
    lr: float = option(5e-4, "peak learning rate")
    prior_lr: float = option(1, "factor on the learning rate of z's prior; 1 when going on from trained weights")
    optimizer: str = option("adam", choices=("adam", "muon"))
    eval_every: float = option(10, metavar="MINUTES")
    init: str = option("", "start from this checkpoint's weights, as far as shapes agree")
    widen: str = option("", "start from this checkpoint of the same networks with fewer channels")
    klt: bool = option(False, "start from a hierarchical Karhunen-Loeve transform")
    overlap: bool = option(
        False, "minnen2018, nlaic: with --klt, start from a lapped transform instead of one of blocks"
    )
    open_gates: bool = option(False, "nlaic: open the attention gates, which --klt starts nearly closed")
    restart_hyper: bool = option(False, "start h_a and the prior of z anew, for a codec whose z has died")
    freeze_transforms: bool = option(False, "train only the entropy model (prior, h_a, h_s, head)")
    compile: bool = option(False, "torch.compile")
    graph: bool = option(
        False,
        "replay each step as one CUDA graph; much faster on a GPU where Python cannot launch kernels fast enough",
    )
    float_end: float = option(
        0.0, "share of the time, at its end, that computes with float32, as decoders do, where bfloat16 is faster"
    )
    max_tiles: int = option(20000, "tiles in memory")
    drawn: float = option(0.0, "share of crops that are drawn: text, charts, halftones, checks, flat colours")
    device: str = option("auto", choices=("auto", "cpu", "cuda"))

    def __post_init__(self) -> None:
        self.context = ContextModel.parse(self.context)
        if self.distortion not in DISTORTIONS:
            raise ValueError(f"distortion must be one of {', '.join(DISTORTIONS)}, not {self.distortion!r}")
        if self.distortion != "mse" and self.patch < metrics.FIVE_SCALES:
            raise ValueError(
                f"patch must be at least {metrics.FIVE_SCALES} pixels for the five scales of MS-SSIM, not {self.patch}"
            )
        if self.init and self.widen:
            raise ValueError("init and widen both say where to start: give one of them")
        if self.overlap and not (self.klt and self.backbone in ("minnen2018", "nlaic")):
            raise ValueError(
                "overlap is a form of the klt start for minnen2018 and nlaic, whose stages are 5x5 convolutions"
            )
        if self.graph and (self.compile or self.optimizer != "adam"):
            raise ValueError("graph goes with neither compile nor an optimizer other than adam")
        if not 0 <= self.float_end <= 1:
            raise ValueError(f"float_end must be 0 to 1, not {self.float_end}")
        self.lambdas = tuple(self.lambdas) or (MS_SSIM_LAMBDAS if self.distortion == "ms-ssim" else LAMBDAS)


class Trainer(Run):
    """A run that trains a whole codec."""

    KEPT = ("backbone", "widths", "context", "k", "distortion", "lambdas", "optimizer", "freeze_transforms")
    LEFT = ("name", "data", "eval", "init", "widen", "resume", "device", "threads")
    MEASURED = "bpp/psnr per level"

    codec: Codec

    def __init__(self, options: Options, stop_after: int | None = None):
        """stop_after: as of Run. ValueError for a CUDA graph without a GPU."""
        o = options
        self.device = o.device if o.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        self.REPLAYED = o.graph
        if self.device == "cpu":
            use_threads(o.threads)
        else:
            torch.backends.cudnn.benchmark = True
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        if o.graph and self.device == "cpu":
            raise ValueError("graph needs a GPU")
        super().__init__(o, stop_after)
        self.tiles = Tiles(o.data, o.patch, self.device, o.max_tiles, o.seed, o.drawn)
        self.log(f"{len(self.tiles)} tiles, {self.tiles.pixels / 1e6:.0f} Mpixel, {self.device}")
        self.codec = Codec(o.backbone, tuple(o.widths), o.context, o.k, o.lambdas, o.distortion)
        if self.saved is None:
            self.start()
        self.codec.to(self.device)
        if o.restart_hyper:
            self.codec.hyper_annealing = torch.zeros((), device=self.device)
        channels_last(self.codec)
        if o.freeze_transforms:
            c = self.codec
            for p in [*c.g_a.parameters(), *c.g_s.parameters(), c.log_gain, c.log_inverse_gain]:
                p.requires_grad_(False)
        self.parameters = [p for p in self.codec.parameters() if p.requires_grad]
        self.forward: Callable[..., Any] = self.codec
        self.take = self.update
        self.exact = False
        self.begin(self.codec, self.codec, self.make_optimizers())
        self.log_lambda = torch.tensor(self.codec.lambdas, device=self.device).log()
        size = sum(p.numel() for p in self.codec.parameters())
        self.log(o.backbone, list(o.widths), o.context, f"k={self.codec.k}", f"{size / 1e6:.2f} M parameters")

    def start(self) -> None:
        """Set the codec's weights to what the options say a run starts from."""
        o = self.o
        if o.widen:
            narrow, stored = checkpoint.load(o.widen)
            checkpoint.widen(self.codec, narrow)
            self.history = checkpoint.stages(stored)
            self.log("widened from", Path(o.widen).name, list(narrow.widths))
        elif o.init:
            skipped = checkpoint.take_over(self.codec, o.init)
            self.history = checkpoint.stages(checkpoint.read(o.init))
            self.log("initialised from", Path(o.init).name, "; not taken over:", skipped or "nothing")
        if o.klt:
            batches = [self.tiles.batch(o.batch).cpu() for _ in range(max(1, 64 // o.batch))]
            klt.initialise(self.codec, torch.cat(batches).contiguous(), o.overlap)
        if o.open_gates:
            klt.open_gates(self.codec)
        if o.restart_hyper:
            x = self.tiles.batch(16).cpu().contiguous() - 0.5
            level = torch.linspace(0, self.codec.levels - 1, len(x))
            with torch.no_grad():
                restart.restart(self.codec, self.codec.g_a(x) * self.codec.gains(level)[0])

    def make_optimizers(self) -> list[torch.optim.Optimizer]:
        """Adam, with a factor for the prior of z; Muon for weights that are matrices, if the options ask for it."""
        settings: dict[str, Any] = dict(lr=self.o.lr, betas=(0.9, 0.98), weight_decay=0, capturable=self.o.graph)
        if self.device == "cuda":
            settings["fused"] = True
        prior = list(self.codec.prior.parameters())
        own = {id(p) for p in prior}
        other = [p for p in self.parameters if id(p) not in own]
        matrix = [p for p in other if p.dim() == 4 and p.shape[1] > 3] if self.o.optimizer == "muon" else []
        own |= {id(p) for p in matrix}
        groups = [dict(params=[p for p in other if id(p) not in own]), dict(params=prior, factor=self.o.prior_lr)]
        return [*([Muon(matrix)] if matrix else []), torch.optim.AdamW(groups, **settings)]

    # ---- files
    def extra(self) -> dict[str, Any]:
        """As of Run."""
        return dict(history=self.history, tile_random=self.tiles.rng.bit_generator.state)

    def restore(self, saved: dict[str, Any]) -> None:
        """As of Run."""
        self.history = saved["history"]
        self.tiles.rng.bit_generator.state = saved["tile_random"]

    def provenance(self) -> dict[str, Any]:
        """How the weights came about: one entry a stage, this run last."""
        o = self.o
        stage = dict(
            **self.spent(),
            tiles=len(self.tiles),
            megapixels=self.tiles.pixels // 10**6,
            init=Path(o.widen or o.init).name,
            hardware=hardware(self.device),
            options=self.settings() | {"widths": list(o.widths)},
        )
        return dict(data=Path(o.data).name, stages=[*self.history, stage])

    def save(self) -> None:
        """Write NAME.pt, a whole codec."""
        checkpoint.save(f"{self.name}.pt", self.codec, self.average.state, training=self.provenance())

    def measure(self) -> str:
        """bpp/PSNR of each level over the test pictures, and MS-SSIM in dB for codecs that are not trained for the
        MSE alone.
        """
        if not self.o.eval:
            return ""
        rows = evaluation.quick(self.codec, self.o.eval, self.device)
        return " ".join(f"{row[0]:.3f}/" + "/".join(f"{v:.2f}" for v in row[1:]) for row in rows)

    # ---- the loop
    def loss(self, d: torch.Tensor, rate: torch.Tensor, lam: torch.Tensor) -> torch.Tensor:
        """The loss of each tile; all are B-vectors."""
        return tile_loss(d, rate, lam, self.o.distortion)

    def update(self, x: torch.Tensor, q: torch.Tensor) -> tuple[Any, ...]:
        """One step of the optimisers on a batch; returns (loss, bpp of y and z, bpp of z, MSE, MS-SSIM or None, norm
        of the gradient).
        """
        lam = torch.exp(self.codec.interpolate(self.log_lambda, q))
        with torch.autocast(
            self.device,
            torch.bfloat16,
            enabled=precision.bfloat16(self.device) and not self.exact,
            cache_enabled=not self.o.graph,
        ):
            xh, by, bz = self.forward(x, q)
        d, mse, similarity = distortion(self.o.distortion, x, xh)
        loss = self.loss(d, by + bz, lam).mean()
        self.codec.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        return (
            loss.detach(),
            (by + bz).detach(),
            bz.detach(),
            mse.detach(),
            None if similarity is None else similarity.detach(),
            norm,
        )

    def graphed(self):
        """update() as a CUDA graph: a function of (x, q) that replays it."""
        x = self.tiles.batch(self.o.batch)
        q = torch.rand(self.o.batch, device=self.device)
        for optimizer in self.optimizers:
            for g in optimizer.param_groups:
                g["lr"] = torch.zeros((), device=self.device)  # the steps that warm up change no weight
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.update(x, q)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            results = self.update(x, q)

        def replay(new_x: torch.Tensor, new_q: torch.Tensor) -> tuple[Any, ...]:
            x.copy_(new_x)
            q.copy_(new_q)
            graph.replay()
            return results

        return replay

    def prepare(self) -> None:
        """Compile or record a step, if the options ask for it."""
        if self.o.compile:
            import torch._dynamo

            torch._dynamo.config.suppress_errors = True  # what cannot be compiled runs eagerly
            self.forward = torch.compile(self.codec)
        if self.o.graph:
            self.take = self.graphed()

    def train_step(self, progress: float) -> None:
        """As of Run. The loss is looked at every 50 steps, the only regular synchronisation with a GPU."""
        if not self.exact and progress >= 1 - self.o.float_end and self.o.float_end:
            self.exact = True
            self.prepare()
            self.log(f"step {self.step}: float32 from here on")
        lr = self.set_learning_rate(progress)
        if self.codec.hyper_annealing is not None:
            self.codec.hyper_annealing.fill_(restart.annealing(progress))
        x = self.tiles.batch(self.o.batch)
        q = torch.rand(self.o.batch, device=self.device) * (self.codec.levels - 1)
        loss, *seen = self.take(x, q)
        self.average.update(self.step)
        if self.step % 50 == 0:
            if not math.isfinite(loss.item()):
                self.roll_back()
            elif self.step % 500 == 0:
                self.take_snapshot()
        if self.step % 100 == 0 and math.isfinite(loss.item()):
            before = None if self.step < 500 else self.smooth
            self.smooth = loss.item() if before is None else 0.9 * before + 0.1 * loss.item()
            self.report(progress, lr, *seen)

    def report(self, progress, lr, bpp, bz, mse, similarity, norm) -> None:
        """The line of a step in the log; tensors as of update()."""
        ms_ssim = f"ms-ssim {similarity.mean().item():.4f} " if similarity is not None else ""
        self.log(
            f"step {self.step} {self.used:.0f}s ({100 * progress:.0f} %) lr {lr:.1e} loss {self.smooth:.3f} "
            f"bpp {bpp.mean().item():.3f} (z {bz.mean().item():.3f}) "
            f"psnr {-10 * math.log10(mse.mean().item() / 255**2):.2f} {ms_ssim}grad {norm.item():.1f}"
        )


def channels_last(network: nn.Module) -> None:
    """Lay out the weights of 2D convolutions as they are fastest."""
    for m in network.modules():
        if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
            m.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # its stubs do not know this form
