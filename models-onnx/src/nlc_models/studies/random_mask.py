"""What an arbitrary set of visible neighbours would save: the random-mask supernet of the checkerboard paper (He
2021, section 3.1).

One 5x5 context convolution and head learn under a fresh random mask for every crop; afterwards any mask can be tried
without training another network. A mask is applied at every position alike, so most of these figures are of contexts
that no decoder could have (a neighbour would have to be decoded before itself); they say where the information lies.
He et al. conclude from Table 1 and figure 4 that the four nearest neighbours hold nearly all of it, which a raster
scan cannot see and a checkerboard can.
"""

import csv
from dataclasses import dataclass, fields
from pathlib import Path

import torch

from ..codec import checkpoint, images
from ..codec.context import ContextModel
from ..codec.likelihood import mixture_likelihood
from ..options import option
from ..training import entropy
from .masks import PATTERNS, Rate, masks
from .random_mask_figure import figure


@dataclass(kw_only=True)
class Options(entropy.FeatureOptions):
    """What to train and what to measure; threads: of the CPU, 0 for all."""

    data: str = option("", "folder of training tiles")
    eval: str = option(help="folder of test pictures")
    out: str = option(help="folder for table.md, masks.csv, single-levelL.png and random-mask.pt, .state, .log")
    supernet: str = option("", "measure this trained network; do not train")
    levels: list[float] | None = option(
        None, "levels to measure; default: the middle one. Training covers all", nargs="*"
    )
    every: int = option(1, "take every n-th picture")
    k: int = option(0, "mixture components; default: the base's")
    minutes: float = option(30, "time budget, over all resumptions")
    batch: int = option(8, "crops a step, each with a mask of its own")
    init: str = option("", "start from the entropy model in this checkpoint, as far as shapes agree")
    resume: bool = option(False, "continue from random-mask.state")
    threads: int = option(0, hidden=True)


def supernet(options):
    """Train the network under random masks and return its codec. ValueError without a folder of tiles."""
    o, name = options, Path(options.out) / "random-mask"
    if not o.data:
        raise ValueError("name a folder of training tiles with --data, or a trained network with --supernet")
    shared = [f.name for f in fields(entropy.FeatureOptions) if f.name != "eval"]
    run = entropy.Options(
        name=str(name),
        context=ContextModel.RANDOM,
        k=o.k or checkpoint.read(o.base)["k"],
        **{n: getattr(o, n) for n in (*shared, "init", "resume", "threads")},
    )
    entropy.EntropyTrainer(run).run()
    return checkpoint.load(f"{name}.pt", o.base)[0]


@torch.no_grad()
def measure(codec, files, level, progress=None):
    """[Rate] of every mask at a level, by the float likelihood of rounded latents.

    codec: of context 'random', in evaluation mode.
    """
    if codec.context is not ContextModel.RANDOM:
        raise ValueError(f"masks can only be tried on a network of context 'random', not '{codec.context}'")
    head, kept, wanted = codec.head, codec.head.mask.clone(), masks()
    bits_y, bits_z = dict.fromkeys(wanted, 0.0), 0.0
    gain = codec.gains(torch.tensor([float(level)]))[0]
    for i, f in enumerate(files):
        x = images.unit(images.crop(images.load(f)))
        y = codec.g_a(x - 0.5).float() * gain
        z, y = codec.h_a(y).round(), y.round()
        share = 1 / (x.shape[2] * x.shape[3] * len(files))
        hyper = codec.h_s(z)
        bits_z -= torch.log2(codec.prior(z)).sum().item() * share
        for name, mask in wanted.items():
            head.mask.copy_(mask)
            bits_y[name] -= torch.log2(mixture_likelihood(head(hyper, y), y, codec.k)).sum().item() * share
        if progress:
            progress(f"level {level:g}: {i + 1}/{len(files)} {f.name}")
    head.mask.copy_(kept)
    return [
        Rate(level, name, mask, bits_y[name] + bits_z, bits_z, bits_y["none"] + bits_z) for name, mask in wanted.items()
    ]


def table(rates):
    """Table 1 of the paper, for the rates of one level, in Markdown."""
    lines = ["| visible neighbours | references | bpp | saving |", "|---|--:|--:|--:|"]
    lines += [f"| {r.name} | {r.references} | {r.bpp:.4f} | {r.saving:.1f} % |" for r in rates if r.name in PATTERNS]
    return "\n".join(lines)


def write_csv(path, rates):
    """All rates of all masks as a CSV file, a mask as rows of x and dots."""
    with open(path, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["level", "mask", "visible", "references", "bpp", "bpp_z", "saving_percent"])
        for r in rates:
            visible = "/".join("".join("x" if v else "." for v in row) for row in r.mask)
            out.writerow(
                [f"{r.level:g}", r.name, visible, r.references, f"{r.bpp:.5f}", f"{r.bpp_z:.5f}", f"{r.saving:.3f}"]
            )


def write(codec, options, progress=None):
    """Measure the levels of the options and write tables and figures into options.out; returns the text of table.md."""
    out, files = Path(options.out), images.files(options.eval)[:: options.every]
    measured, report = [], []
    for level in options.levels or [codec.levels // 2]:
        rates = measure(codec, files, level, progress)
        measured += rates
        name = f"{codec.backbone} {codec.widths[0]}/{codec.m}, level {level:g}"
        report.append(f"{name}, mean over {len(files)} pictures, bits of y and z:\n\n{table(rates)}\n")
        subtitle = f"{name}: {rates[0].bpp:.3f} bpp without context, {len(files)} pictures"
        picture = figure(rates, "Rate saved by a single visible neighbour", subtitle)
        picture.save(out / f"single-level{level:g}.png", optimize=True)
    write_csv(out / "masks.csv", measured)
    text = "\n".join(report)
    (out / "table.md").write_text(text)
    return text
