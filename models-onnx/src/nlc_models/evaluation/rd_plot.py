"""Rate-distortion curves as pictures. Needs matplotlib, the optional dependency 'report'."""

from dataclasses import dataclass

import numpy as np

from . import rd

INK, PALE, GRID = "#20242c", "#6e747e", "#e6e8ec"
WIDTH, HEIGHT, DPI = (
    1600,
    1040,
    200,
)  # pixels; at 200 dots an inch 9 points are legible where a page shows the picture at half its size
WORDS = {"psnr": "PSNR", "ms-ssim": "MS-SSIM", "ssimulacra2": "SSIMULACRA 2"}
NAMES = {"psnr": "PSNR, dB", "ms-ssim": "MS-SSIM, dB: −10 log₁₀(1 − x)", "ssimulacra2": "SSIMULACRA 2, score"}
GROUPS = {"pack": "NLC", "conventional": "Conventional", "learned": "Learned, as published"}
# A family of packs has a hue, its packs shades of it and markers.
HUES = [
    ("#0b5fb0", "#4aa3e8", "#07335f", "#8cc4f2", "#2f7fc4"),
    ("#c22f3d", "#ee7a80", "#7c1420", "#f4aeb0", "#d9545d"),
    ("#15803d", "#5cc27c", "#0a4a22", "#a3dcb3", "#3aa35c"),
    ("#a34d00", "#f0963c", "#693100", "#f6c38f", "#cf7017"),
    ("#6d3bb8", "#aa86e0", "#40207a", "#cdb8ee", "#8a5fd0"),
    ("#c0267e", "#e77db5", "#72114a", "#f3b9d7", "#d4559b"),
    ("#0d8a94", "#58bcc4", "#07525a", "#a6dde1", "#37a2ab"),
    ("#7d6a0a", "#bfa93f", "#4a3f04", "#dfd28f", "#9d8a24"),
    ("#46536b", "#8c9ab3", "#232b3b", "#c0c9d9", "#66748e"),
]
MARKERS = "osD^vPX"
# By how a label begins, the first that fits: a codec keeps its colour whatever else is drawn.
CONVENTIONAL = {
    "JPEG 2000 by ratio": "#b3c98a",
    "JPEG 2000": "#86a34a",
    "JPEG XL": "#e07a3f",
    "JPEG": "#9a7b4f",
    "MozJPEG 4:4:4": "#c3a6cf",
    "MozJPEG": "#8d6a9f",
    "WebP": "#5f9ea0",
    "HEVC": "#c99a2e",
    "BPG": "#7d8597",
    "AV": "#b56576",
    "VVC": "#4d4d4d",
    "": "#5b5b8f",
}
LEARNED = ["#7aa6c2", "#d69a6a", "#9b8ac4", "#6fb08e", "#c98aa6", "#a0a0a0"]
DASHES = [(5, 1.6), (2.2, 1.4), (6, 1.5, 1.5, 1.5), (3.5, 1.2), (8, 2), (1.2, 1.2)]


@dataclass
class Curve:
    """group: 'pack', 'conventional' or 'learned', which decides the kind of line. points: [rd.Point]."""

    label: str
    group: str
    points: list


def available():
    """Whether matplotlib is installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def styles(curves):
    """Keywords of a line for each curve, in their order."""
    families: dict[str, int] = {}
    packs: dict[str, int] = {}
    learned, result = 0, []
    for c in curves:
        if c.group == "pack":
            family = c.label.split("/")[0]
            hue = families.setdefault(family, len(families))
            i = packs[family] = packs.get(family, -1) + 1
            shades = HUES[hue % len(HUES)]
            shade = i + hue // len(HUES)  # more families than hues begin with other shades
            result.append(
                dict(
                    color=shades[shade % len(shades)],
                    linewidth=2.1,
                    marker=MARKERS[i % len(MARKERS)],
                    markersize=4.6,
                    markeredgecolor="white",
                    markeredgewidth=0.5,
                    zorder=5,
                )
            )
        elif c.group == "conventional":
            result.append(
                dict(color=next(v for k, v in CONVENTIONAL.items() if c.label.startswith(k)), linewidth=1.15, zorder=3)
            )
        else:
            result.append(
                dict(
                    color=LEARNED[learned % len(LEARNED)],
                    linewidth=1.15,
                    dashes=DASHES[learned % len(DASHES)],
                    zorder=4,
                )
            )
            learned += 1
    return result


def smooth(rates, quality):
    """A line of many points through the given ones: PCHIP of dB over log rate, the curve whose area the BD-rate
    measures but for the axis.
    """
    x = np.log(rates)
    if len(x) < 2:
        return rates, quality
    s, h = rd.slopes(x, quality), np.diff(x)
    dense = np.linspace(x[0], x[-1], 40 * len(x))
    i = np.clip(np.searchsorted(x, dense, "right") - 1, 0, len(x) - 2)
    t = (dense - x[i]) / h[i]
    y = (
        quality[i] * (1 + 2 * t) * (1 - t) ** 2
        + h[i] * s[i] * t * (1 - t) ** 2
        + quality[i + 1] * t**2 * (3 - 2 * t)
        + h[i] * s[i + 1] * t**2 * (t - 1)
    )
    return np.exp(dense), y


def limits(curves, lines, top_rate):
    """(low, high) of quality: what the packs reach with some room below, and all that any curve reaches within the
    range of rates.
    """
    packs = [q.min() for c, (r, q) in zip(curves, lines) if c.group == "pack"] or [q.min() for _, q in lines]
    high = max(q[r <= top_rate].max() for r, q in (smooth(*line) for line in lines) if (r <= top_rate).any())
    low = min(packs)
    return low - 0.06 * (high - low), high + 0.03 * (high - low)


def legend(figure, left, top, groups):
    """Lines and their names beside the picture, in groups below their headings.

    left, top: in 0..1 of the figure; groups: {heading: [(label, style)]}.
    """
    from matplotlib.lines import Line2D

    step = min(
        0.0345, (top - 0.03) / sum(len(g) + 1.75 for g in groups.values() if g)
    )  # many packs move closer together
    y, names = top, []
    for heading, members in groups.items():
        if not members:
            continue
        figure.text(left, y, heading, fontsize=8.4, fontweight="bold", color=INK, va="center")
        for label, style in members:
            y -= step
            figure.add_artist(
                Line2D(
                    [left, left + 0.018, left + 0.036],
                    [y] * 3,
                    markevery=[1],
                    **{k: v for k, v in style.items() if k != "zorder"},
                )
            )
            names.append(figure.text(left + 0.045, y, label, fontsize=8.2, color=INK, va="center"))
        y -= 1.75 * step
    widest = max(n.get_window_extent().x1 for n in names) / WIDTH
    for name in names:  # long names of packs become smaller
        name.set_fontsize(8.2 * min(1, (0.99 - left - 0.045) / (widest - left - 0.045)))


def draw(curves, measure, path, title, top_rate=1.6):
    """Writes a PNG of WIDTH x HEIGHT pixels. curves: [Curve], which are drawn as far as they have the measure (of
    WORDS); top_rate: right end, in bits per pixel.
    """
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    curves = [c for c in curves if len(rd.curve(c.points, measure)[0]) > 1]
    if not curves:
        raise ValueError(f"no curve to draw has two points with {measure}")
    lines = [rd.curve(c.points, measure) for c in curves]
    with plt.rc_context(
        {"font.family": "DejaVu Sans", "font.size": 9, "axes.edgecolor": "#b9bec7", "axes.linewidth": 0.8}
    ):
        figure, axes = plt.subplots(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        figure.subplots_adjust(left=0.076, right=0.73, top=0.915, bottom=0.095)
        groups: dict[str, list] = {heading: [] for heading in GROUPS.values()}
        for c, (rates, quality), style in zip(curves, lines, styles(curves)):
            axes.plot(*smooth(rates, quality), **{k: v for k, v in style.items() if not k.startswith("marker")})
            if c.group == "pack":
                axes.plot(rates, quality, **{**style, "linewidth": 0})
            groups[GROUPS[c.group]].append((c, style))
        axes.set_xlim(0, top_rate)
        axes.set_ylim(*limits(curves, lines, top_rate))
        axes.set_xlabel("bits per pixel", color=INK)
        axes.set_ylabel(NAMES[measure], color=INK)
        axes.set_title(title, loc="left", fontsize=11, fontweight="bold", color=INK, pad=9)
        axes.grid(color=GRID, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.tick_params(colors=PALE, labelcolor=INK, length=3)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        ordered = {name: sorted(g, key=lambda e: -height(e[0], measure)) for name, g in groups.items()}
        legend(figure, 0.746, 0.9, {name: [(c.label, style) for c, style in g] for name, g in ordered.items()})
        figure.savefig(path, dpi=DPI, facecolor="white", metadata={"Software": None})
        plt.close(figure)


def height(curve, measure):
    """Quality of a curve at half a bit per pixel, or at its end that is nearest: the order of the legend."""
    rates, quality = smooth(*rd.curve(curve.points, measure))
    return float(np.interp(0.5, rates, quality))
