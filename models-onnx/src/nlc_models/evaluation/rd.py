"""Rate-distortion curves: points in CSV files, Bjøntegaard's rate difference, and whether a curve rises."""

import csv
import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

COLUMNS = ["codec", "metric-optimised", "quality", "bpp", "psnr", "ms-ssim", "enc_s", "dec_s", "source"]
LATER = "ssimulacra2"  # a column that published curves lack


@dataclass
class Point:
    """Means over pictures at one setting of a codec. quality: the setting as its codec names it; bpp > 0; psnr: dB;
    ms_ssim: 0..1; seconds a picture; ssimulacra2: up to 100; nan: not known. source: where the figures are from.
    """

    codec: str
    metric: str
    quality: str
    bpp: float
    psnr: float
    ms_ssim: float
    enc_s: float
    dec_s: float
    source: str
    ssimulacra2: float = math.nan

    def value(self, measure):
        """Quality by 'psnr' or 'ms-ssim', in dB, or by 'ssimulacra2'."""
        return {"psnr": self.psnr, "ms-ssim": decibels(self.ms_ssim), "ssimulacra2": self.ssimulacra2}[measure]


def decibels(ms_ssim):
    """-10 log10(1 - x), the scale on which MS-SSIM is drawn; infinite for 1."""
    return -10 * math.log10(1 - ms_ssim) if ms_ssim < 1 else math.inf if ms_ssim == 1 else math.nan


def read(path):
    """[Point] of a CSV file with the columns COLUMNS and perhaps LATER; empty numbers are nan."""
    points = []
    with open(path, newline="", encoding="utf-8") as f:
        rows = csv.DictReader(f)
        missing = [c for c in COLUMNS if c not in (rows.fieldnames or [])]
        if missing:
            raise ValueError(f"{path} has no column {', '.join(missing)}")
        for row in rows:
            try:
                *numbers, later = [float(row.get(c) or "nan") for c in [*COLUMNS[3:8], LATER]]
            except ValueError as e:
                raise ValueError(f"{path}, line {rows.line_num}: {e}") from None
            bpp, psnr, ms_ssim, enc_s, dec_s = numbers
            names = row["codec"], row["metric-optimised"], row["quality"]
            points.append(Point(*names, bpp, psnr, ms_ssim, enc_s, dec_s, row["source"], later))
    return points


def write(path, points):
    """The file is replaced at once, so that an interruption leaves the old one or the new one."""

    def text(value, digits):
        return "" if math.isnan(value) else f"{value:.{digits}f}"

    part = Path(f"{path}.part")
    with open(part, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow([*COLUMNS, LATER])
        for p in points:
            numbers = map(text, (p.bpp, p.psnr, p.ms_ssim, p.enc_s, p.dec_s), (5, 4, 6, 4, 4))
            out.writerow([p.codec, p.metric, p.quality, *numbers, p.source, text(p.ssimulacra2, 4)])
    os.replace(part, path)


def merge(old, new):
    """Points of new in the place of all points that old has of their codecs, at the end where it has none."""
    fresh: dict[tuple[str, str], list[Point]] = {}
    for p in new:
        fresh.setdefault((p.codec, p.metric), []).append(p)
    merged: list[Point] = []
    for p in old:
        key = (p.codec, p.metric)
        merged += fresh.pop(key, []) if key in fresh else [p] if key not in {(q.codec, q.metric) for q in new} else []
    return merged + [p for points in fresh.values() for p in points]


def curve(points, measure):
    """(bpp, quality by the measure) of the points that have both, in the order of their rate: two arrays."""
    known = sorted((p.bpp, p.value(measure)) for p in points if math.isfinite(p.value(measure)))
    return np.array([k[0] for k in known]), np.array([k[1] for k in known])


def falls(points, measure):
    """[(quality, quality)] of neighbours, in the order given, between which bits or dB do not rise.

    measure: as in Point.value.
    """
    return [
        (a.quality, b.quality)
        for a, b in zip(points, points[1:])
        if not (b.bpp > a.bpp and b.value(measure) > a.value(measure))
    ]


# ---- Bjøntegaard


def slopes(x, y):
    """Slopes at the points of the monotone piecewise cubic of Fritsch and Butland (PCHIP).

    x: n rising values, n >= 2.
    """
    h = np.diff(x)
    delta = np.diff(y) / h
    if len(x) == 2:
        return np.repeat(delta, 2)

    def edge(h0, h1, d0, d1):
        s = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
        if np.sign(s) != np.sign(d0):
            return 0.0
        return 3 * d0 if np.sign(d0) != np.sign(d1) and abs(s) > 3 * abs(d0) else s

    result = np.zeros(len(x))
    for i in range(1, len(x) - 1):
        if delta[i - 1] * delta[i] > 0:
            w1, w2 = 2 * h[i] + h[i - 1], h[i] + 2 * h[i - 1]
            result[i] = (w1 + w2) / (w1 / delta[i - 1] + w2 / delta[i])
    result[0], result[-1] = edge(h[0], h[1], delta[0], delta[1]), edge(h[-1], h[-2], delta[-1], delta[-2])
    return result


def integral(x, y, low, high):
    """Of the PCHIP curve through the points from low to high, which lie within x."""
    s, h, total = slopes(x, y), np.diff(x), 0.0
    for i in range(len(x) - 1):
        a, b = max(low, x[i]) - x[i], min(high, x[i + 1]) - x[i]
        if a < b:
            delta = (y[i + 1] - y[i]) / h[i]
            cubic = np.polynomial.Polynomial(
                [y[i], s[i], (3 * delta - 2 * s[i] - s[i + 1]) / h[i], (s[i] + s[i + 1] - 2 * delta) / h[i] ** 2]
            )
            total += cubic.integ()(b) - cubic.integ()(a)
    return total


def bd_rate(anchor, other, share=0.0):
    """Mean difference in rate at equal quality in percent, negative if other needs fewer bits; io.nlc.metrics.BdRate
    in Java is the same.

    anchor, other: (rates, dB) as curve gives them. nan with fewer than two points, or where the common range of dB is
    no larger than this share (0..1) of the range of other: a mean over a corner of a curve says nothing about it.
    """
    if min(len(anchor[0]), len(other[0])) < 2:
        return math.nan
    (ax, ay), (ox, oy) = ((q[np.argsort(q)], np.log(r)[np.argsort(q)]) for r, q in (anchor, other))
    if not (np.diff(ax).all() and np.diff(ox).all()):
        raise ValueError("two points of a curve have the same quality: there is no rate at that quality")
    low, high = max(ax[0], ox[0]), min(ax[-1], ox[-1])
    if high - low <= share * (ox[-1] - ox[0]):
        return math.nan
    return 100 * math.expm1((integral(ox, oy, low, high) - integral(ax, ay, low, high)) / (high - low))
