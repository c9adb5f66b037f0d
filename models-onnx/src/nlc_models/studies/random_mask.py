"""What an arbitrary set of visible neighbours would save: the random-mask supernet of the checkerboard paper (He 2021, section 3.1).

One 5x5 context convolution and head learn under a fresh random mask for every crop; afterwards any mask can be tried without training
another network. A mask is applied at every position alike, so most of these figures are of contexts that no decoder could have (a
neighbour would have to be decoded before itself); they say where the information lies. He et al. conclude from Table 1 and figure 4 that
the four nearest neighbours hold nearly all of it, which a raster scan cannot see and a checkerboard can.
"""

import csv
from dataclasses import dataclass

import torch
from PIL import Image, ImageDraw, ImageFont

from ..codec import images
from ..codec.likelihood import mixture_likelihood

SIDE = 5


def pattern(visible):
    """5 x 5 mask of the offsets (row, column) in -2..2 for which visible is true; the centre never is."""
    mask = torch.tensor([[float(visible(r, c)) for c in range(-2, 3)] for r in range(-2, 3)])
    mask[2, 2] = 0
    return mask


def near(r, c):
    return max(abs(r), abs(c)) < 2


# The rows of Table 1.
PATTERNS = {
    "none": pattern(lambda r, c: False),
    "serial 3x3": pattern(lambda r, c: near(r, c) and (r, c) < (0, 0)),
    "serial 5x5": pattern(lambda r, c: (r, c) < (0, 0)),
    "checkerboard 3x3": pattern(lambda r, c: near(r, c) and (r + c) % 2),
    "checkerboard 5x5": pattern(lambda r, c: (r + c) % 2),
    "all 8 neighbours": pattern(near),
}


def single(row, column):
    """The mask of one neighbour alone, at an offset in -2..2."""
    return pattern(lambda r, c: (r, c) == (row, column))


@dataclass
class Rate:
    """Mean over the pictures at a level, in bits per pixel: bpp of y and z together, bpp_z of z."""

    level: float
    name: str
    mask: torch.Tensor
    bpp: float
    bpp_z: float
    none: float

    @property
    def references(self):
        return int(self.mask.sum())

    @property
    def saving(self):
        """Percent of the rate without context."""
        return 100 * (1 - self.bpp / self.none)


def masks():
    """{name: mask}: Table 1, then every single neighbour, named by its offset as 'row,column'."""
    offsets = [(r, c) for r in range(-2, 3) for c in range(-2, 3) if (r, c) != (0, 0)]
    return {**PATTERNS, **{f"{r:+d},{c:+d}": single(r, c) for r, c in offsets}}


@torch.no_grad()
def measure(codec, files, level, progress=None):
    """[Rate] of every mask at a level, by the float likelihood of rounded latents. codec: of context 'random', in evaluation mode."""
    if codec.context != "random":
        raise ValueError(f"masks can only be tried on a network of context 'random', not {codec.context!r}")
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
    with open(path, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["level", "mask", "visible", "references", "bpp", "bpp_z", "saving_percent"])
        for r in rates:
            visible = "/".join("".join("x" if v else "." for v in row) for row in r.mask)
            out.writerow(
                [f"{r.level:g}", r.name, visible, r.references, f"{r.bpp:.5f}", f"{r.bpp_z:.5f}", f"{r.saving:.3f}"]
            )


# ---- figure 4

INK, PALE, PAPER = (32, 36, 44), (110, 116, 126), (255, 255, 255)
RAMP = [(247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107)]  # light to dark blue


def colour(t):
    """t in 0..1 -> RGB, linear between the ramp's stops."""
    t = min(max(t, 0.0), 1.0) * (len(RAMP) - 1)
    i = min(int(t), len(RAMP) - 2)
    return tuple(round(a + (b - a) * (t - i)) for a, b in zip(RAMP[i], RAMP[i + 1]))


def ticks(top):
    """Round values from 0 to top, about five of them, and the end of the scale."""
    step = next(s * 10.0**e for e in range(-4, 4) for s in (1, 2, 5) if top / (s * 10.0**e) <= 5)
    count = int(top / step + 0.999)
    return [i * step for i in range(count + 1)]


def figure(rates, title, subtitle):
    """Figure 4: a map of what each neighbour alone saves at one level, as a picture. Losses get the colour of zero."""
    saving = {r.name: r.saving for r in rates if r.name not in PATTERNS}
    cell, left, top, bar = 132, 116, 150, 28
    size = SIDE * cell
    width, height = left + size + 190, top + size + 96
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    big, medium, small = (ImageFont.load_default(s) for s in (30, 26, 19))
    scale = ticks(max(*saving.values(), 0.01))
    draw.text((left, 30), title, INK, big)
    draw.text((left, 74), subtitle, PALE, small)
    for i in range(SIDE):
        for j in range(SIDE):
            r, c = i - 2, j - 2
            x, y = left + j * cell, top + i * cell
            middle = (x + cell / 2, y + cell / 2)
            if r == c == 0:
                draw.rectangle((x + 2, y + 2, x + cell - 3, y + cell - 3), (236, 237, 240))
                draw.text(middle, "current", PALE, small, "mm")
                continue
            value = round(saving[f"{r:+d},{c:+d}"], 2) + 0.0  # no -0.00
            fill = colour(value / scale[-1])
            draw.rectangle((x + 2, y + 2, x + cell - 3, y + cell - 3), fill, outline=(206, 214, 224))
            dark = 0.3 * fill[0] + 0.59 * fill[1] + 0.11 * fill[2] < 140
            draw.text(middle, f"{value:.2f} %", PAPER if dark else INK, medium, "mm")
    for i in range(SIDE):
        text = f"{i - 2:+d}" if i != 2 else "0"
        draw.text((left - 16, top + (i + 0.5) * cell), text, INK, small, "rm")
        draw.text((left + (i + 0.5) * cell, top + size + 12), text, INK, small, "mt")
    draw.text((left + size / 2, top + size + 46), "column offset of the neighbour, in latents", PALE, small, "mt")
    label = Image.new("RGB", (size, 30), PAPER)
    ImageDraw.Draw(label).text((size / 2, 15), "row offset of the neighbour, in latents", PALE, small, "mm")
    image.paste(label.rotate(90, expand=True), (left - 84, top))
    x = left + size + 44
    for i in range(size):
        draw.line((x, top + size - 1 - i, x + bar, top + size - 1 - i), colour(i / (size - 1)))
    draw.rectangle((x, top, x + bar, top + size - 1), outline=PALE)
    for v in scale:
        y = top + (size - 1) * (1 - v / scale[-1])
        draw.line((x + bar, y, x + bar + 6, y), PALE)
        draw.text((x + bar + 12, y), f"{v:g} %", INK, small, "lm")
    return image
