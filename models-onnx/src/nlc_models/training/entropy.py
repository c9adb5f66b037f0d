"""Training of entropy models on a frozen backbone, without running the backbone: g_a's outputs are computed once and kept.

What learns is h_s and the head (and, if asked, the prior of z) on crops of rounded latents, because files hold rounded latents; uniform
noise is only needed where gradients must reach g_a. The loss of a crop is its bits relative to what the base checkpoint's own entropy
model spends at that level, so every level's relative cost counts and 1.0 means as good as the base. A run writes

    NAME.pt      h_s and head (moving average, float16), with the base's file name and the digest of its weights (checkpoint.py);
                 with --hyper-analysis the whole codec, since h_a belongs to what entropy models share
    NAME.state   everything that --resume needs
    NAME.log     what is printed
"""

import math
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn

from ..codec import checkpoint, images, latents, precision, restart
from ..codec.likelihood import mixture_likelihood
from ..codec.mlic import SliceHead
from ..codec.networks import Codec, scale_gradient
from .trainer import Average, hardware, learning_rate


@dataclass
class Options:
    """minutes: time budget, over all resumptions; side: of the crops, in latents; eval_every, save_every: minutes.

    hyper_lr: factor on the learning rate of what a head with slices builds on and has been trained before.
    hyper_analysis: 'fixed'; 'train': h_a and the prior of z learn as well; 'restart': they learn anew, for a backbone whose z has died.
    """

    name: str
    base: str
    data: str
    eval: str = ""
    context: str = "checkerboard"
    k: int = 3
    minutes: float = 15
    batch: int = 8
    side: int = 16
    lr: float = 1e-3
    cache: str = ""
    tiles: int = 0
    init: str = ""
    train_prior: bool = False
    freeze_hyper: bool = False
    hyper_lr: float = 0.2
    hyper_analysis: str = "fixed"
    eval_every: float = 5
    eval_step: int = 6
    save_every: float = 5
    seed: int = 0
    threads: int = 0
    resume: bool = False


@torch.no_grad()
def features(codec, files, log=None):
    """g_a's output (before the gain, M x h x w) of each picture, cropped to multiples of 64 pixels, as float16."""
    out, begin = [], time.time()
    for i, f in enumerate(files):
        out.append(latents.feature(codec, f).half())
        if log and (i + 1) % 100 == 0:
            log(f"features {i + 1}/{len(files)} {time.time() - begin:.0f}s")
    return out


def cached_features(codec, files, path, log=None):
    """features() of the files, read from path if that holds those of the same analysis transform and files, else written to it."""
    key = dict(digest=checkpoint.backbone_digest(codec, ("g_a.",)), files=[f.name for f in files])
    if path and os.path.exists(path):
        content = checkpoint.read(path)
        if content["digest"] == key["digest"] and content["files"][: len(files)] == key["files"]:
            return content["features"][: len(files)]
        if log:
            log(f"{path} holds features of another analysis transform or of other tiles: written anew")
    made = features(codec, files, log)
    if path:
        checkpoint.write(path, dict(key, features=made))
    return made


class Crops:
    """Crops of cached features, drawn with a probability in proportion to the area of their pictures."""

    def __init__(self, cached, side, seed=0):
        self.cached, self.side, self.rng = (
            [c for c in cached if min(c.shape[1:]) >= side],
            side,
            np.random.default_rng(seed),
        )
        if not self.cached:
            raise ValueError(f"no tile has sides of at least {16 * side} pixels")
        area = np.array([c.shape[1] * c.shape[2] for c in self.cached], float)
        self.weights = area / area.sum()

    def batch(self, size):
        """size x M x side x side, float32."""
        s, out = self.side, []
        for j in self.rng.choice(len(self.cached), size, p=self.weights):
            r, c = (int(self.rng.integers(0, n - s + 1)) for n in self.cached[j].shape[1:])
            out.append(self.cached[j][:, r : r + s, c : c + s])
        return torch.stack(out).float().contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def reference(codec, crops, count=64):
    """log of the mean bits per crop at each level, under a codec's own entropy model."""
    out = []
    for level in range(codec.levels):
        total = 0.0
        for _ in range(0, count, 16):
            z, y = latents.rounded(codec, crops.batch(16), torch.full((16,), float(level)))
            total += codec.bits(y, z)[0].sum().item()
        out.append(math.log(total / count))
    return torch.tensor(out)


@torch.no_grad()
def symbol_sizes(codec, crops):
    """Root mean square of the symbols per channel, the geometric mean over levels."""
    sizes = []
    for level in range(codec.levels):
        _, y = latents.rounded(codec, crops.batch(16), torch.full((16,), float(level)))
        sizes.append(y.square().mean((0, 2, 3)).sqrt().clamp(min=0.01).log())
    return torch.stack(sizes).mean(0).exp()


def more_components(value, k, bias):
    """The last layer of a head with one Gaussian, weight or bias (2 G x ...) -> that with k of them (3 k G x ...), which begin as one: the same
    mean and weight, scales side by side, half to twice as wide. For G see split_parameters: M, or 1 in the 3D contexts.
    """
    mean, scale = value.unflatten(0, (2, 1, -1)).expand(2, k, *[-1] * value.dim()).clone()
    if bias:
        scale += torch.linspace(-1, 1, k)[:, None]
    return torch.cat([mean, scale, torch.zeros_like(mean)]).flatten(0, 1)


class EntropyTrainer:
    """One training run; run() returns when the time budget is used up."""

    def __init__(self, options, stop_after=None):
        """stop_after: stop (and save) after this many steps of this process, as an interruption would."""
        self.o = o = options
        self.stop_after = stop_after
        torch.set_num_threads(o.threads or len(os.sched_getaffinity(0)))
        torch.manual_seed(o.seed)
        saved = self.read_state() if o.resume else None
        self.log_file = open(f"{o.name}.log", "a", buffering=1)
        base, stored = checkpoint.load(o.base)
        self.codec = Codec(base.backbone, base.widths, o.context, o.k, base.lambdas, base.distortion)
        self.base_digest = checkpoint.backbone_digest(base)
        self.history = (stored.get("training") or {}).get("stages", [])
        self.init_history = []
        self.start(base)
        self.whole = o.hyper_analysis != "fixed"
        files = images.files(o.data)
        files = files[:: max(1, len(files) // o.tiles)][: o.tiles] if o.tiles else files
        cached = cached_features(base, files, o.cache, self.log)
        self.crops = Crops(cached, o.side, o.seed)
        if isinstance(self.codec.head, SliceHead) and not any(k.startswith("head.slices.") for k in self.taken):
            self.codec.head.normalise(symbol_sizes(base, Crops(cached, o.side, 2)))
        self.log(f"{len(cached)} tiles, {sum(c[0].numel() for c in cached)} positions")
        self.reference = reference(base, Crops(cached, o.side, 1))
        if o.hyper_analysis == "restart":
            self.codec.hyper_annealing = torch.zeros(())
            if saved is None:
                level = torch.linspace(0, self.codec.levels - 1, 32)
                restart.restart(self.codec, Crops(cached, o.side, 3).batch(32) * self.codec.gains(level)[0])
        self.pictures = [(f, features(base, [f])[0]) for f in images.files(o.eval)[:: o.eval_step]] if o.eval else []
        parts = dict(h_s=self.codec.h_s, head=self.codec.head)
        parts |= dict(prior=self.codec.prior) if o.train_prior or self.whole else {}
        parts |= dict(h_a=self.codec.h_a) if self.whole else {}
        self.parts = nn.ModuleDict(parts)
        for m in self.codec.modules():
            if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
                m.to(memory_format=torch.channels_last)
        for p in self.codec.parameters():
            p.requires_grad_(False)
        built_on = self.hyper_parameters()
        frozen = built_on if o.freeze_hyper else set()
        self.parameters = [p for p in self.parts.parameters() if id(p) not in frozen]
        for p in self.parameters:
            p.requires_grad_(True)
        groups = [dict(params=[p for p in self.parameters if id(p) not in built_on])]
        if len(groups[0]["params"]) < len(self.parameters):
            groups.append(dict(params=[p for p in self.parameters if id(p) in built_on], factor=o.hyper_lr))
        if self.whole:
            prior = {id(p) for p in self.codec.prior.parameters()}
            groups[0]["params"] = [p for p in groups[0]["params"] if id(p) not in prior]
            groups.append(dict(params=list(self.codec.prior.parameters()), factor=10))
        self.optimizer = torch.optim.AdamW(groups, lr=o.lr, betas=(0.9, 0.98), weight_decay=0)
        self.step, self.used, self.peak, self.smooth = 0, 0.0, o.lr, None
        if saved is not None:
            self.parts.load_state_dict(saved["live"])
        self.average = Average(self.parts)
        if saved is not None:
            self.continue_from(saved)
        self.snapshot = {k: v.clone() for k, v in self.average.state.items()}
        size = sum(p.numel() for p in self.parameters)
        self.log(Path(o.base).name, o.context, f"k={self.codec.k}", f"{size / 1e6:.2f} M parameters")

    def log(self, *parts):
        line = " ".join(str(p) for p in parts)
        print(line, flush=True)
        self.log_file.write(line + "\n")

    def start(self, base):
        """Backbone, prior and h_s of the base; h_s and head of --init (else of the base) as far as shapes agree."""
        own = self.codec.state_dict()
        own.update({k: v for k, v in base.state_dict().items() if not k.startswith("head.")})
        path = self.o.init or self.o.base
        raw = checkpoint.read(path)
        buffers = dict(self.codec.named_buffers())
        groups = ("h_s.", "head.", *(("prior.",) if self.o.train_prior else ()))
        given = {k: v.float() for k, v in raw["state"].items() if k.startswith(groups) and k not in buffers}
        left = []
        for name, value in given.items():
            if name in own and own[name].shape == value.shape:
                own[name] = value
            elif name == "head.net.0.weight" and name in own and len(own[name]) == len(value):
                # Hyper features come first. A head without context takes their part, which is what anchors of a checkerboard go by;
                # a head with one starts with a context that changes nothing.
                n = min(own[name].shape[1], value.shape[1])
                own[name] = torch.zeros_like(own[name])
                own[name][:, :n] = value[:, :n]
            elif (
                name in own
                and name.startswith("head.net.")
                and raw["k"] == 1 < self.o.k
                and 2 * len(own[name]) == 3 * self.o.k * len(value)
            ):
                own[name] = more_components(value, self.o.k, name.endswith("bias"))
            else:
                left.append(name)
        self.codec.load_state_dict(own)
        self.taken = set(given) - set(left)
        if self.o.init:
            self.init_history = (raw.get("training") or {}).get("stages", [])
        self.log("entropy model starts from", Path(path).name, "; not taken over:", left or "nothing")

    def hyper_parameters(self):
        """Ids of what a head with slices builds on: h_s and the layers of a checkerboard head. Empty for other heads."""
        head = self.codec.head
        if not isinstance(head, SliceHead):
            return set()
        return {id(p) for m in (self.codec.h_s, head.net, head.ctx) for p in m.parameters()}

    # ---- files
    def read_state(self):
        saved = torch.load(f"{self.o.name}.state", map_location="cpu", weights_only=True)
        for key in ("context", "k", "train_prior", "freeze_hyper", "hyper_analysis"):
            old, new = saved["options"][key], getattr(self.o, key)
            if old != new:
                raise ValueError(f"cannot resume {self.o.name}: it was started with {key} = {old}, not {new}")
        return saved

    def continue_from(self, saved):
        self.average.set(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.used, self.peak, self.smooth = saved["step"], saved["used"], saved["peak"], saved["smooth"]
        self.init_history = saved["init_history"]
        torch.set_rng_state(saved["random"])
        self.crops.rng.bit_generator.state = saved["crop_random"]
        self.log(f"resumed at step {self.step}, {self.used:.0f}s")

    def save_state(self):
        checkpoint.write(
            f"{self.o.name}.state",
            dict(
                options=asdict(self.o),
                live=self.parts.state_dict(),
                average=self.average.state,
                optimizer=self.optimizer.state_dict(),
                step=self.step,
                used=self.used,
                peak=self.peak,
                smooth=self.smooth,
                init_history=self.init_history,
                random=torch.get_rng_state(),
                crop_random=self.crops.rng.bit_generator.state,
            ),
        )

    def provenance(self):
        """How the weights came about: the base's stages, those of --init, and this run last."""
        o = self.o
        left = ("name", "base", "data", "eval", "init", "cache", "resume", "threads")
        stage = dict(
            entropy_model=o.context,
            steps=self.step,
            minutes=round(self.used / 60, 1),
            tiles=len(self.crops.cached),
            init=Path(o.init).name if o.init else "",
            hardware=hardware("cpu"),
            options={k: v for k, v in asdict(o).items() if k not in left},
        )
        own = [s for s in self.init_history if s not in self.history]
        return dict(data=Path(o.data).name, stages=[*self.history, *own, stage])

    def save(self):
        base = Path(self.o.base).name
        if self.whole:
            checkpoint.save(
                f"{self.o.name}.pt",
                self.codec,
                {**self.codec.state_dict(), **self.average.state},
                training=self.provenance(),
            )
            return
        checkpoint.save_entropy(
            f"{self.o.name}.pt", self.codec, base, self.base_digest, self.average.state, training=self.provenance()
        )

    @torch.no_grad()
    def evaluate(self):
        """Text: bits per pixel (y and z, float model) per level over the test pictures."""
        if not self.pictures:
            return ""
        live = {k: v.clone() for k, v in self.parts.state_dict().items()}
        self.parts.load_state_dict(self.average.state)
        self.codec.eval()
        rates = []
        for level in range(self.codec.levels):
            total = 0.0
            for _, f in self.pictures:
                z, y = latents.rounded(self.codec, f[None].float(), torch.tensor([float(level)]))
                total += sum(b.item() for b in self.codec.bits(y, z)) / (256 * f[0].numel())
            rates.append(total / len(self.pictures))
        self.parts.load_state_dict(live)
        self.codec.train()
        return " ".join(f"{r:.4f}" for r in rates)

    # ---- the loop
    def roll_back(self):
        self.peak *= 0.5
        self.parts.load_state_dict(self.snapshot)
        self.average.set(self.snapshot)
        self.optimizer.state.clear()  # its moments may be infinite too
        self.log(f"step {self.step}: loss is not finite; back to the last snapshot, peak learning rate {self.peak:.1e}")

    def train_step(self, progress):
        o, codec = self.o, self.codec
        lr = learning_rate(self.peak, self.step, progress)
        for g in self.optimizer.param_groups:
            g["lr"] = lr * g.get("factor", 1)
        level = torch.rand(o.batch) * (codec.levels - 1)
        noisy = None
        if self.whole:
            y = self.crops.batch(o.batch) * codec.gains(level)[0]
            with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
                z = codec.h_a(y)
            z, y = z.float(), y.round()
            noisy, z = z + torch.rand_like(z) - 0.5, z + (z.round() - z).detach()
            if codec.hyper_annealing is not None:
                noisy = scale_gradient(noisy, codec.hyper_annealing.fill_(restart.annealing(progress)))
        else:
            z, y = latents.rounded(codec, self.crops.batch(o.batch), level)
            noisy = z if o.train_prior else None
        with torch.autocast("cpu", torch.bfloat16, enabled=precision.bfloat16("cpu")):
            params = codec.head(codec.h_s(z), y)
        bits = -torch.log2(mixture_likelihood(params, y, codec.k)).sum((1, 2, 3))
        side = torch.zeros_like(bits)
        if noisy is not None:
            side = -torch.log2(codec.prior(noisy)).sum((1, 2, 3))
            bits = bits + side
        loss = (bits / torch.exp(codec.interpolate(self.reference, level))).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        value = loss.item()
        if not math.isfinite(value):
            self.roll_back()
            return
        self.optimizer.step()
        self.average.update(self.step)
        self.smooth = (
            value if self.smooth is None else self.smooth + (value - self.smooth) * max(0.005, 1 / (self.step + 1))
        )
        if self.step % 500 == 0:
            self.snapshot = {k: v.detach().clone() for k, v in self.average.state.items()}
        if self.step % 50 == 0:
            self.log(
                f"step {self.step} {self.used:.0f}s ({100 * progress:.0f} %) lr {lr:.1e} bits over base's {self.smooth:.4f} (z {(side.sum() / bits.sum()).item():.4f}) "
                f"grad {norm.item():.2f}"
            )

    def run(self):
        o, budget = self.o, self.o.minutes * 60
        self.codec.train()
        if self.pictures:
            self.log(f"EVAL step {self.step} bpp per level: {self.evaluate()}")
        begin, before = time.time(), self.used
        last_eval = last_save = self.used
        first = self.step
        while self.used < budget and self.step - first != self.stop_after:
            self.train_step(self.used / budget)
            self.step += 1
            self.used = before + time.time() - begin
            if self.pictures and self.used - last_eval > o.eval_every * 60:
                self.log(f"EVAL step {self.step} {self.used:.0f}s bpp per level: {self.evaluate()}")
                last_eval = self.used
                self.save()
            if self.used - last_save > o.save_every * 60:
                self.save_state()
                last_save = self.used
        self.save_state()
        self.save()
        self.log(f"DONE step {self.step} {self.used:.0f}s bpp per level: {self.evaluate()}")
        self.log_file.close()
