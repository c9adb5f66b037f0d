"""Contact sheets: the same part of a picture as several codecs keep it at the same size of file, side by side, for
eyes to judge.

What to show comes from a TOML file:

    size = 192                     # side of the parts, in pixels

    [[part]]
    picture = "kodim04.png"        # in --pictures
    x = 250                        # left and upper edge of the part
    y = 180

Each picture is coded as a whole. Packs and WebP come as close to the asked rate as they can without passing it, and
so does JPEG; where a codec's smallest file is larger than that, the cell says so by its rate.
"""

import io
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import external, markdown

INK, PALE, PAPER = "#20242c", "#6e747e", "white"
GAP, TITLE, CAPTION = 8, 26, 34  # pixels
PILLOW: dict[str, dict[str, Any]] = {"JPEG": dict(format="JPEG", optimize=True), "WebP": dict(format="WEBP", method=6)}


@dataclass(frozen=True)
class Part:
    """A square of a picture, x and y of its upper left corner."""

    picture: str
    x: int
    y: int


@dataclass(frozen=True)
class Cell:
    """A picture as a codec keeps it: pixels H x W x 3 uint8, bits per pixel of the file, PSNR (dB), MS-SSIM and
    SSIMULACRA 2 of the whole.
    """

    pixels: np.ndarray
    bpp: float
    psnr: float
    ms_ssim: float
    score: float


def read(path):
    """(side, [Part]) of a file as above. ValueError names what is wrong."""
    try:
        content = tomllib.loads(Path(path).read_text())
        parts = [Part(**p) for p in content["part"]]
        return int(content["size"]), parts
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as e:
        raise ValueError(f"{path}: {e}") from e


def cell(original, pixels, size):
    """size: bytes of the file."""
    return Cell(pixels, 8 * size / (original.shape[0] * original.shape[1]), *external.quality(original, pixels))


def pillow(original, rate, name):
    """The Cell of the highest quality of Pillow's JPEG (4:2:0) or WebP whose file has at most rate bits per pixel;
    the smallest file if there is none.
    """
    image, limit = Image.fromarray(original), rate * original.shape[0] * original.shape[1] / 8
    best = io.BytesIO()
    low, high = 1, 95
    while low <= high:
        quality = (low + high) // 2
        file = io.BytesIO()
        image.save(file, quality=quality, **PILLOW[name])
        if file.tell() <= limit or quality == 1:
            best, low = file, quality + 1
        else:
            high = quality - 1
        if quality == 1 and file.tell() > limit:
            break
    return cell(original, np.asarray(Image.open(best).convert("RGB")), best.getbuffer().nbytes)


def coded(nlc, original, rate, pack):
    """The Cell of a pack. nlc: measurements.Nlc."""
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (Path(folder) / n for n in ("in.png", "c.nlc", "out.png"))
        Image.fromarray(original).save(png, compress_level=1)
        nlc.run("encode", png, file, "--bpp", rate, "--model", pack)
        nlc.run("decode", file, out)
        return cell(original, external.rgb(out), file.stat().st_size)


def cells(nlc, originals, rate, packs, progress=None):
    """{name: [Cell]} of packs, JPEG and WebP, one for each of the originals (H x W x 3 uint8)."""
    makers = {
        **{p: lambda o, p=p: coded(nlc, o, rate, p) for p in packs},
        **{n: lambda o, n=n: pillow(o, rate, n) for n in PILLOW},
    }
    found: dict[str, list[Cell]] = {}
    for name, make in makers.items():
        for i, original in enumerate(originals):
            found.setdefault(name, []).append(make(original))
            if progress:
                progress(f"{rate:g} bpp: {name} {i + 1}/{len(originals)}")
    return found


def draw(size, parts, originals, columns, title):
    """The sheet, a row a part and a column a codec after the original. columns: of cells."""
    font, small, bold = (ImageFont.load_default(s) for s in (13, 11, 16))
    width = GAP + (size + GAP) * (len(columns) + 1)
    sheet = Image.new("RGB", (width, 3 * GAP + 2 * TITLE + (size + CAPTION + GAP) * len(parts)), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((GAP, GAP), title, INK, bold)
    for j, name in enumerate(["original", *columns]):
        pen.text((GAP + j * (size + GAP), 2 * GAP + TITLE), name, INK, font)
    for i, (part, original) in enumerate(zip(parts, originals)):
        y = 2 * GAP + 2 * TITLE + i * (size + CAPTION + GAP)
        window = slice(part.y, part.y + size), slice(part.x, part.x + size)
        for j, shown in enumerate([None, *(c[i] for c in columns.values())]):
            x = GAP + j * (size + GAP)
            sheet.paste(
                Image.fromarray(np.ascontiguousarray((original if shown is None else shown.pixels)[window])), (x, y)
            )
            text = (
                (part.picture, "")
                if shown is None
                else (f"{shown.bpp:.3f} bpp", f"{shown.psnr:.2f} dB   {shown.ms_ssim:.4f}   {shown.score:.1f}")
            )
            for k, line in enumerate(text):
                pen.text((x, y + size + 2 + 14 * k), line, PALE, small)
    return sheet


def means(cells):
    """A Cell without pixels: the means over some."""
    values = {k: sum(getattr(c, k) for c in cells) / len(cells) for k in ("bpp", "psnr", "ms_ssim", "score")}
    return Cell(np.empty((0, 0, 3), np.uint8), **values)


def table(columns_of):
    """Markdown: means over the pictures at each rate. columns_of: {rate: of cells}."""
    head = ["asked for", "codec", "bpp", "PSNR, dB", "MS-SSIM", "SSIMULACRA 2"]
    rows = []
    for rate, columns in columns_of.items():
        for name, own in columns.items():
            mean = means(own)
            rows.append(
                [
                    f"{rate:g} bpp",
                    f"`{name}`" if "/" in name else name,
                    f"{mean.bpp:.3f}",
                    f"{mean.psnr:.2f}",
                    f"{mean.ms_ssim:.4f}",
                    f"{mean.score:.1f}",
                ]
            )
    return markdown.table(head, rows, left=2)


def write(nlc, recipe, pictures, out, rates, packs, progress=None):
    """Sheets RATE.jpg and table.md into the folder out; returns their paths."""
    size, parts = read(recipe)
    originals = [external.rgb(Path(pictures) / p.picture) for p in parts]
    for part, original in zip(parts, originals):
        if not (0 <= part.x <= original.shape[1] - size and 0 <= part.y <= original.shape[0] - size):
            raise ValueError(f"{recipe}: the part at {part.x}, {part.y} of {size} pixels leaves {part.picture}")
    out, made, columns_of = Path(out), [], {}
    out.mkdir(parents=True, exist_ok=True)
    for rate in rates:
        columns_of[rate] = cells(nlc, originals, rate, packs, progress)
        path = out / f"{rate:g}.jpg"
        title = (
            f"At most {rate:g} bits per pixel; below each part: rate, PSNR, MS-SSIM and SSIMULACRA 2 of the "
            "whole picture"
        )
        draw(size, parts, originals, columns_of[rate], title).save(path, quality=94, subsampling=0, optimize=True)
        made.append(path)
    (out / "table.md").write_text(table(columns_of) + "\n", encoding="utf-8")
    return [*made, out / "table.md"]
