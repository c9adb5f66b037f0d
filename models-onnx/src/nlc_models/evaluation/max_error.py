"""Bytes of NLC and of others without loss, and where samples may each be off by a little: at equal largest errors."""

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from . import external, high_rates, markdown

WEBP_LEVELS = (100, 80, 60, 40, 20, 0)
"""Of -near_lossless: 100 for none, others let samples be off by up to 2, 4, ... or so."""


def jpeg_ls(pixels, error):
    """Bytes of JPEG-LS, planes interleaved sample by sample or one after the other; None without imagecodecs."""
    try:
        import imagecodecs  # type: ignore[import-not-found]
    except ImportError:
        return None
    whole = imagecodecs.jpegls_encode(pixels, level=error)
    planes = [imagecodecs.jpegls_encode(np.ascontiguousarray(pixels[..., c]), level=error) for c in range(3)]
    return min(len(whole), sum(len(p) for p in planes))


def webp(pixels, error):
    """Bytes of the smallest lossless or near-lossless WebP whose samples are off by no more; None without cwebp."""
    if high_rates.WEBP_LOSSLESS.missing():
        return None
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (str(Path(folder) / n) for n in ("in.png", "c.webp", "out.png"))
        Image.fromarray(pixels).save(png, compress_level=1)
        for level in WEBP_LEVELS if error else WEBP_LEVELS[:1]:
            external.call(
                f"cwebp -quiet -m 6 -q 100 -lossless -near_lossless {level} {{png}} -o {{file}}", png=png, file=file
            )
            external.call("dwebp -quiet {file} -o {out}", file=file, out=out)
            if largest(pixels, external.rgb(out)) > error:
                break
            sizes.append(Path(file).stat().st_size)
    return min(sizes)


def png(pixels, error):
    """Bytes of a PNG at zlib's level 9, only without errors."""
    if error:
        return None
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "PNG", compress_level=9)
    return data.tell()


CODERS: dict[str, Callable] = {"JPEG-LS": jpeg_ls, "WebP": webp, "PNG": png}
"""Label: bytes, or None, of pixels and a largest error."""


def largest(a, b):
    """Largest difference of samples of two arrays of uint8."""
    return int(np.abs(a.astype(np.int32) - b).max())


@dataclass(frozen=True)
class Total:
    """Bytes of all pictures at a largest error; None where the codec is not there or cannot."""

    label: str
    error: int
    bytes: int | None


def totals(nlc, files, errors: Sequence[int], labels: Sequence[str], folder, progress=None):
    """[Total] of NLC and the others of these labels."""
    found = []
    pictures = [external.rgb(f) for f in files]
    for error in errors:
        if progress:
            progress(f"largest error {error}")
        ours = high_rates.encoded(nlc, files, Path(folder) / f"error-{error}", "--max-error", error)
        found.append(Total("NLC", error, sum(ours)))
        for label in labels:
            sizes = [CODERS[label](p, error) for p in pictures]
            found.append(Total(label, error, None if None in sizes else sum(sizes)))
    return found


def table(found, errors):
    """Markdown: codecs by largest error, bytes."""
    cells = {(t.label, t.error): "" if t.bytes is None else f"{t.bytes:,}" for t in found}
    labels = [n for n in dict.fromkeys(t.label for t in found) if any(cells[n, e] for e in errors)]
    return markdown.table(
        ["bytes", *("lossless" if e == 0 else f"off by at most {e}" for e in errors)],
        [[label, *(cells[label, e] for e in errors)] for label in labels],
    )
