"""What tiles with halos cost against a picture in one piece: PSNR of both, and of the strips along seams.

Attention sees a tile and its halo instead of the whole picture, and convolutions a halo that is narrower than their
receptive field; so the two differ, most of all near the seams.
"""

from dataclasses import dataclass

import torch

from . import evaluation, markdown

STRIP = 16  # pixels on either side of a seam


def spans(length, tile, halo):
    """[(first, last, from, to)] along one side: what a tile covers and what it sees; all multiples of 64 (the last
    may be shorter).
    """
    return [(a, min(a + tile, length), max(0, a - halo), min(a + tile + halo, length)) for a in range(0, length, tile)]


def in_tiles(network, x, tile, halo, scale):
    """A network run on tiles.

    x: B x C x H x W; tile: (h, w) and halo, in positions of x; scale: of the output, 1/16 for g_a and 16 for g_s.
    """
    rows = []
    for top, bottom, above, below in spans(x.shape[2], tile[0], halo):
        row = []
        for left, right, before, after in spans(x.shape[3], tile[1], halo):
            out = network(x[:, :, above:below, before:after])
            y, x0 = (int(v * scale) for v in (top - above, left - before))
            row.append(out[:, :, y : y + int((bottom - top) * scale), x0 : x0 + int((right - left) * scale)])
        rows.append(torch.cat(row, 3))
    return torch.cat(rows, 2)


@dataclass(frozen=True)
class Seams:
    """PSNR in dB at one level: in one piece and in tiles, of the whole picture and of the strips along seams."""

    level: float
    whole: float
    tiled: float
    whole_strips: float
    tiled_strips: float


def strips(height, width, tile):
    """H x W of bool: within STRIP pixels of a seam."""
    near = torch.zeros(height, width, dtype=torch.bool)
    for seam in range(tile[0], height, tile[0]):
        near[seam - STRIP : seam + STRIP] = True
    for seam in range(tile[1], width, tile[1]):
        near[:, seam - STRIP : seam + STRIP] = True
    return near


@torch.no_grad()
def measure(codec, x, tile, halo, levels):
    """[Seams] of a picture.

    x: 1 x 3 x H x W in [0,1], sides multiples of 64; tile: (h, w), halo: pixels, multiples of 16 (halo 32 in packs).
    """
    whole = codec.g_a(x - 0.5).float()
    tiled = in_tiles(codec.g_a, x - 0.5, tile, halo, 1 / 16).float()
    near = strips(x.shape[2], x.shape[3], tile)
    found = []
    for level in levels:
        gain, inverse = codec.gains(torch.tensor([float(level)]))
        a = codec.g_s((whole * gain).round() * inverse).float() + 0.5
        b = (
            in_tiles(codec.g_s, (tiled * gain).round() * inverse, tuple(t // 16 for t in tile), halo // 16, 16).float()
            + 0.5
        )
        values = [evaluation.psnr(x, a), evaluation.psnr(x, b)]
        values += [evaluation.psnr(x[..., near], v[..., near]) for v in (a, b)]
        found.append(Seams(level, *values))
    return found


def table(found):
    """Markdown. found: {picture: [Seams]}."""
    head = [
        "picture",
        "level",
        "in one piece, dB",
        "in tiles, dB",
        "difference",
        f"within {STRIP} pixels of seams, dB",
        "in tiles, dB",
        "difference",
    ]
    rows = []
    for name, own in found.items():
        rows += [
            [
                name,
                f"{s.level:g}",
                f"{s.whole:.3f}",
                f"{s.tiled:.3f}",
                f"{s.tiled - s.whole:+.4f}",
                f"{s.whole_strips:.3f}",
                f"{s.tiled_strips:.3f}",
                f"{s.tiled_strips - s.whole_strips:+.4f}",
            ]
            for s in own
        ]
    return markdown.table(head, rows)
