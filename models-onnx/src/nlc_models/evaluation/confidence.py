"""How far BD-rates can be trusted: single runs, and a bootstrap over pictures.

A BD-rate of means over a few pictures is that of those pictures. Drawn anew from them with replacement, both codecs
always on the same ones (Efron 1979), it says how much another set of their kind may change it.
"""

import csv
import math
import os
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from . import rd

DRAWS = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Run:
    """One picture with one codec at one setting; codec, metric and quality as of rd.Point."""

    codec: str
    metric: str
    quality: str
    picture: str
    bpp: float
    psnr: float
    ms_ssim: float
    ssimulacra2: float

    def value(self, measure):
        """What is averaged over pictures: ms-ssim is 0 to 1 still."""
        return {"psnr": self.psnr, "ms-ssim": self.ms_ssim, "ssimulacra2": self.ssimulacra2}[measure]


COLUMNS = [f.name.replace("_", "-") for f in fields(Run)]


def read(path):
    """[Run] of a CSV file; none where there is no file."""
    if not Path(path).exists():
        return []
    with open(path, newline="", encoding="utf-8") as f:
        rows = csv.DictReader(f)
        if rows.fieldnames != COLUMNS:
            raise ValueError(f"{path} must have the columns {', '.join(COLUMNS)}")
        return [row_of(r) for r in rows]


def row_of(row):
    """A Run of a row of the file."""
    codec, metric, quality, picture = (row[c] for c in COLUMNS[:4])
    bpp, psnr, ms_ssim, ssimulacra2 = (float(row[c] or "nan") for c in COLUMNS[4:])
    return Run(codec, metric, quality, picture, bpp, psnr, ms_ssim, ssimulacra2)


def write(path, runs):
    """The file is replaced at once."""
    part = Path(f"{path}.part")
    with open(part, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(COLUMNS)
        for r in runs:
            *names, bpp, psnr, ms_ssim, score = astuple(r)
            numbers = (
                f"{v:.{d}f}" if math.isfinite(v) else "" for v, d in zip((bpp, psnr, ms_ssim, score), (5, 4, 6, 3))
            )
            out.writerow([*names, *numbers])
    os.replace(part, path)


def merge(old, new):
    """Runs of new in the place of those that old has of their codecs."""
    fresh = {(r.codec, r.metric) for r in new}
    return [r for r in old if (r.codec, r.metric) not in fresh] + list(new)


def table(runs, codec, metric, measure):
    """(pictures, bpp, quality) of a codec's curve: names, and two arrays settings x pictures; None unless every
    setting has every picture.
    """
    own = [r for r in runs if (r.codec, r.metric) == (codec, metric)]
    pictures = sorted({r.picture for r in own})
    settings = list(dict.fromkeys(r.quality for r in own))
    if not own or len(own) != len(pictures) * len(settings):
        return None
    found = {(r.quality, r.picture): (r.bpp, r.value(measure)) for r in own}
    if len(found) != len(own) or not all(math.isfinite(v) for pair in found.values() for v in pair):
        return None
    bpp, value = np.array([[found[q, p] for p in pictures] for q in settings]).transpose(2, 0, 1)
    return pictures, bpp, value


def curve(bpp, value, chosen, measure):
    """Rates and quality of means over the pictures of an index, as rd.bd_rate takes them."""
    rate, mean = bpp[:, chosen].mean(1), value[:, chosen].mean(1)
    if measure == "ms-ssim":
        mean = np.array([rd.decibels(m) for m in mean])
    order = np.argsort(rate)
    return rate[order], mean[order]


def interval(runs, anchor, other, measure, share=0.0, draws=DRAWS, seed=0):
    """(low, high) in percent, between which 95 % of the BD-rates of other against anchor lie; None where they were not
    measured on the same pictures, on fewer than three, or do not overlap.

    anchor, other: (codec, metric); share: as of rd.bd_rate.
    """
    a, b = (table(runs, codec, metric, measure) for codec, metric in (anchor, other))
    if a is None or b is None or a[0] != b[0] or len(a[0]) < 3:
        return None
    rng, found = np.random.default_rng(seed), []
    for _ in range(draws):
        chosen = rng.integers(0, len(a[0]), len(a[0]))
        try:
            first, second = (curve(bpp, value, chosen, measure) for _, bpp, value in (a, b))
            found.append(rd.bd_rate(first, second, share))
        except ValueError:  # two settings of equal quality
            return None
    if np.isnan(found).any():
        return None
    low, high = np.quantile(found, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
