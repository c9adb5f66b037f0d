"""Rate and distortion of a codec over a folder of pictures, and the price of its integer entropy networks."""

import math
from dataclasses import asdict, dataclass

import torch

from ..codec import images, precision
from ..integer import tables
from . import metrics, rd


def psnr(x, xh):
    """PSNR in dB of the 8-bit picture that xh (float, about [0,1]) rounds to."""
    mse = ((xh.clamp(0, 1) * 255).round() / 255 - x).square().mean().item()
    return math.inf if mse == 0 else -10 * math.log10(mse)


def ms_ssim(x, xh):
    """MS-SSIM of the 8-bit picture that xh rounds to; fewer scales below 161 pixels, nan below 11."""
    if not metrics.scales(*x.shape[2:]):
        return math.nan
    return metrics.ms_ssim((xh.float().clamp(0, 1) * 255).round() / 255, x.float(), fewer=True).mean().item()


@dataclass
class Row:
    """One picture at one level, or the mean of several. Rates in bits per pixel; nan: not measured.

    bpp: float entropy model, y and z; bpp_z: its share of z; integer_bpp: exact length by the integer tables; psnr:
    dB; ms_ssim: 0..1.
    """

    level: float
    bpp: float
    bpp_z: float
    integer_bpp: float = math.nan
    psnr: float = math.nan
    ms_ssim: float = math.nan

    @property
    def overhead(self):
        """Percent of the file that the integer networks cost over the float model."""
        return 100 * (self.integer_bpp / self.bpp - 1)

    def json(self):
        """What was measured, as JSON has it."""
        return {
            k: round(v, 5) for k, v in dict(asdict(self), overhead_percent=self.overhead).items() if not math.isnan(v)
        }

    @staticmethod
    def mean(rows):
        """Means over pictures; the overhead of a mean is that of the total size if the pictures are equally large."""
        return Row(
            *(
                sum(v) / len(rows)
                for v in zip(*[(r.level, r.bpp, r.bpp_z, r.integer_bpp, r.psnr, r.ms_ssim) for r in rows])
            )
        )


@torch.no_grad()
def measure(codec, x, levels, integer=None, prior=None, distortion=True, features=None):
    """Rows of one picture. x: 1 x 3 x H x W in [0,1], sides multiples of 64; integer, prior: exact networks and
    PriorTables.

    features: g_a's output, where it is known.
    """
    pixels, features = x.shape[2] * x.shape[3], codec.g_a(x - 0.5).float() if features is None else features
    for level in levels:
        q = torch.tensor([float(level)], device=x.device)
        gain, inverse = codec.gains(q)
        y = features * gain
        z, y = codec.h_a(y).round(), y.round()
        by, bz = (b.item() / pixels for b in codec.bits(y, z))
        row = Row(level, by + bz, bz)
        if integer is not None:
            iy, iz, z, y = tables.stream_bits(integer, prior, z, y)
            row.integer_bpp = (iy + iz) / pixels
        if distortion:
            hyper = None if codec.residual is None else (codec.h_s if integer is None else integer.hyper)(z)
            xh = codec.synthesis(y, q, hyper)
            row.psnr, row.ms_ssim = psnr(x, xh), ms_ssim(x, xh)
        yield row


def evaluate(codec, files, levels=None, integer=None, distortion=True, progress=None):
    """-> (a mean Row per level, {picture: Rows}). progress: called with a text after each picture."""
    prior = tables.PriorTables.of(codec.prior) if integer is not None else None
    levels, pictures = list(levels or range(codec.levels)), {}
    for i, f in enumerate(files):
        x = images.unit(images.crop(images.load(f)))
        pictures[f.name] = list(measure(codec, x, levels, integer, prior, distortion))
        if progress:
            progress(f"{i + 1}/{len(files)} {f.name}")
    return [Row.mean([rows[i] for rows in pictures.values()]) for i in range(len(levels))], pictures


def table(rows):
    """Text table of mean rows."""
    integer, distortion, similarity = (not math.isnan(v) for v in (rows[0].integer_bpp, rows[0].psnr, rows[0].ms_ssim))
    head = (
        ["level", "bpp", "of it z"]
        + ["integer bpp", "overhead"] * integer
        + ["PSNR dB"] * distortion
        + ["MS-SSIM"] * similarity
    )
    lines = ["  ".join(f"{h:>11}" for h in head)]
    for r in rows:
        cells = [f"{r.level:g}", f"{r.bpp:.4f}", f"{r.bpp_z:.4f}"]
        cells += [f"{r.integer_bpp:.4f}", f"{r.overhead:+.2f} %"] * integer + [f"{r.psnr:.2f}"] * distortion
        cells += [f"{r.ms_ssim:.5f}"] * similarity
        lines.append("  ".join(f"{c:>11}" for c in cells))
    return "\n".join(lines)


@torch.no_grad()
def quick(codec, folder, device):
    """[(bits per pixel, PSNR)] per level from the float likelihoods; every 6th picture on a CPU. Used while training.

    A codec that was not trained for the MSE alone has a third value, MS-SSIM in dB: -10 log10(1 - MS-SSIM).
    """
    files = images.files(folder)
    files = files if device == "cuda" else files[::6]
    rows = []
    for level in range(codec.levels):
        r = []
        for f in files:
            x = images.unit(images.crop(images.load(f))).to(device).contiguous(memory_format=torch.channels_last)
            with torch.autocast(device, torch.bfloat16, enabled=device == "cpu" and precision.bfloat16(device)):
                xh, by, bz = codec(x, torch.tensor([float(level)], device=device))
            similarity = [] if codec.distortion == "mse" else [rd.decibels(ms_ssim(x, xh))]
            r.append((by.item() + bz.item(), psnr(x, xh), *similarity))
        rows.append(tuple(sum(v) / len(r) for v in zip(*r)))
    return rows
