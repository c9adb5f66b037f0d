"""What each part of NLAIC is worth: small codecs trained for equally many minutes on equal data, each without one
part or with another one.

Three questions, each a table:

    transforms   non-local blocks, attention masks, and how far the keys of the non-local blocks at /4 are pooled;
                 trained from the Karhunen-Loeve start, gates open
    contexts     entropy models, anew on the frozen transforms of 'full': none, 3D row-parallel, 3D serial, 11x11x11,
                 three Gaussians
    rates        one network for all rates: gains learnt jointly with it, or a network of one rate whose latents are
                 scaled afterwards (the quality scaling factors of NLAIC), as published: the network frozen, a factor
                 and an offset a channel for each rate

A run that is cut off goes on with what is missing. Nothing here makes a pack.
"""

import copy
import json
import math
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

import torch

from ..codec import checkpoint, images, klt
from ..codec.context import ContextModel
from ..codec.networks import Codec
from ..evaluation import costs, evaluation, markdown, rd, rd_plot
from ..training import data
from ..training.objective import distortion
from ..training.trainer import Options
from . import study
from .variants import CONTEXTS, TRANSFORMS, Scaled, Variant, pooled

WIDTHS, PATCH, BATCH, RATE = (8, 48), 128, 4, 5e-4
ANCHOR = 4  # the level of the network with one rate
FIT_STEPS, FIT_RATE = 120, 0.01  # of each rate's factors and offsets
SIDE = (512, 768)  # H x W of the picture on which time and memory are measured


@dataclass
class Result:
    """parameters; kmac: per pixel, of all networks; steps; bpp, psnr: per level, means over the pictures."""

    parameters: int
    kmac: float
    steps: int
    bpp: list
    psnr: list

    def curve(self):
        """As of study.curve."""
        return study.curve(self.bpp, self.psnr)

    def against(self, other):
        """BD-rate in percent against another Result; negative: fewer bits."""
        return rd.bd_rate(other.curve(), self.curve())


def macs(codec):
    """Thousands of multiply-accumulates per pixel of all four transforms and the head."""
    h, w = costs.SIDE // 16, costs.SIDE // 16

    def on(*shape):
        return torch.empty(1, *shape, device="meta")

    given = dict(
        g_a=[on(3, costs.SIDE, costs.SIDE)],
        g_s=[on(codec.m, h, w)],
        h_a=[on(codec.m, h, w)],
        h_s=[on(codec.hyper_channels, h // 4, w // 4)],
        head=[on(2 * codec.m, h, w), on(codec.m, h, w)],
    )
    return (
        sum(costs.layers(getattr(codec, name), name, *inputs)[1] for name, inputs in given.items())
        / costs.SIDE**2
        / 1000
    )


def result(codec, steps, rows):
    """The Result of a trained codec. rows: a mean evaluation.Row a level."""
    return Result(
        sum(p.numel() for p in codec.parameters()), macs(codec), steps, [r.bpp for r in rows], [r.psnr for r in rows]
    )


@torch.no_grad()
def footprint(pool):
    """(seconds, bytes at the most) of analysis and synthesis of a picture of SIDE, in this process; random weights do
    for that.
    """
    codec = Codec("nlaic", WIDTHS, ContextModel.CONTEXT3D, 1).eval()
    pooled(pool)(codec)
    x, q = torch.rand(1, 3, *SIDE), torch.tensor([4.0])
    begin = time.time()
    y = codec.g_a(x - 0.5).float() * codec.gains(q)[0]
    codec.synthesis(y.round(), q)
    return time.time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def footprints(threads, pools=(8, 4, 2, 1)):
    """{pool: [seconds, bytes]}, each measured in a process of its own."""
    code = (
        "import sys, json, torch; from nlc_models.studies import ablation; torch.set_num_threads(int(sys.argv[2])); "
        "print(json.dumps(ablation.footprint(int(sys.argv[1]))))"
    )
    made = {}
    for pool in pools:
        done = subprocess.run(
            [sys.executable, "-c", code, str(pool), str(threads or 1)], stdout=subprocess.PIPE, text=True, check=True
        )
        made[pool] = json.loads(done.stdout)
    return made


def scaled(codec, anchor, level, tiles):
    """A Scaled of one level, fitted to crops of tiles; nothing of the codec changes."""
    model = Scaled(codec, anchor, level)
    for p in codec.parameters():
        p.requires_grad_(False)
    optimizer = torch.optim.Adam([model.log_a, model.b], FIT_RATE)
    for step in range(FIT_STEPS):
        for g in optimizer.param_groups:
            g["lr"] = FIT_RATE * 0.5 * (1 + math.cos(math.pi * step / FIT_STEPS))
        x = tiles.batch(BATCH)
        xh, rate = model(x)
        loss = (rate + model.lam * distortion("mse", x, xh)[0]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


@torch.no_grad()
def scaled_row(model, files, level):
    """Mean rate and PSNR of a Scaled over pictures, an evaluation.Row."""
    rows = []
    for f in files:
        x = images.unit(images.crop(images.load(f)))
        xh, rate = model(x)
        rows.append(evaluation.Row(level, rate.item(), math.nan, psnr=evaluation.psnr(x, xh)))
    return evaluation.Row.mean(rows)


class Study(study.Study):
    """All runs; contexts get half of the minutes."""

    def options(self, name, minutes, **more):
        """Options of one training called name, lasting minutes."""
        return Options(
            name=str(self.out / name.replace(" ", "-")),
            data=self.tiles,
            backbone="nlaic",
            widths=WIDTHS,
            context=ContextModel.CONTEXT3D,
            k=1,
            minutes=minutes,
            patch=PATCH,
            batch=BATCH,
            lr=RATE,
            threads=self.threads,
            device="cpu",
            seed=5,
            **more,
        )

    def train(self, name, minutes, change=None, level=None, **more):
        """-> (the trained codec, steps)."""
        self.log(name)
        trainer = Variant(self.options(name, minutes, **more), change, level)
        trainer.run()
        return trainer.trained(), trainer.step

    def transforms(self):
        """The first table and the footprints, as far as they are missing."""
        for name, change in TRANSFORMS.items():
            if name in self.found:
                continue
            codec, steps = self.train(name, self.minutes, change, klt=True, open_gates=True)
            self.keep(name, vars(result(codec, steps, evaluation.evaluate(codec, self.files)[0])))
        if "footprints" not in self.found:
            self.keep("footprints", footprints(self.threads))

    def contexts(self):
        """The second table, as far as it is missing."""
        for name, make in CONTEXTS.items():
            if f"context: {name}" in self.found:
                continue

            def change(codec, make=make):
                codec.head = make(codec.m)
                with torch.no_grad():
                    x = torch.cat(
                        [images.unit(images.crop(images.load(f)[:, :256, :256])) for f in images.files(self.tiles)[:16]]
                    )
                    codec.k = codec.head.k
                    klt.entropy_start(codec, codec.g_a(x - 0.5) * codec.gains(torch.full((len(x),), 3.5))[0])

            codec, steps = self.train(
                f"context {name}", self.minutes / 2, change, init=str(self.out / "full.pt"), freeze_transforms=True
            )
            self.keep(f"context: {name}", vars(result(codec, steps, evaluation.evaluate(codec, self.files)[0])))

    def rates(self):
        """The third table, as far as it is missing."""
        if "one rate" not in self.found:
            codec, steps = self.train("one rate", self.minutes, level=ANCHOR, klt=True, open_gates=True)
            self.keep("one rate", vars(result(codec, steps, evaluation.evaluate(codec, self.files, [ANCHOR])[0])))
        if "scaling factors" in self.found:
            return
        codec, _ = checkpoint.load(self.out / "one-rate.pt")
        torch.set_num_threads(self.threads or torch.get_num_threads())
        torch.manual_seed(6)
        tiles = data.Tiles(self.tiles, PATCH, "cpu", 20000, 6)
        rows = []
        for level in range(codec.levels):
            self.log(f"scaling factors of level {level}")
            rows.append(scaled_row(scaled(copy.deepcopy(codec), ANCHOR, level, tiles), self.files, level))
        self.keep("scaling factors", vars(result(codec, FIT_STEPS, rows)))

    def run(self):
        """All that is missing, then the pages."""
        self.transforms()
        self.contexts()
        self.rates()
        (self.out / "table.md").write_text(page(self.found), encoding="utf-8")
        if rd_plot.available():
            plot(self.found, self.out / "rates.png")


def plot(found, path):
    """PNG of both ways to serve all rates, of results.json."""
    curves = [
        rd_plot.Curve(label, "pack", study.points(found[name]["bpp"], found[name]["psnr"]))
        for label, name in (("gains learnt jointly", "full"), ("scaling factors", "scaling factors"))
    ]
    rd_plot.draw(
        curves,
        "psnr",
        path,
        f"One network for all rates, or of one rate (level {ANCHOR}) and scaled",
        math.ceil(10 * max(found["full"]["bpp"])) / 10,
    )


def page(found):
    """Markdown of results.json."""
    levels = (1, 4, 6)
    results = {name: Result(**value) for name, value in found.items() if name != "footprints"}
    full = results["full"]

    def row(name, r, other):
        gain = "" if r is other else f"{r.against(other):+.1f} %"
        return [
            name,
            f"{r.parameters / 1e6:.2f} M",
            f"{r.kmac:.1f}",
            f"{r.steps:,}",
            *(f"{r.bpp[i]:.3f} / {r.psnr[i]:.2f}" for i in levels),
            gain,
        ]

    head = ["", "parameters", "kMAC/px", "steps", *(f"level {i}, bpp / dB" for i in levels), "BD-rate"]
    parts = ["## Transforms", markdown.table(head, [row(n, results[n], full) for n in TRANSFORMS if n in results])]
    if "footprints" in found:
        rows = [
            [f"{pool} x {pool}" if int(pool) > 1 else "not pooled", f"{seconds:.2f}", f"{size / 2**20:,.0f}"]
            for pool, (seconds, size) in found["footprints"].items()
        ]
        h, w = SIDE
        parts += [
            f"Analysis and synthesis of {w} x {h} pixels, one process each:",
            markdown.table(["keys at /4", "seconds", "MiB at the most"], rows),
        ]
    base = results.get("context: 3D row-parallel")
    if base:
        parts += [
            "## Contexts",
            markdown.table(
                head, [row(n, results[f"context: {n}"], base) for n in CONTEXTS if f"context: {n}" in results]
            ),
        ]
    if "scaling factors" in results:
        joint, after = results["full"], results["scaling factors"]
        rows = [[str(i), *(f"{r.bpp[i]:.3f} / {r.psnr[i]:.2f}" for r in (joint, after))] for i in range(len(after.bpp))]
        parts += [
            "## Rates",
            markdown.table(
                ["level", "gains learnt jointly, bpp / dB", f"one rate (level {ANCHOR}) and scaling factors, bpp / dB"],
                rows,
            ),
            f"BD-rate of the scaling factors against joint gains: {after.against(joint):+.1f} %.",
        ]
    return "\n\n".join(parts) + "\n"
