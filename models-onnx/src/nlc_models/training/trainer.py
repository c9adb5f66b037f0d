"""Training of a codec on picture tiles, on CPU or CUDA, for a fixed number of minutes.

The learning rate follows a warm-up and a cosine over the time budget, so that a run always ends annealed. A run writes

    NAME.pt      weights (moving average, float16) and configuration, every --eval-every minutes and at the end
    NAME.state   everything that --resume needs: weights, average, optimisers, random states, time used
    NAME.log     what is printed

Rates are drawn uniformly over the levels, a fresh one per tile (gain units, Cui et al. 2021); the loss of a tile is

    (R + lambda * D) * sqrt(reference / lambda),

whose size is about equal at all rates. The distortion D is one of

    mse       255^2 * MSE; reference 0.013
    ms-ssim   1 - MS-SSIM; reference 16.64, what CompressAI pairs with 0.013
    mixed     255^2 * MSE + MIXED_MS_SSIM * (1 - MS-SSIM) + MIXED_TEXTURE * texture, with the lambdas of the MSE; reference 0.013

MS-SSIM and texture are those of metrics.py. Nothing here needs a network that has to be downloaded.
"""

import math
import os
import platform
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import torch
import torch.nn as nn

from ..codec import checkpoint, klt, precision, restart
from ..codec.networks import DISTORTIONS, LAMBDAS, MS_SSIM_LAMBDAS, Codec
from ..evaluation import evaluation, metrics
from . import data

REFERENCE = {"mse": 0.013, "ms-ssim": 16.64, "mixed": 0.013}
# Of three 256 x 256 crops of Kodak pictures as a codec trained for the MSE decodes them at 0.5 to 0.7 bpp: there the gradient of
# 255^2 * MSE with respect to the picture is 820 to 830 times as long as that of MS-SSIM and 9,000 to 11,000 times that of texture. So
# MS-SSIM counts as much as the MSE, and texture a third of that.
MIXED_MS_SSIM = 800
MIXED_TEXTURE = 3000


@dataclass
class Options:
    """minutes: time budget, over all resumptions; patch: pixels; prior_lr: factor for the prior of z; eval_every, save_every: minutes.

    distortion: mse, ms-ssim or mixed; lambdas: one per level, ascending; none: the published ones for the distortion.

    graph: replay each step as one CUDA graph. Its hundreds of kernels are launched from Python otherwise, which took four fifths of a
    step of batch 16 on an H100.

    prior_lr stays at 1 when a trained codec is tuned further. With 10 and a serial context z died: its prior narrowed before h_a had
    learnt to say anything, and rounding to zero then kept it dead. restart_hyper starts such a z anew (restart.py).
    """

    name: str
    data: str
    eval: str = ""
    backbone: str = "cheng2020"
    widths: tuple = (64, 192)
    context: str = "checkerboard"
    k: int = 3
    distortion: str = "mse"
    lambdas: tuple = ()
    minutes: float = 20
    patch: int = 256
    batch: int = 8
    lr: float = 5e-4
    prior_lr: float = 1
    optimizer: str = "adam"
    eval_every: float = 10
    save_every: float = 5
    init: str = ""
    widen: str = ""
    klt: bool = False
    overlap: bool = False
    open_gates: bool = False
    restart_hyper: bool = False
    freeze_transforms: bool = False
    compile: bool = False
    graph: bool = False
    max_tiles: int = 20000
    seed: int = 0
    device: str = "auto"
    threads: int = 0
    resume: bool = False

    def __post_init__(self):
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
        self.lambdas = tuple(self.lambdas) or (MS_SSIM_LAMBDAS if self.distortion == "ms-ssim" else LAMBDAS)


class Muon(torch.optim.Optimizer):
    """Momentum orthogonalised by five Newton-Schulz steps, scaled to Adam's RMS; weights of equal shape go through together."""

    def __init__(self, parameters):
        super().__init__(parameters, dict(lr=1e-3))

    @torch.no_grad()
    def step(self):
        for g in self.param_groups:
            groups = {}
            for p in g["params"]:
                if p.grad is not None:
                    m = self.state[p].setdefault("m", torch.zeros_like(p))
                    m.mul_(0.95).add_(p.grad)
                    groups.setdefault(p.shape, []).append((p, p.grad.add(m, alpha=0.95)))
            for shape, items in groups.items():
                x = torch.stack([u.flatten(1) for _, u in items]).bfloat16()
                tall = x.shape[1] > x.shape[2]
                x = x.transpose(1, 2).contiguous() if tall else x
                x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-12)
                for _ in range(5):
                    a = x @ x.transpose(1, 2)
                    x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
                x = (x.transpose(1, 2) if tall else x).float() * (0.2 * max(x.shape[1:]) ** 0.5)
                for (p, _), u in zip(items, x):
                    p.add_(u.reshape(shape), alpha=-g["lr"])


class Average:
    """Exponential moving average of a codec's weights, updated in place."""

    def __init__(self, codec):
        self.codec = codec
        self.state = {k: v.detach().clone() for k, v in codec.state_dict().items()}
        self.values = [v for v in self.state.values() if v.is_floating_point()]
        self.live = [v.detach() for v in codec.state_dict().values() if v.is_floating_point()]

    @torch.no_grad()
    def update(self, step):
        torch._foreach_lerp_(self.values, self.live, 1 - min(0.999, (1 + step) / (10 + step)))

    @torch.no_grad()
    def set(self, state):
        for k, v in state.items():
            self.state[k].copy_(v)


def learning_rate(peak, step, progress):
    """Warm-up over 300 steps, cosine over the time budget (progress 0..1) down to 1 %."""
    return peak * min(1, (step + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(progress, 1))))


def tile_loss(distortion, rate, lam, kind="mse"):
    """B-vectors: distortion of that kind (the MSE in units of 1/255 squared), bits per pixel, lambda -> the loss of each tile."""
    return (rate + lam * distortion) * (REFERENCE[kind] / lam).sqrt()


def distortion(kind, x, xh):
    """x, xh: B x 3 x H x W, about [0,1] -> (the distortion D of each tile, the MSE in units of 1/255 squared, MS-SSIM or None).

    kind: one of DISTORTIONS; others than mse need sides of 161 pixels or more. MS-SSIM sees xh as it is, not clamped to [0,1], so that
    values outside have a slope back.
    """
    mse = (x - xh).square().mean((1, 2, 3)) * 255**2
    if kind == "mse":
        return mse, mse, None
    similarity = metrics.ms_ssim(xh, x)
    if kind == "ms-ssim":
        return 1 - similarity, mse, similarity
    return mse + MIXED_MS_SSIM * (1 - similarity) + MIXED_TEXTURE * metrics.texture(xh, x), mse, similarity


class Trainer:
    """One training run; run() returns when the time budget is used up."""

    def __init__(self, options, stop_after=None):
        """stop_after: stop (and save) after this many steps of this process, as an interruption would."""
        self.o = o = options
        self.stop_after = stop_after
        self.device = o.device if o.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        if self.device == "cpu":
            torch.set_num_threads(o.threads or len(os.sched_getaffinity(0)))
        else:
            torch.backends.cudnn.benchmark = True
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        if o.graph and self.device == "cpu":
            raise ValueError("graph needs a GPU")
        torch.manual_seed(o.seed)
        saved = self.read_state() if o.resume else None
        self.log_file = open(f"{o.name}.log", "a", buffering=1)
        self.tiles = data.Tiles(o.data, o.patch, self.device, o.max_tiles, o.seed)
        self.log(f"{len(self.tiles)} tiles, {self.tiles.pixels / 1e6:.0f} Mpixel, {self.device}")
        self.codec = Codec(o.backbone, tuple(o.widths), o.context, o.k, o.lambdas, o.distortion)
        self.history = []
        if saved is None:
            self.start()
        self.codec.to(self.device)
        if o.restart_hyper:
            self.codec.hyper_annealing = torch.zeros((), device=self.device)
        for m in self.codec.modules():
            if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
                m.to(memory_format=torch.channels_last)
        if o.freeze_transforms:
            c = self.codec
            for p in [*c.g_a.parameters(), *c.g_s.parameters(), c.log_gain, c.log_inverse_gain]:
                p.requires_grad_(False)
        self.parameters = [p for p in self.codec.parameters() if p.requires_grad]
        self.optimizers = self.make_optimizers()
        self.step, self.used, self.peak, self.smooth = 0, 0.0, o.lr, None
        if saved is not None:
            self.codec.load_state_dict(saved["live"])
        self.average = Average(self.codec)
        if saved is not None:
            self.continue_from(saved)
        self.snapshot = {k: v.clone() for k, v in self.average.state.items()}
        self.log_lambda = torch.tensor(self.codec.lambdas, device=self.device).log()
        size = sum(p.numel() for p in self.codec.parameters())
        self.log(o.backbone, list(o.widths), o.context, f"k={self.codec.k}", f"{size / 1e6:.2f} M parameters")

    def log(self, *parts):
        line = " ".join(str(p) for p in parts)
        print(line, flush=True)
        self.log_file.write(line + "\n")

    def start(self):
        o = self.o
        if o.widen:
            narrow, stored = checkpoint.load(o.widen)
            checkpoint.widen(self.codec, narrow)
            self.history = (stored.get("training") or {}).get("stages", [])
            self.log("widened from", Path(o.widen).name, list(narrow.widths))
        elif o.init:
            skipped = checkpoint.take_over(self.codec, o.init)
            self.history = (checkpoint.read(o.init).get("training") or {}).get("stages", [])
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

    def make_optimizers(self):
        settings = dict(
            lr=self.o.lr,
            betas=(0.9, 0.98),
            weight_decay=0,
            **({"fused": True} if self.device == "cuda" else {}),
            capturable=self.o.graph,
        )
        prior = list(self.codec.prior.parameters())
        own = {id(p) for p in prior}
        other = [p for p in self.parameters if id(p) not in own]
        matrix = [p for p in other if p.dim() == 4 and p.shape[1] > 3] if self.o.optimizer == "muon" else []
        own |= {id(p) for p in matrix}
        groups = [dict(params=[p for p in other if id(p) not in own]), dict(params=prior, factor=self.o.prior_lr)]
        return [*([Muon(matrix)] if matrix else []), torch.optim.AdamW(groups, **settings)]

    # ---- files
    def read_state(self):
        saved = torch.load(f"{self.o.name}.state", map_location="cpu", weights_only=True)
        kept = ("backbone", "widths", "context", "k", "distortion", "lambdas", "optimizer", "freeze_transforms")
        for key in kept:
            old, new = (
                saved["options"].get(key, getattr(Options, key)),
                getattr(self.o, key),
            )  # a state may be older than an option
            if (list(old) != list(new)) if isinstance(new, (list, tuple)) else old != new:
                raise ValueError(f"cannot resume {self.o.name}: it was started with {key} = {old}, not {new}")
        return saved

    def continue_from(self, saved):
        self.average.set(saved["average"])
        for optimizer, state in zip(self.optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        self.step, self.used, self.peak, self.smooth = saved["step"], saved["used"], saved["peak"], saved["smooth"]
        self.history = saved["history"]
        torch.set_rng_state(saved["random"])
        self.tiles.rng.bit_generator.state = saved["tile_random"]
        self.log(f"resumed at step {self.step}, {self.used:.0f}s")

    def save_state(self):
        checkpoint.write(
            f"{self.o.name}.state",
            dict(
                options=asdict(self.o),
                live=self.codec.state_dict(),
                average=self.average.state,
                optimizers=[o.state_dict() for o in self.optimizers],
                step=self.step,
                used=self.used,
                peak=self.peak,
                smooth=self.smooth,
                history=self.history,
                random=torch.get_rng_state(),
                tile_random=self.tiles.rng.bit_generator.state,
            ),
        )

    def provenance(self):
        """How the weights came about: one entry a stage, this run last."""
        o = self.o
        command = {
            k: v
            for k, v in asdict(o).items()
            if k not in ("name", "data", "eval", "init", "widen", "resume", "device", "threads")
        }
        stage = dict(
            steps=self.step,
            minutes=round(self.used / 60, 1),
            tiles=len(self.tiles),
            megapixels=self.tiles.pixels // 10**6,
            init=Path(o.widen or o.init).name,
            hardware=hardware(self.device),
            options={**command, "widths": list(o.widths)},
        )
        return dict(data=Path(o.data).name, stages=[*self.history, stage])

    def save(self):
        checkpoint.save(f"{self.o.name}.pt", self.codec, self.average.state, training=self.provenance())

    def evaluate(self):
        if not self.o.eval:
            return ""
        live = {k: v.clone() for k, v in self.codec.state_dict().items()}
        self.codec.load_state_dict(self.average.state)
        self.codec.eval()
        rows = evaluation.quick(self.codec, self.o.eval, self.device)
        self.codec.load_state_dict(live)
        self.codec.train()
        return " ".join(f"{row[0]:.3f}/" + "/".join(f"{v:.2f}" for v in row[1:]) for row in rows)

    # ---- the loop
    def roll_back(self):
        self.peak *= 0.5
        self.codec.load_state_dict(self.snapshot)
        self.average.set(self.snapshot)
        for optimizer in self.optimizers:
            for state in optimizer.state.values():  # its moments may be infinite too
                for value in state.values():
                    value.zero_()  # in place: a CUDA graph knows them by address
        self.log(f"step {self.step}: loss is not finite; back to the last snapshot, peak learning rate {self.peak:.1e}")

    def loss(self, d, rate, lam):
        """The loss of each tile; all are B-vectors."""
        return tile_loss(d, rate, lam, self.o.distortion)

    def update(self, forward, x, q):
        """One step of the optimisers on a batch; returns (loss, bpp of y and z, bpp of z, MSE, MS-SSIM or None, norm of the gradient)."""
        lam = torch.exp(self.codec.interpolate(self.log_lambda, q))
        with torch.autocast(
            self.device, torch.bfloat16, enabled=precision.bfloat16(self.device), cache_enabled=not self.o.graph
        ):
            xh, by, bz = forward(x, q)
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

    def graphed(self, forward):
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
                self.update(forward, x, q)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            results = self.update(forward, x, q)

        def replay(new_x, new_q):
            x.copy_(new_x)
            q.copy_(new_q)
            graph.replay()
            return results

        return replay

    def train_step(self, update, progress):
        """update: (x, q) -> what update() returns."""
        lr = learning_rate(self.peak, self.step, progress)
        for optimizer in self.optimizers:
            for g in optimizer.param_groups:
                if isinstance(g["lr"], torch.Tensor):
                    g["lr"].fill_(lr * g.get("factor", 1))
                else:
                    g["lr"] = lr * g.get("factor", 1)
        if self.codec.hyper_annealing is not None:
            self.codec.hyper_annealing.fill_(restart.annealing(progress))
        x = self.tiles.batch(self.o.batch)
        q = torch.rand(self.o.batch, device=self.device) * (self.codec.levels - 1)
        loss, bpp, bz, mse, similarity, norm = update(x, q)
        self.average.update(self.step)
        if self.step % 50 == 0:  # the only regular synchronisation with a GPU
            if not math.isfinite(loss.item()):
                self.roll_back()
            elif self.step % 500 == 0:
                self.snapshot = {k: v.detach().clone() for k, v in self.average.state.items()}
        if self.step % 100 == 0 and math.isfinite(loss.item()):
            self.smooth = (
                loss.item() if self.smooth is None or self.step < 500 else 0.9 * self.smooth + 0.1 * loss.item()
            )
            self.log(
                f"step {self.step} {self.used:.0f}s ({100 * progress:.0f} %) lr {lr:.1e} loss {self.smooth:.3f} bpp {bpp.mean().item():.3f} "
                f"(z {bz.mean().item():.3f}) psnr {-10 * math.log10(mse.mean().item() / 255**2):.2f} "
                + (f"ms-ssim {similarity.mean().item():.4f} " if similarity is not None else "")
                + f"grad {norm.item():.1f}"
            )

    def run(self):
        o, budget = self.o, self.o.minutes * 60
        if o.compile:
            import torch._dynamo

            torch._dynamo.config.suppress_errors = True  # what cannot be compiled runs eagerly
        forward = torch.compile(self.codec) if o.compile else self.codec
        self.codec.train()
        update = self.graphed(forward) if o.graph else partial(self.update, forward)
        begin, before = time.time(), self.used
        last_eval = last_save = self.used
        first = self.step
        while self.used < budget and self.step - first != self.stop_after:
            self.train_step(update, self.used / budget)
            self.step += 1
            self.used = before + time.time() - begin
            if o.eval and self.used - last_eval > o.eval_every * 60:
                self.log(f"EVAL step {self.step} {self.used:.0f}s bpp/psnr per level: {self.evaluate()}")
                last_eval = self.used
                self.save()
            if self.used - last_save > o.save_every * 60:
                self.save_state()
                last_save = self.used
        self.save_state()
        self.save()
        self.log(f"DONE step {self.step} {self.used:.0f}s bpp/psnr per level: {self.evaluate()}")
        self.log_file.close()


def hardware(device):
    if device != "cpu":
        return torch.cuda.get_device_name()
    name = platform.machine()
    try:
        with open("/proc/cpuinfo") as f:
            name = next(line.split(":", 1)[1].strip() for line in f if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{torch.get_num_threads()} threads of {name}"
