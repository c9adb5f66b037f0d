"""Conventional codecs, measured through the command-line tools that a system has: sizes of real files, PSNR, MS-SSIM, processor time."""

import math
import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .rd import Point


@dataclass(frozen=True)
class Tool:
    """A codec. key: its name in tables; qualities: settings, smallest file first; encode, decode: commands in which {q} stands for the
    setting, {png} for a picture, {file} for the compressed file and {out} for the decoded PNG; version: a command that prints it."""

    key: str
    label: str
    suffix: str
    qualities: tuple
    encode: str
    decode: str
    version: str

    @property
    def commands(self):
        return self.encode.split()[0], self.decode.split()[0]

    def missing(self):
        """Those of its commands that are not on the PATH."""
        return [c for c in self.commands if not shutil.which(c)]


# Encoders are told to work for PSNR where they can be, and may take their time where that costs less than a second.
TOOLS = [
    Tool("cwebp", "WebP", "webp", (1, 12, 30, 50, 70, 84, 93), "cwebp -quiet -m 6 -q {q} {png} -o {file}", "dwebp -quiet {file} -o {out}",
         "cwebp -version"),
    Tool("opj_compress", "JPEG 2000", "jp2", (240, 150, 100, 60, 36, 22, 14), "opj_compress -I -r {q} -i {png} -o {file}",
         "opj_decompress -i {file} -o {out}", "opj_compress -h"),
    Tool("avifenc", "AVIF", "avif", (62, 54, 46, 38, 30, 22),
         "avifenc -j 1 -s 6 -y 444 --min 0 --max 63 -a end-usage=q -a cq-level={q} -a tune=psnr {png} {file}", "avifdec -j 1 {file} {out}",
         "avifenc --version"),
    Tool("heif-enc", "HEVC 4:4:4", "heic", (8, 18, 28, 38, 46, 54), "heif-enc -q {q} -p chroma=444 -p tune=psnr {png} -o {file}",
         "heif-convert {file} {out}", "heif-enc -h"),
]


def call(command, **names):
    """Runs a command of a Tool and returns its seconds of processor time: other programs on the machine do not change that much."""
    words = [w.format(**names) for w in command.split()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    target = words[-1] if not any(k in command for k in (" -o {file}", " -o {out}")) else words[words.index("-o") + 1]
    if done.returncode or not Path(target).is_file():
        last = (done.stdout.strip().splitlines() or ["it says nothing"])[-1]
        raise ValueError(f"{' '.join(words)} failed with exit code {done.returncode}: {last}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def version(tool):
    """The first number with dots that the tool prints about itself, or ''."""
    done = subprocess.run(tool.version.split(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    words = (w.strip("v.,()") for w in done.stdout.split())
    return next((w for w in words if w.count(".") >= 1 and w.replace(".", "").isdigit()), "")


def rgb(path):
    """H x W x 3, uint8; transparency is put on white first, as nlc bench does."""
    with Image.open(path) as image:
        if image.has_transparency_data:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        return np.asarray(image.convert("RGB"))


def psnr(a, b):
    """dB of two arrays of uint8; infinite if they are equal."""
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return 10 * math.log10(255**2 / error) if error else math.inf


WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
TAPS, SIGMA, MIDDLE = 11, 1.5, 128.0


@torch.no_grad()
def ms_ssim(a, b):
    """0..1 for two arrays H x W x 3 of uint8, by the definition of io.nlc.metrics.MsSsim; nan if a side is below 161 pixels."""
    if min(a.shape[:2]) <= (TAPS - 1) << 4:
        return math.nan
    d = torch.arange(TAPS, dtype=torch.float64) - TAPS // 2
    window = torch.exp(-(d**2) / (2 * SIGMA**2))
    window = (window / window.sum()).tolist()

    def smooth(x):
        for axis in (2, 3):  # sums of shifted planes, which is faster than torch's convolution of single channels
            n = x.shape[axis] - TAPS + 1
            total = x.narrow(axis, 0, n) * window[0]
            for i in range(1, TAPS):
                total.add_(x.narrow(axis, i, n), alpha=window[i])
            x = total
        return x

    def pool(x):
        return F.avg_pool2d(F.pad(x, (x.shape[3] % 2, 0, x.shape[2] % 2, 0), value=-MIDDLE), 2)

    # Variances are differences of nearly equal numbers: around the middle they are smaller, and float32 is enough for six digits.
    a, b = (torch.from_numpy(np.ascontiguousarray(p.transpose(2, 0, 1))[:, None].astype(np.float32)) - MIDDLE for p in (a, b))
    c1, c2, result = (0.01 * 255) ** 2, (0.03 * 255) ** 2, torch.ones(3, dtype=torch.float64)
    for i, weight in enumerate(WEIGHTS):
        ma, mb, squares, product = smooth(torch.cat([a, b, a * a + b * b, a * b])).split(3)
        value = (2 * (product - ma * mb) + c2) / (squares - ma * ma - mb * mb + c2)
        if i == len(WEIGHTS) - 1:
            ma, mb = ma + MIDDLE, mb + MIDDLE
            value = value * (2 * ma * mb + c1) / (ma * ma + mb * mb + c1)
        result *= value.double().mean((1, 2, 3)).clamp(min=0) ** weight
        a, b = pool(a), pool(b)
    return result.mean().item()


def measure(tool, files, source, progress=None):
    """[Point] of a tool, one for each of its qualities: means over the pictures. source: what the points say about where they are from."""
    rows = {q: [] for q in tool.qualities}
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (os.path.join(folder, n) for n in ("in.png", f"c.{tool.suffix}", "out.png"))
        for i, path in enumerate(files):
            original = rgb(path)
            Image.fromarray(original).save(png, compress_level=1)  # samples alone: opj_compress would apply the gAMA chunk of a PNG to them
            for q in tool.qualities:
                for old in (file, out):
                    Path(old).unlink(missing_ok=True)
                names = dict(q=q, png=png, file=file, out=out)
                encoding, decoding = call(tool.encode, **names), call(tool.decode, **names)
                decoded = rgb(out)
                if decoded.shape != original.shape:
                    raise ValueError(f"{tool.key} gave {path.name} another size: {decoded.shape} instead of {original.shape}")
                bits = 8 * os.path.getsize(file) / (original.shape[0] * original.shape[1])
                rows[q].append((bits, psnr(original, decoded), ms_ssim(original, decoded), encoding, decoding))
                if progress:
                    progress(f"{tool.key}: {i + 1}/{len(files)} {path.name} at {q}")
    return [Point(tool.key, "n/a", str(q), *np.mean(r, axis=0).tolist(), source) for q, r in rows.items()]
