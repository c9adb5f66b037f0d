"""Pictures that no camera took: text, charts, halftones, checks, gradients, flat colours, user interfaces.

Networks that have seen photographs alone make coloured blobs of fine checks and take saturated flat colours off their
mean. Mixed into the crops of a training as a tenth of them (Tiles), these pictures are drawn anew for every crop, by
Pillow and its own typeface, so that a seed gives the same ones on every machine with that version.
"""

from collections.abc import Callable

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, ...]  # red, green, blue, 0 to 255
WORDS = ["lorem", "ipsum", "dolor", "sit", "amet", "consetetur", "sed", "diam", "nonumy", "0123456789", "(1,234.50)"]


def colour(rng) -> Colour:
    """Any colour; grey, nearly white or saturated ones more often than chance has it."""
    kind = rng.random()
    if kind < 0.25:
        return (int(rng.integers(0, 256)),) * 3
    if kind < 0.4:
        return tuple(int(v) for v in 255 - rng.integers(0, 12, 3))
    if kind < 0.65:
        return tuple(int(v) for v in 255 * rng.integers(0, 2, 3))
    return tuple(int(v) for v in rng.integers(0, 256, 3))


def flat(rng, side):
    """One colour, or blocks of them."""
    image = Image.new("RGB", (side, side), colour(rng))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(0, 6)):
        x, y = rng.integers(0, side, 2)
        draw.rectangle([x, y, x + rng.integers(8, side), y + rng.integers(8, side)], fill=colour(rng))
    return image


def gradient(rng, side):
    """From one colour to another, along a line or around a point."""
    y, x = np.mgrid[0:side, 0:side] / side
    if rng.random() < 0.3:
        cx, cy = rng.random(2)
        t = np.hypot(x - cx, y - cy)
    else:
        angle = rng.random() * 2 * np.pi
        t = x * np.cos(angle) + y * np.sin(angle)
    t = (t - t.min()) / np.ptp(t)
    a, b = (np.array(colour(rng), float) for _ in range(2))
    return Image.fromarray((a + (b - a) * t[..., None] + 0.5).astype(np.uint8))


def checks(rng, side):
    """Checks, rows or columns of one to eight pixels in two colours."""
    y, x = np.mgrid[0:side, 0:side] // rng.integers(1, 9)
    pattern = ((x + y), x, y)[rng.integers(0, 3)] % 2
    return Image.fromarray(np.array([colour(rng), colour(rng)], np.uint8)[pattern])


def halftone(rng, side):
    """A gradient in dots of two colours, as printed, or dithered by noise."""
    tone = np.asarray(gradient(rng, side).convert("L"), float) / 255
    if rng.random() < 0.5:
        step = rng.integers(3, 10)
        y, x = np.mgrid[0:side, 0:side] * (2 * np.pi / step)
        screen = (np.cos(x) * np.cos(y) + 1) / 2
    else:
        screen = rng.random((side, side))
    return Image.fromarray(np.array([colour(rng), colour(rng)], np.uint8)[(tone > screen).astype(int)])


def text(rng, side):
    """Lines of words on paper."""
    image = Image.new("RGB", (side, side), colour(rng))
    draw, y = ImageDraw.Draw(image), 0
    while y < side:
        size = int(rng.integers(8, 33))
        line = " ".join(WORDS[i] for i in rng.integers(0, len(WORDS), side // size + 2))
        draw.text((int(rng.integers(-8, 24)), y), line, fill=colour(rng), font=ImageFont.load_default(size))
        y += int(size * rng.uniform(1.1, 2))
    return image


def chart(rng, side):
    """Bars or curves with axes, a grid and labels."""
    image = Image.new("RGB", (side, side), (255,) * 3 if rng.random() < 0.7 else colour(rng))
    draw, ink = ImageDraw.Draw(image), colour(rng)
    for at in range(0, side, int(rng.integers(16, 48))):
        draw.line([(0, at), (side, at)], fill=(200,) * 3)
        draw.text((2, at), str(at), fill=ink, font=ImageFont.load_default(9))
    for _ in range(rng.integers(1, 4)):
        values, line = rng.integers(0, side, 12), colour(rng)
        points = [(int((i + 0.5) * side / 12), int(v)) for i, v in enumerate(values)]
        if rng.random() < 0.5:
            draw.line(points, fill=line, width=int(rng.integers(1, 4)))
        else:
            for px, py in points:
                draw.rectangle([px - side // 40, py, px + side // 40, side], fill=line)
    draw.line([(24, 0), (24, side - 16), (side, side - 16)], fill=ink, width=2)
    return image


def interface(rng, side):
    """Panels, buttons with labels, and a table."""
    image = Image.new("RGB", (side, side), colour(rng))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(3, 9)):
        x, y = (int(v) for v in rng.integers(-20, side, 2))
        w, h = int(rng.integers(40, side)), int(rng.integers(18, 60))
        draw.rounded_rectangle(
            [x, y, x + w, y + h], int(rng.integers(0, 9)), fill=colour(rng), outline=colour(rng), width=1
        )
        label = WORDS[rng.integers(0, len(WORDS))]
        draw.text((x + 8, y + 4), label, fill=colour(rng), font=ImageFont.load_default(int(rng.integers(9, 17))))
    return image


KINDS: tuple[Callable, ...] = (text, chart, halftone, checks, gradient, flat, interface)


class Drawn:
    """Crops of nothing but these pictures; what Tiles is to photographs."""

    def __init__(self, patch, seed=0):
        self.patch, self.rng = patch, np.random.default_rng(seed)

    def batch(self, size):
        """size x 3 x patch x patch in [0,1]."""
        crops = torch.stack([torch.from_numpy(draw(self.rng, self.patch)) for _ in range(size)])
        return (crops / 255).contiguous(memory_format=torch.channels_last)


def draw(rng, side):
    """A picture of any of these KINDS: 3 x side x side uint8 array. rng: a NumPy generator."""
    image = KINDS[rng.integers(0, len(KINDS))](rng, side)
    return np.ascontiguousarray(np.asarray(image.convert("RGB")).transpose(2, 0, 1))
