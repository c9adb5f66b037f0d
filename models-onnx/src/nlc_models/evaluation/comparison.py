"""Context models compared on identical latents: several entropy models on one backbone, as in the checkerboard paper
(He 2021, section 4).
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch

from ..codec import checkpoint, images
from ..codec.networks import Codec
from ..integer import tables
from ..integer.networks import EntropyNetworks
from . import evaluation
from .costs import coding_steps
from .markdown import table as markdown_table


@dataclass
class Model:
    """One entropy model. integer, prior: its exact networks and tables, or None where the float model is measured."""

    name: str
    codec: Codec
    integer: EntropyNetworks | None
    prior: tables.PriorTables | None


@dataclass
class Rates:
    """rows: a mean evaluation.Row a level; steps: of the decoder for 768 x 512 pixels, None where there is no coding
    order.
    """

    name: str
    steps: int | None
    rows: list
    integer: bool

    @property
    def bpp(self):
        """Mean rate of y and z per level."""
        return [r.integer_bpp if self.integer else r.bpp for r in self.rows]

    def savings(self, other):
        """Percent saved per level against another entropy model on the same latents; negative: it costs more."""
        return [100 * (1 - a / b) for a, b in zip(self.bpp, other.bpp)]


def load(paths, base="", floating=False):
    """Models of checkpoints, which must share a backbone; named by their contexts, with the file's name where that is
    not enough.
    """
    loaded = [(Path(p), *checkpoint.load(p, base)) for p in paths]
    backbones = [checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS) for _, codec, _ in loaded]
    for (path, _, _), digest in zip(loaded, backbones):
        if digest != backbones[0]:
            raise ValueError(
                f"{path} and {paths[0]} have different backbones: on other latents their rates say nothing about "
                "contexts"
            )
    contexts = Counter(codec.context for _, codec, _ in loaded)
    models = []
    for path, codec, stored in loaded:
        if not floating and "integer" not in stored:
            raise ValueError(
                f"{path} holds no integer networks: run 'quantize' on it first, or compare the float networks with "
                "--float"
            )
        integer = None if floating else EntropyNetworks.from_dict(stored["integer"])
        name = codec.context if contexts[codec.context] == 1 else f"{codec.context} ({path.stem})"
        models.append(Model(name, codec, integer, None if floating else tables.PriorTables.of(codec.prior)))
    return models


@torch.no_grad()
def measure(models, files, levels=None, progress=None):
    """[Rates] of the models, means over the pictures."""
    codec = models[0].codec
    rows: list[list] = [[] for _ in models]
    levels = list(levels or range(codec.levels))
    for i, f in enumerate(files):
        x = images.unit(images.crop(images.load(f)))
        features = codec.g_a(x - 0.5).float()
        for model, own in zip(models, rows):
            own.append(list(evaluation.measure(model.codec, x, levels, model.integer, model.prior, False, features)))
            if progress:
                progress(f"{i + 1}/{len(files)} {f.name} {model.name}")
    means = [[evaluation.Row.mean(r) for r in zip(*own)] for own in rows]
    return [Rates(m.name, coding_steps(m.codec), mean, m.integer is not None) for m, mean in zip(models, means)]


def table(rates, markdown=False):
    """Rate per level and entropy model, with the saving against the first one."""
    first = rates[0]
    head = ["level", f"{first.name} bpp", *(f"{r.name} bpp (saving)" for r in rates[1:])]
    lines = []
    for i, row in enumerate(first.rows):
        cells = [f"{r.bpp[i]:.4f} ({r.savings(first)[i]:+.2f} %)" for r in rates[1:]]
        lines.append([f"{row.level:g}", f"{first.bpp[i]:.4f}", *cells])
    means = [f"{sum(s) / len(s):+.2f} %" for s in (r.savings(first) for r in rates[1:])]
    lines.append(["mean saving", "", *means])
    lines.append(["coding steps", *("-" if r.steps is None else f"{r.steps:,}" for r in rates)])
    if markdown:
        return markdown_table(head, lines)
    widths = [max(len(c[j]) for c in [head, *lines]) for j in range(len(head))]
    return "\n".join("  ".join(f"{c:>{w}}" for c, w in zip(line, widths)) for line in [head, *lines])


def json_of(rates, pictures, floating):
    """The rates as JSON has them. pictures: how many; floating: whether they are those of the float models."""
    return dict(
        pictures=pictures,
        rate="float" if floating else "integer",
        models=[
            dict(
                name=r.name,
                coding_steps=r.steps,
                levels=[
                    dict(level=row.level, bpp=round(bpp, 5), saving_percent=round(saving, 3))
                    for row, bpp, saving in zip(r.rows, r.bpp, r.savings(rates[0]))
                ],
            )
            for r in rates
        ],
    )
