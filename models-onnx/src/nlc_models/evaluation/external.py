"""Conventional codecs, measured through the command-line tools that a system has: sizes of real files, PSNR, MS-SSIM,
SSIMULACRA 2, processor time.
"""

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import evaluation, metrics
from .confidence import Run
from .rd import Point


@dataclass(frozen=True)
class Tool:
    """A codec. key: its name in tables; qualities: settings, smallest file first; encode, decode: commands in which
    {q} stands for the setting, {png} for a picture, {file} for the compressed file and {out} for the decoded PNG;
    version: a command that prints it.
    """

    key: str
    label: str
    suffix: str
    qualities: tuple
    encode: str
    decode: str
    version: str

    @property
    def commands(self):
        """Names of the programs that encode and decode."""
        return self.encode.split()[0], self.decode.split()[0]

    def missing(self):
        """Those of its commands that are not on the PATH."""
        return [c for c in self.commands if not shutil.which(c)]


# Encoders are told to work for PSNR where they can be, and may take their time where that costs less than a second.
TOOLS = [
    Tool(
        "cwebp",
        "WebP",
        "webp",
        (1, 12, 30, 50, 70, 84, 93),
        "cwebp -quiet -m 6 -q {q} {png} -o {file}",
        "dwebp -quiet {file} -o {out}",
        "cwebp -version",
    ),
    Tool(
        "opj_compress",
        "JPEG 2000 by ratio",
        "jp2",
        (240, 150, 100, 60, 36, 22, 14),
        "opj_compress -I -r {q} -i {png} -o {file}",
        "opj_decompress -i {file} -o {out}",
        "opj_compress -h",
    ),
    Tool(
        "opj_compress-q",
        "JPEG 2000",
        "jp2",
        (25, 27, 29, 31.5, 34, 36.5, 39),
        "opj_compress -I -q {q} -i {png} -o {file}",
        "opj_decompress -i {file} -o {out}",
        "opj_compress -h",
    ),
    Tool(
        "avifenc",
        "AVIF",
        "avif",
        (62, 54, 46, 38, 30, 22),
        "avifenc -j 1 -s 6 -y 444 --min 0 --max 63 -a end-usage=q -a cq-level={q} -a tune=psnr {png} {file}",
        "avifdec -j 1 {file} {out}",
        "avifenc --version",
    ),
    Tool(
        "cjxl",
        "JPEG XL",
        "jxl",
        (14, 9, 6, 4, 2.6, 1.6, 0.9),
        "cjxl {png} {file} --quiet -e 7 -d {q}",
        "djxl {file} {out} --quiet",
        "cjxl --version",
    ),
    Tool(
        "mozjpeg",
        "MozJPEG 4:2:0",
        "jpg",
        (3, 8, 15, 25, 40, 60, 80),
        "mozjpeg -s 420 -q {q} {png} {file}",
        "djpeg -dct int -outfile {out} {file}",
        "mozjpeg --version",
    ),
    Tool(
        "mozjpeg-444",
        "MozJPEG 4:4:4",
        "jpg",
        (3, 8, 15, 25, 40, 60, 80),
        "mozjpeg -s 444 -q {q} {png} {file}",
        "djpeg -dct int -outfile {out} {file}",
        "mozjpeg --version",
    ),
    Tool(
        "heif-enc",
        "HEVC 4:4:4",
        "heic",
        (8, 18, 28, 38, 46, 54),
        "heif-enc -q {q} -p chroma=444 -p tune=psnr {png} -o {file}",
        "heif-convert {file} {out}",
        "heif-enc -h",
    ),
]


def call(command, **names):
    """Runs a command of a Tool and returns its seconds of processor time: other programs on the machine do not change
    that much.
    """
    words = [w.format(**names) for w in command.split()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    target = names["out" if "{out}" in command else "file"]
    if done.returncode or not Path(target).is_file():
        last = (done.stdout.strip().splitlines() or ["it says nothing"])[-1]
        raise ValueError(f"{' '.join(words)} failed with exit code {done.returncode}: {last}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def version(tool):
    """The first number with dots that the tool prints about itself, or ''."""
    done = subprocess.run(
        tool.version.split(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    words = (w.strip("v.,()") for w in done.stdout.split())
    return next((w for w in words if w.count(".") >= 1 and w.replace(".", "").isdigit()), "")


def rgb(path):
    """H x W x 3, uint8; transparency is put on white first, as nlc bench does."""
    with Image.open(path) as file:
        image: Image.Image = file
        if image.has_transparency_data:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        return np.asarray(image.convert("RGB"))


def quality(a, b):
    """(PSNR in dB, MS-SSIM 0..1, SSIMULACRA 2) of two arrays H x W x 3 of uint8, as nlc bench has them; PSNR is
    infinite if they are equal.
    """
    a, b = (torch.from_numpy(p.copy()).permute(2, 0, 1)[None].double() / 255 for p in (a, b))
    return evaluation.psnr(a, b), evaluation.ms_ssim(a, b), metrics.ssimulacra2(a, b).item()


def measure(tool, files, source, progress=None):
    """([Point] of a tool, one for each of its qualities: means over the pictures; [Run] that they are means of).

    source: what the points say about where they are from.
    """
    rows: dict[float, list] = {q: [] for q in tool.qualities}
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (os.path.join(folder, n) for n in ("in.png", f"c.{tool.suffix}", "out.png"))
        for i, path in enumerate(files):
            original = rgb(path)
            Image.fromarray(original).save(
                png, compress_level=1
            )  # samples alone: opj_compress would apply the gAMA chunk of a PNG to them
            for q in tool.qualities:
                for old in (file, out):
                    Path(old).unlink(missing_ok=True)
                names = dict(q=q, png=png, file=file, out=out)
                encoding, decoding = call(tool.encode, **names), call(tool.decode, **names)
                decoded = rgb(out)
                if decoded.shape != original.shape:
                    raise ValueError(
                        f"{tool.key} gave {path.name} another size: {decoded.shape} instead of {original.shape}"
                    )
                bits = 8 * os.path.getsize(file) / (original.shape[0] * original.shape[1])
                rows[q].append((bits, *quality(original, decoded), encoding, decoding))
                if progress:
                    progress(f"{tool.key}: {i + 1}/{len(files)} {path.name} at {q}")
    means = {q: np.mean(r, axis=0).tolist() for q, r in rows.items()}
    points = [
        Point(tool.key, "n/a", str(q), bpp, psnr, ms_ssim, encoding, decoding, source, score)
        for q, (bpp, psnr, ms_ssim, score, encoding, decoding) in means.items()
    ]
    return points, [
        Run(tool.key, "n/a", str(q), path.name, *row[:4])
        for q, found in rows.items()
        for path, row in zip(files, found)
    ]
