"""The networks of codecs on one backbone as Markdown: a table a network, and one of sums."""

import re
import shlex
from pathlib import Path

from ..codec.mlic import SliceHead
from .costs import PICTURE, SIDE, coding_steps, parameters, parts

BEGIN, END = "<!-- describe {} -->", "<!-- end of describe -->"


def size(n):
    """A count in words."""
    return f"{n:,}"


def kilo(macs):
    """Thousand multiply-accumulates per input pixel."""
    return f"{macs / SIDE**2 / 1000:.2f}"


def place(shape):
    """'64 @ /2', or '24 x 192 @ /16' of a 3D layer."""
    scale = SIDE // shape[-1]
    return f"{' x '.join(map(str, shape[:-2]))} @ {f'/{scale}' if scale > 1 else 'full'}"


def layer_table(rows):
    """Lines of a Markdown table. rows: [costs.Layer]."""
    lines = ["| layer | operator | output channels @ scale | parameters | kMAC/px |", "|---|---|---|--:|--:|"]
    lines += [f"| `{r.name}` | {r.operator} | {place(r.shape)} | {size(r.parameters)} | {kilo(r.macs)} |" for r in rows]
    return lines


def totals(part, text):
    """A sentence on a network. part: costs.Part; text: its title."""
    note = f", of it {kilo(part.attention)} products of attention on {SIDE} x {SIDE} pixels" if part.attention else ""
    return f"{text}: {size(part.parameters)} parameters, {kilo(part.macs)} kMAC/px{note}."


TITLES = dict(
    g_a="Analysis `g_a`",
    h_a="Hyper analysis `h_a`",
    g_s="Synthesis `g_s`",
    h_s="Hyper synthesis `h_s` (each entropy model has its own)",
)


def markdown(codecs):
    """The description of several codecs on one backbone, which differ in their entropy model."""
    described = [(c, parts(c)) for c in codecs]
    first = described[0][1]
    lines = []
    for name in ("g_a", "h_a", "g_s", "h_s"):
        lines += [totals(first[name], TITLES[name]), "", *layer_table(first[name].layers), ""]
    for part, text in (
        ("head", "Context and head of {names}, {mixture}"),
        ("residual", "Latent residual prediction of {names}, for the synthesis only"),
    ):
        same: dict[tuple, list] = {}  # entropy models whose tables agree share one
        for codec, p in described:
            if part in p:
                same.setdefault(tuple(layer_table(p[part].layers)), []).append((codec, p[part]))
        for table, sharing in same.items():
            names, k = ", ".join(f"`{codec.context}`" for codec, _ in sharing), sharing[0][0].k
            title = text.format(names=names, mixture=f"mixture of {k}" if k > 1 else "one Gaussian")
            lines += [totals(sharing[0][1], title), "", *table, ""]
    w, h = PICTURE
    decoder = "g_s (with the residual)" if any("residual" in p for _, p in described) else "g_s"
    lines += [
        f"| entropy model | parameters | of it h_s, context, head | encoder g_a + h_a, kMAC/px | decoder {decoder}, "
        "kMAC/px "
        f"| entropy part h_s + context + head, kMAC/px | coding steps of {w} x {h} pixels |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for codec, p in described:
        steps = coding_steps(codec)
        lines.append(
            f"| `{codec.context}` | {size(parameters(codec))} | {size(p['h_s'].parameters + p['head'].parameters)} "
            f"| {kilo(p['g_a'].macs + p['h_a'].macs)} | "
            f"{kilo(p['g_s'].macs + (p['residual'].macs if 'residual' in p else 0))} "
            f"| {kilo(p['h_s'].macs + p['head'].macs)} "
            f"| {'-' if steps is None else size(steps)} |"
        )
    attention = any(part.attention for _, p in described for part in p.values())
    lines += [
        "",
        "Parameters include the prior of z and the gains. Counts are multiply-accumulates of convolutions and "
        "matrix products, "
        "masked taps left out"
        + (f"; attention grows with the area of the picture (here {SIDE} x {SIDE})." if attention else "."),
    ]
    if any(isinstance(codec.head, SliceHead) for codec, _ in described):
        lines[-1] += (
            " Rows of slices sum the parameters and operations of all slices; their channels are those of one slice."
        )
    return "\n".join(lines)


def update(page, describe):
    """Rewrite what stands between the markers of a Markdown page; describe: maps a marker's arguments to text.

    Returns whether it changed.
    """
    old = Path(page).read_text()
    pattern = re.compile(BEGIN.format("(.*?)") + r"\n.*?" + re.escape(END), re.DOTALL)
    if not pattern.search(old):
        raise ValueError(f"{page} holds no marker {BEGIN.format('ARGUMENTS')} ... {END}")
    new = pattern.sub(lambda m: f"{BEGIN.format(m[1])}\n\n{describe(shlex.split(m[1]))}\n\n{END}", old)
    if new != old:
        Path(page).write_text(new)
    return new != old
