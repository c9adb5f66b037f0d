"""Above the qualities that networks reach: bytes at a PSNR of NLC, whose files have a residual then, and of others; and
whether files below that are as large as those of networks alone.
"""

import io
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from . import external, markdown

RATIOS = tuple(60 * 0.97**i for i in range(125))  # of opj_compress, to 1.4


@dataclass(frozen=True)
class Coder:
    """A codec whose files grow with its setting. settings: smallest file first; needs: commands; code: a file and its
    decoded picture from pixels, a setting and a folder for files on the way.
    """

    label: str
    settings: Sequence
    code: Callable
    needs: tuple = ()

    def missing(self):
        """Those of its commands that are not on the PATH."""
        return [c for c in self.needs if not shutil.which(c)]


def psnr(a, b):
    """dB, of two arrays of uint8."""
    mse = np.mean((a.astype(np.int32) - b) ** 2)
    return 10 * math.log10(255**2 / mse) if mse else math.inf


def by_tool(key, encode=""):
    """Coder.code of one of external.TOOLS. encode: its command, if another than that of the tool."""
    tool = next(t for t in external.TOOLS if t.key == key)

    def code(pixels, setting, folder):
        png, file, out = (os.path.join(folder, n) for n in ("in.png", f"c.{tool.suffix}", "out.png"))
        Image.fromarray(pixels).save(png, compress_level=1)
        names = dict(q=setting, png=png, file=file, out=out)
        external.call(encode or tool.encode, **names)
        external.call(tool.decode, **names)
        return Path(file).read_bytes(), external.rgb(out)

    return code


def jpeg(subsampling):
    """Coder.code of libjpeg with tables of the picture: the smaller of a progressive and a sequential file, as nlc
    bench has it of the JDK. subsampling: 0 for 4:4:4, 2 for 4:2:0.
    """

    def code(pixels, setting, folder):
        files = []
        for progressive in (True, False):
            data = io.BytesIO()
            Image.fromarray(pixels).save(
                data, "JPEG", quality=setting, optimize=True, progressive=progressive, subsampling=subsampling
            )
            files.append(data.getvalue())
        file = min(files, key=len)
        return file, np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))

    return code


def webp_lossless(pixels, setting, folder):
    """Coder.code of WebP without loss."""
    code = by_tool("cwebp", "cwebp -quiet -lossless -m {q} -q 100 {png} -o {file}")
    return code(pixels, setting, folder)


CODERS = [
    Coder("AVIF", range(63, -1, -1), by_tool("avifenc"), ("avifenc", "avifdec")),
    Coder("WebP", range(101), by_tool("cwebp"), ("cwebp", "dwebp")),
    Coder("JPEG 2000", RATIOS, by_tool("opj_compress"), ("opj_compress", "opj_decompress")),
    Coder("JPEG 4:4:4", range(1, 101), jpeg(0)),
    Coder("JPEG 4:2:0", range(1, 101), jpeg(2)),
]
WEBP_LOSSLESS = Coder("WebP lossless", (6,), webp_lossless, ("cwebp", "dwebp"))


def at_psnr(coder, pixels, targets):
    """[bytes or None]: what each PSNR takes, None where the codec does not reach it. Found by halving; between the two
    settings around it the logarithm of bytes goes straight over PSNR.
    """
    known: dict[int, tuple[int, float]] = {}
    with tempfile.TemporaryDirectory() as folder:

        def measure(index):
            if index not in known:
                file, decoded = coder.code(pixels, coder.settings[index], folder)
                known[index] = len(file), psnr(pixels, decoded)
            return known[index]

        found: list[float | None] = []
        for target in targets:
            # what earlier targets have shown narrows it; the largest files, which take longest, only where needed
            low = max((i for i, (_, p) in known.items() if p < target), default=-1)
            high = min((i for i, (_, p) in known.items() if p >= target), default=len(coder.settings))
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if measure(middle)[1] < target else (low, middle)
            if high == len(coder.settings):
                found.append(None)
            else:
                found.append(between(measure(max(low, 0)), measure(high), target))
    return found


def between(below, above, target):
    """Bytes at a PSNR of two points (bytes, PSNR) around it."""
    if not below[1] < above[1] < math.inf:
        return float(above[0])
    part = (target - below[1]) / (above[1] - below[1])
    return math.exp(math.log(below[0]) * (1 - part) + math.log(above[0]) * part)


@dataclass(frozen=True)
class Rate:
    """A codec at a target: mean bits a pixel over those pictures of all that reach it; target: dB, None for
    lossless.
    """

    label: str
    target: float | None
    bpp: float
    reached: int
    pictures: int

    def text(self):
        """For a table."""
        if self.reached == self.pictures:
            return f"{self.bpp:.3f}"
        return f"{self.reached} of {self.pictures}" if self.reached else "—"


def rate(label, target, sizes, pixels):
    """Rate of a list of bytes or None, and of the numbers of pixels."""
    bits = [8 * s / p for s, p in zip(sizes, pixels) if s is not None]
    return Rate(label, target, float(np.mean(bits)) if bits else math.nan, len(bits), len(pixels))


def conventional(files, targets, progress=None):
    """[Rate] of the codecs whose programs are there, and of JPEG as the smaller of its two, and lossless WebP."""
    sizes: dict[str, list] = {}
    pixels = []
    coders = [c for c in CODERS if not c.missing()]
    for path in files:
        picture = external.rgb(path)
        pixels.append(picture.shape[0] * picture.shape[1])
        for coder in coders:
            if progress:
                progress(f"{coder.label} of {path.name}")
            sizes.setdefault(coder.label, []).append(at_psnr(coder, picture, targets))
        if not WEBP_LOSSLESS.missing():
            sizes.setdefault(WEBP_LOSSLESS.label, []).append(at_psnr(WEBP_LOSSLESS, picture, [math.inf]))
    pairs = zip(sizes.pop("JPEG 4:4:4"), sizes.pop("JPEG 4:2:0"))
    sizes["JPEG"] = [[min((s for s in pair if s), default=None) for pair in zip(*both)] for both in pairs]
    sizes |= {label: sizes.pop(label) for label in [WEBP_LOSSLESS.label] if label in sizes}
    return [
        rate(label, None if label == WEBP_LOSSLESS.label else targets[i], column, pixels)
        for label, rows in sizes.items()
        for i, column in enumerate(zip(*rows))
    ]


def encoded(nlc, files, folder, *options):
    """[bytes] of files that nlc makes of pictures in a folder; those that are there already are not made again."""
    nlc.run("encode", *options, "--skip-existing", "--out", folder, *files)
    return [(Path(folder) / f"{f.stem}.nlc").stat().st_size for f in files]


def ours(nlc, files, targets, folder, progress=None):
    """([Rate], smallest PSNR above its target in dB) of NLC at these PSNR and lossless."""
    pictures = [external.rgb(f) for f in files]
    pixels = [p.shape[0] * p.shape[1] for p in pictures]
    rates, spare = [], math.inf
    for target in targets:
        if progress:
            progress(f"nlc at {target:g} dB")
        place = Path(folder) / f"psnr-{target:g}"
        rates.append(rate("NLC", target, encoded(nlc, files, place, "--psnr", target), pixels))
        back = Path(folder) / f"decoded-{target:g}"
        nlc.run("decode", "--skip-existing", "--out", back, *(place / f"{f.stem}.nlc" for f in files))
        spare = min(spare, *(psnr(p, external.rgb(back / f"{f.stem}.png")) - target for p, f in zip(pictures, files)))
    sizes = encoded(nlc, files, Path(folder) / "lossless", "--lossless")
    return [*rates, rate("NLC", None, sizes, pixels)], spare


def table(rates, targets):
    """Markdown: codecs by PSNR, bits a pixel."""
    labels = list(dict.fromkeys(r.label for r in rates))
    cells = {(r.label, r.target): r.text() for r in rates}
    columns = [*targets, None]
    return markdown.table(
        ["bits a pixel", *(f"{t:g} dB" for t in targets), "lossless"],
        [[label, *(cells.get((label, c), "") for c in columns)] for label in labels],
    )


@dataclass(frozen=True)
class Pair:
    """Bytes of all pictures at a quality, as the encoder chooses and of networks alone; worst: largest growth of one
    picture, a fraction.
    """

    quality: float
    chosen: int
    networks: int
    worst: float
    name: str


def pairs(nlc, files, qualities, folder, progress=None):
    """[Pair] of these pictures."""
    found = []
    for quality in qualities:
        if progress:
            progress(f"nlc at quality {quality:g}, both ways")
        chosen = encoded(nlc, files, Path(folder) / f"quality-{quality:g}", "--quality", quality)
        networks = encoded(nlc, files, Path(folder) / f"networks-{quality:g}", "--quality", quality, "--networks-only")
        growth = [a / b - 1 for a, b in zip(chosen, networks)]
        worst = int(np.argmax(np.abs(growth)))
        found.append(Pair(quality, sum(chosen), sum(networks), growth[worst], files[worst].name))
    return found


def pair_table(found):
    """Markdown."""
    return markdown.table(
        ["quality", "bytes", "of networks alone", "difference", "largest of one picture"],
        [
            [
                f"{p.quality:g}",
                f"{p.chosen:,}",
                f"{p.networks:,}",
                f"{100 * (p.chosen / p.networks - 1):+.3f} %",
                f"{100 * p.worst:+.3f} % ({p.name})",
            ]
            for p in found
        ],
    )
