"""Training recipes compared: one small codec, equal minutes, equal data, one thing different in each run.

The codec is minnen2018 with few channels, which trains fast enough on a CPU that minutes tell recipes apart. What is
measured is the float model on test pictures, as BD-rate against the recipe that train uses by default. A study that
is cut off goes on with what is missing.
"""

import math
from dataclasses import dataclass, replace
from functools import partial

import torch

from ..codec import checkpoint
from ..codec.context import ContextModel
from ..codec.likelihood import mixture_likelihood
from ..evaluation import evaluation, markdown, rd
from ..training.trainer import Options, Trainer
from . import study

WIDTHS, NARROW, PATCH, BATCH, RATE = (32, 96), (16, 96), 128, 8, 1e-3


class Soap(torch.optim.Optimizer):
    """SOAP (Vyas et al. 2024, arXiv 2409.11321): Adam in the eigenbasis of Shampoo's preconditioners.

    A weight counts as a matrix, output channels by all else; a side of more than largest is not rotated, nor are
    vectors. Bases follow by one step of orthogonal iteration every frequency steps.
    """

    def __init__(self, parameters, lr=1e-3, betas=(0.95, 0.98), frequency=10, largest=1024):
        super().__init__(parameters, dict(lr=lr))
        self.betas, self.frequency, self.largest = betas, frequency, largest

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]  # no closure
        """One update; no closure."""
        b1, b2 = self.betas
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                g, s = p.grad.flatten(1) if p.dim() > 1 else p.grad[:, None], self.state[p]
                if not s:
                    s["step"], s["m"], s["v"] = 0, torch.zeros_like(g), torch.zeros_like(g)
                    s["covariance"] = [
                        torch.zeros(n, n) if p.dim() > 1 and n <= self.largest else None for n in g.shape
                    ]
                    s["basis"] = [None, None]
                for side, c in enumerate(s["covariance"]):
                    if c is not None:
                        c.lerp_(g @ g.T if side == 0 else g.T @ g, 1 - b2)
                        if s["basis"][side] is None:
                            s["basis"][side] = torch.linalg.eigh(c + 1e-12 * torch.eye(len(c)))[1]
                        elif s["step"] % self.frequency == 0:
                            s["basis"][side] = torch.linalg.qr(c @ s["basis"][side])[0]
                s["step"] += 1
                s["m"].lerp_(g, 1 - b1)
                s["v"].lerp_(self.rotate(g, s["basis"]).square(), 1 - b2)
                update = (
                    self.rotate(s["m"], s["basis"])
                    / (1 - b1 ** s["step"])
                    / ((s["v"] / (1 - b2 ** s["step"])).sqrt() + 1e-8)
                )
                p.add_(self.rotate(update, s["basis"], True).view_as(p), alpha=-group["lr"])

    @staticmethod
    def rotate(x, basis, back=False):
        """x in the eigenbasis, or back from it."""
        left, right = basis
        x = x if left is None else (left if back else left.T) @ x
        return x if right is None else x @ (right.T if back else right)


@dataclass(frozen=True)
class Recipe:
    """What differs from the default one. options: of training.trainer; see Run for the rest."""

    options: dict
    soap: bool = False
    constant: bool = False
    noise: bool = False
    equal_weights: bool = False
    live: bool = False
    widen: bool = False


RECIPES = {
    "default": Recipe({}),
    "random start": Recipe(dict(klt=False)),
    "overlapping start": Recipe(dict(overlap=True)),
    "Muon": Recipe(dict(optimizer="muon")),
    "SOAP": Recipe({}, soap=True),
    "half the learning rate": Recipe(dict(lr=RATE / 2)),
    "twice the learning rate": Recipe(dict(lr=2 * RATE)),
    "constant learning rate": Recipe({}, constant=True),
    "batch 4": Recipe(dict(batch=BATCH // 2)),
    "batch 16": Recipe(dict(batch=2 * BATCH)),
    "patch 192, batch 4": Recipe(dict(patch=3 * PATCH // 2, batch=BATCH // 2)),
    "patch 256, batch 2": Recipe(dict(patch=2 * PATCH, batch=BATCH // 4)),
    "overlapping start, patch 256, batch 2": Recipe(dict(overlap=True, patch=2 * PATCH, batch=BATCH // 4)),
    "patch 384, batch 1": Recipe(dict(patch=3 * PATCH, batch=BATCH // 8)),
    "noise for the decoder too": Recipe({}, noise=True),
    "no weights over levels": Recipe({}, equal_weights=True),
    "without the average of weights": Recipe({}, live=True),
    "half the time on half the width": Recipe({}, widen=True),
}


def noisy_forward(codec, x, q):
    """Codec.forward in training, but the decoder sees noise as well instead of rounded latents (Balle 2018)."""
    gain, inverse = codec.gains(q)
    y = codec.g_a(x - 0.5).float() * gain
    z = codec.h_a(y.to(x.dtype)).float()
    y, z, n = y + torch.rand_like(y) - 0.5, z + torch.rand_like(z) - 0.5, x.shape[2] * x.shape[3]
    params = codec.head(codec.h_s(z), y)
    bits_y = -torch.log2(mixture_likelihood(params, y, codec.k)).sum((1, 2, 3)) / n
    return codec.g_s(y * inverse).float() + 0.5, bits_y, -torch.log2(codec.prior(z)).sum((1, 2, 3)) / n


class Run(Trainer):
    """A run with what a Recipe changes."""

    def __init__(self, options, recipe, narrow=None):
        self.recipe, self.narrow = recipe, narrow
        super().__init__(options)

    def start(self):
        """As of Trainer; a wider codec may start from a narrow one."""
        super().start()
        if self.narrow is not None:
            checkpoint.widen(self.codec, self.narrow)

    def make_optimizers(self):
        """As of Trainer, or SOAP for matrices and Adam for the rest."""
        if not self.recipe.soap:
            return super().make_optimizers()
        matrix = [p for p in self.parameters if p.dim() == 4 and p.shape[1] > 3]
        known = {id(p) for p in matrix}
        return [
            Soap(matrix),
            torch.optim.AdamW(
                [p for p in self.parameters if id(p) not in known], lr=self.o.lr, betas=(0.9, 0.98), weight_decay=0
            ),
        ]

    def prepare(self):
        """As of Run."""
        super().prepare()
        if self.recipe.noise:
            self.forward = partial(noisy_forward, self.codec)

    def train_step(self, progress):
        """As of Run."""
        # the cosine at its half is half of the peak
        super().train_step(0.5 if self.recipe.constant else progress)

    def loss(self, d, rate, lam):
        """As of Trainer."""
        if self.recipe.equal_weights:
            return rate + lam * d
        return super().loss(d, rate, lam)

    def trained(self):
        """The codec in evaluation mode, with its averaged weights unless the recipe is without."""
        if not self.recipe.live:
            self.codec.load_state_dict(self.average.state)
        return self.codec.eval()


class Study(study.Study):
    """All recipes."""

    def options(self, name, **more):
        """Options of the training called name."""
        base = dict(
            name=str(self.out / name.replace(" ", "-").replace(",", "")),
            data=self.tiles,
            backbone="minnen2018",
            widths=WIDTHS,
            context=ContextModel.CHECKERBOARD,
            k=1,
            minutes=self.minutes,
            patch=PATCH,
            batch=BATCH,
            lr=RATE,
            threads=self.threads,
            device="cpu",
            seed=5,
            klt=True,
        )
        return Options(**{**base, **more})

    def train(self, name, recipe):
        """-> (the codec trained by a recipe, steps)."""
        options = self.options(name, **recipe.options)
        if not recipe.widen:
            run = Run(options, recipe)
            run.run()
            return run.trained(), run.step
        first = Run(replace(options, name=options.name + "-narrow", widths=NARROW, minutes=self.minutes / 2), recipe)
        first.run()
        second = Run(replace(options, minutes=self.minutes / 2, klt=False), recipe, first.trained())
        second.run()
        return second.trained(), first.step + second.step

    def run(self):
        """All that is missing, then the page."""
        for name, recipe in RECIPES.items():
            if name not in self.found:
                self.log(name)
                codec, steps = self.train(name, recipe)
                rows = evaluation.evaluate(codec, self.files)[0]
                self.keep(name, dict(steps=steps, bpp=[r.bpp for r in rows], psnr=[r.psnr for r in rows]))
        (self.out / "table.md").write_text(table(self.found), encoding="utf-8")


def gain(result, default):
    """BD-rate in words; n/a where the curves share no PSNR or two levels have come out alike, as after a start from
    noise.
    """
    before, after = (study.curve(r["bpp"], r["psnr"]) for r in (default, result))
    try:
        rate = rd.bd_rate(before, after)
    except ValueError:
        rate = math.nan
    return "n/a" if math.isnan(rate) else f"{rate:+.1f} %"


def table(found):
    """Markdown of results.json."""
    levels = (1, 4, 7)
    rows = []
    for name, r in found.items():
        rows.append(
            [
                name,
                f"{r['steps']:,}",
                *(f"{r['bpp'][i]:.3f} / {r['psnr'][i]:.2f}" for i in levels),
                "" if name == "default" else gain(r, found["default"]),
            ]
        )
    return markdown.table(["recipe", "steps", *(f"level {i}, bpp / dB" for i in levels), "BD-rate"], rows) + "\n"
