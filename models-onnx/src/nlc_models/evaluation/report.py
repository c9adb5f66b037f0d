"""The report on rate and distortion as tables and pictures, from the points of measurements.py."""

import math
from pathlib import Path

from . import confidence, external, markdown, rd, rd_plot
from .measurements import LABELS, LEARNED, MEASURED, PACK, REFERENCES, measured

EIGHT_BIT = ", 8-bit"  # how the name of a pack ends that was decoded so
SHARE = 1 / 3  # of a pack's range of dB: the least that a BD-rate must be a mean over


def grouped(points):
    """{(codec, metric): [point]} in the order of the file."""
    groups: dict[tuple[str, str], list] = {}
    for p in points:
        groups.setdefault((p.codec, p.metric), []).append(p)
    return groups


def packs_of(groups):
    """{pack: [point]}"""
    return {codec.removeprefix(PACK): points for (codec, _), points in groups.items() if codec.startswith(PACK)}


def label_of(reference, own):
    """Of a column. own: whether it was measured here."""
    return LABELS[reference.key] if own else reference.label


def references(groups):
    """[(label, [point], measured)] of conventional codecs: one that was measured takes the place of the published
    curve.
    """
    found = []
    for r in REFERENCES:
        own, other = groups.get((r.key, "n/a")), groups.get((r.published, "n/a"))
        if own or other:
            found.append((label_of(r, own), own or other, bool(own)))
    return found


def curves(groups):
    """[rd_plot.Curve] of everything that is drawn."""
    packs = [rd_plot.Curve(name, "pack", points) for name, points in packs_of(groups).items()]
    conventional = [
        rd_plot.Curve(label if own else f"{label}, published", "conventional", points)
        for label, points, own in references(groups)
    ]
    return (
        packs
        + conventional
        + [rd_plot.Curve(label, "learned", groups[key]) for key, label in LEARNED.items() if key in groups]
    )


def percent(value):
    """A BD-rate in words."""
    return "n/a" if math.isnan(value) else f"{value + 0.0:+.1f} %".replace("-", "−")


def rate(points, own, measure, runs):
    """A BD-rate in words, with the interval of its bootstrap where single runs are known."""
    value = rd.bd_rate(rd.curve(points, measure), rd.curve(own, measure), SHARE)
    anchor, other = ((p[0].codec, p[0].metric) for p in (points, own))
    sure = confidence.interval(runs, anchor, other, measure, SHARE)
    return percent(value) + (f" ({percent(sure[0])[:-2]} … {percent(sure[1])[:-2]})" if sure else "")


def bd_table(groups, measure, runs=()):
    """Markdown of BD-rates, or '' where there is nothing to compare."""
    others, packs = references(groups), packs_of(groups)
    if not others or not packs:
        return ""
    if measure == "ssimulacra2":
        others = [o for o in others if o[2]]  # published curves do not have it
        packs = {name: own for name, own in packs.items() if len(rd.curve(own, measure)[0])}
        if not others or not packs:
            return ""
    rows = [
        [
            f"`{name}`",
            *(rate(points, own, measure, runs) for _, points, _ in others),
        ]
        for name, own in packs.items()
    ]
    return markdown.table(["pack", *(label if own else f"{label} ¹" for label, _, own in others)], rows)


def span(values, digits):
    """The range of values in words, with that many digits; nan is left out."""
    known = [v for v in values if not math.isnan(v)]
    return f"{min(known):.{digits}f} – {max(known):.{digits}f}" if known else "n/a"


def seconds(values):
    """The mean of values in words; nan is left out."""
    known = [v for v in values if not math.isnan(v)]
    return f"{sum(known) / len(known):.2f}" if known else "n/a"


def curve_table(groups):
    """Ranges, seconds and settings of every measured curve."""
    rows = []
    for (codec, _), points in groups.items():
        if measured(points[0]):
            label = f"`{codec.removeprefix(PACK)}`" if codec.startswith(PACK) else LABELS.get(codec, codec)
            rows.append(
                [
                    label,
                    str(len(points)),
                    span([p.bpp for p in points], 2),
                    span([p.psnr for p in points], 1),
                    span([p.ms_ssim for p in points], 3),
                    span([p.ssimulacra2 for p in points], 1),
                    seconds([p.enc_s for p in points]),
                    seconds([p.dec_s for p in points]),
                    points[0].source.partition("; ")[2],
                ]
            )
    return markdown.table(
        ["codec", "points", "bpp", "PSNR, dB", "MS-SSIM", "SSIMULACRA 2", "encoding, s", "decoding, s", "measured by"],
        rows,
    )


def monotony(groups):
    """Sentences on whether bits and quality rise from each setting of a pack to the next."""
    wrong = []
    for name, points in packs_of(groups).items():
        for measure, word in rd_plot.WORDS.items():
            if not len(rd.curve(points, measure)[0]):
                continue
            wrong += [
                f"* `{name}`: bits or {word} do not rise from quality {a} to {b}." for a, b in rd.falls(points, measure)
            ]
    return "\n".join(wrong) or "Bits, PSNR, MS-SSIM and SSIMULACRA 2 rise from each quality of each pack to the next."


def gaps(groups):
    """What could not be measured, and why."""
    lines = []
    for tool in external.TOOLS:
        if (tool.key, "n/a") not in groups:
            missing = tool.missing()
            lines.append(
                f"* {tool.label}: {' and '.join(missing)} not found."
                if missing
                else f"* {tool.label}: left out by `--codecs`."
            )
    return "\n".join(lines)


def summary(groups):
    """A sentence for each pack on which measured codecs it beats by PSNR."""
    others, lines = references(groups), []
    for name, own in packs_of(groups).items():
        rates = [
            (label, rd.bd_rate(rd.curve(points, "psnr"), rd.curve(own, "psnr"), SHARE)) for label, points, _ in others
        ]
        fewer = [f"{-r:.0f} % fewer bits than {label}" for label, r in sorted(rates, key=lambda e: e[1]) if r < 0]
        more = [f"{r:.0f} % more than {label}" for label, r in sorted(rates, key=lambda e: e[1]) if r >= 0]
        if fewer or more:
            lines.append(f"* `{name}`: {', '.join(fewer + more)}.")
    return "\n".join(lines)


def page(groups, images, runs=(), name="Kodak"):
    """README.md. images: {measure: file name} of the pictures that were drawn; name: of the set of pictures."""
    count = next(p[0].source for p in groups.values() if measured(p[0])).removeprefix(MEASURED).split()[0]
    unknown = any(not own for _, _, own in references(groups))
    parts = [
        "# Rate and distortion",
        "*Written by `python -m nlc_models report`; see the end for how.*",
        f"Every one of the {count} {name} pictures is encoded to a real file at a fixed setting of the codec and "
        "decoded again. "
        "Bits are those of the whole file, container included; PSNR, MS-SSIM and SSIMULACRA 2 are those of 8-bit "
        "RGB pictures. "
        "A point is the mean of bits per pixel and the mean of PSNR (MS-SSIM, SSIMULACRA 2) over the pictures at "
        "one setting.",
        *(f"![{rd_plot.NAMES[m].split(',')[0]} over bits per pixel]({name})" for m, name in images.items()),
        "" if images else "No pictures: matplotlib is not installed.",
    ]
    if any(p.codec == "opj_compress" for g in groups.values() for p in g):
        parts.append(
            "JPEG 2000 is told the PSNR it should reach; by ratio, it makes all pictures equally large, which "
            "flatters its curve: the means of other "
            "codecs hold many bits of pictures that are hard to compress."
        )
    if any(pack.endswith(EIGHT_BIT) for pack in packs_of(groups)):
        parts.append(
            f"Packs with “{EIGHT_BIT.strip(', ')}” in their name were decoded by their synthesis of 8-bit integers, as "
            "`nlc.precision=auto` does it on processors that multiply bytes; all others by floats."
        )
    for measure, word in rd_plot.WORDS.items():
        table = bd_table(groups, measure, runs)
        if table:
            parts += [f"## Bits at equal {word}", table]
    if bd_table(groups, "psnr"):
        note = (
            "BD-rate: the mean difference in bits over the range of quality that two curves share, negative where "
            "the pack needs fewer; "
            "the curves are joined by monotone cubics (PCHIP) in log rate. n/a: they share less than a third of "
            "the pack's range."
        )
        if runs:
            note += (
                " In brackets: between these numbers lie 95 % of a thousand BD-rates over as many pictures drawn from "
                "these with replacement, where single runs were kept (runs.csv)."
            )
        parts += [
            note + (" ¹ As published, not measured here." if unknown else ""),
            summary(groups) and "By PSNR:\n\n" + summary(groups),
        ]
    parts += [
        "## Measured curves",
        curve_table(groups),
        "Seconds are means over pictures and settings: of our packs and the JDK's JPEG by the clock, in one Java "
        "process whose networks are loaded; "
        "of other codecs processor time of their tools, which start anew for each picture and read or write a PNG. "
        "Where the load is above the "
        "number of processors other programs ran, and times by the clock are too long. n/a: not measured.",
        "## Rising with quality",
        monotony(groups),
    ]
    if gaps(groups):
        parts += ["## Not measured", gaps(groups)]
    parts += [
        "## Again",
        "[rd.csv](rd.csv) holds all points that are drawn, and where they are from. To measure a pack again, or a "
        "new one:",
        "    python -m nlc_models report --kodak PICTURES --out FOLDER --packs NAME",
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def write(out, points, runs=(), name="Kodak"):
    """Pictures and README.md of the points in a folder. runs: single ones; name: of the set of pictures."""
    groups, images = grouped(points), {}
    if rd_plot.available():
        drawn = curves(groups)
        count = next(p.source for p in points if measured(p)).removeprefix(MEASURED).split()[0]
        for measure in rd_plot.WORDS:
            if any(len(rd.curve(c.points, measure)[0]) > 1 for c in drawn):
                images[measure] = f"{measure}.png"
                rd_plot.draw(
                    drawn,
                    measure,
                    Path(out) / images[measure],
                    f"{rd_plot.NAMES[measure].split(',')[0]} on {name}, mean of {count} pictures",
                )
    (Path(out) / "README.md").write_text(page(groups, images, runs, name), encoding="utf-8")
    return images
