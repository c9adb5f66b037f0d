"""Perceptual measures of a picture against its original: MS-SSIM, which can be trained on, and SSIMULACRA 2.

io.nlc.metrics has the same definitions in Java; models-onnx/tests/make_metric_vectors.py writes the values that both are held to.
"""

import torch
import torch.nn.functional as F

# Wang, Simoncelli, Bovik: Multi-scale structural similarity for image quality assessment (2003), section 3.2
WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
TAPS, SIGMA = 11, 1.5
C1, C2 = 0.01**2, 0.03**2
FIVE_SCALES = 176  # smallest training tile in pixels: the fifth scale needs 161, tiles are multiples of 16


def from_bytes(samples, width, height):
    """width * height * 3 bytes of interleaved RGB -> 1 x 3 x H x W in [0,1], float64."""
    return torch.tensor(list(samples), dtype=torch.float64).view(1, height, width, 3).permute(0, 3, 1, 2) / 255


def gaussian(taps=TAPS, sigma=SIGMA):
    """taps doubles that sum to 1."""
    d = torch.arange(taps, dtype=torch.float64) - taps // 2
    g = torch.exp(-(d**2) / (2 * sigma**2))
    return g / g.sum()


def smooth(x, taps, padding=0):
    """x: N x 1 x H x W, filtered by the same taps along both axes, zeros beyond the edges -> N x 1 x H' x W'."""
    w, n = taps.to(x), len(taps)
    p = n // 2 if padding else 0
    return F.conv2d(F.conv2d(x, w.view(1, 1, 1, n), padding=(0, p)), w.view(1, 1, n, 1), padding=(p, 0))


def planes(x):
    """B x C x H x W -> BC x 1 x H x W."""
    return x.reshape(-1, 1, *x.shape[2:])


def similarity(a, b, luminance):
    """N x 1 x H x W twice -> N means of contrast times structure over all windows within the picture; luminance: times luminance as well."""
    n = len(a)
    a, b = a - 0.5, b - 0.5  # variances are differences of nearly equal numbers, which are smaller around the middle
    m = smooth(torch.cat([a, b, a * a + b * b, a * b]), gaussian())
    mean_a, mean_b, squares, product = m[:n], m[n : 2 * n], m[2 * n : 3 * n], m[3 * n :]
    s = (2 * (product - mean_a * mean_b) + C2) / (squares - mean_a.square() - mean_b.square() + C2)
    if luminance:
        mean_a, mean_b = mean_a + 0.5, mean_b + 0.5
        s = s * (2 * mean_a * mean_b + C1) / (mean_a.square() + mean_b.square() + C1)
    return s.mean((1, 2, 3))


def scales(height, width):
    """How many scales, 0 to 5, have room for a window in a picture of this size."""
    return sum(min(height, width) > (TAPS - 1) << i for i in range(len(WEIGHTS)))


def ms_ssim(a, b, fewer=False):
    """MS-SSIM of pictures: each channel by itself, then the mean over channels, as the literature on learned compression has it.

    a, b: B x C x H x W in [0,1], float32 or float64 -> B values 0..1, 1 for equal pictures. Differentiable.
    fewer: pictures with a side below 161 pixels are measured at as many scales as they have room for, with their weights divided by
    the sum of those used; otherwise they are a ValueError.

    The definition is that of the package pytorch-msssim: an 11-tap Gaussian window of sigma 1.5 that stays within the picture, 2x2
    means between scales, an odd side with a row of zeros before its first one, means of a channel that are negative count as 0. Where
    that happens the value has no slope; its own would be infinite.
    """
    if a.shape != b.shape or a.dim() != 4:
        raise ValueError(f"ms_ssim needs two batches of one shape B x C x H x W, not {tuple(a.shape)} and {tuple(b.shape)}")
    batch, channels, height, width = a.shape
    count = scales(height, width)
    if not count or (count < len(WEIGHTS) and not fewer):
        raise ValueError(f"MS-SSIM at {1 if fewer else len(WEIGHTS)} scales needs sides of {11 if fewer else 161} pixels or more, "
                         f"not {width} x {height}")
    weights = [w / sum(WEIGHTS[:count]) if count < len(WEIGHTS) else w for w in WEIGHTS[:count]]
    a, b = planes(a), planes(b)
    value, alive = 1, True
    for i, w in enumerate(weights):
        s = similarity(a, b, i == count - 1)
        alive = alive & (s > 0)
        value = value * s.clamp(min=1e-6) ** w
        if i < count - 1:
            odd = (a.shape[2] % 2, a.shape[3] % 2)
            a, b = F.avg_pool2d(a, 2, padding=odd), F.avg_pool2d(b, 2, padding=odd)
    return torch.where(alive, value, torch.zeros_like(value)).view(batch, channels).mean(1)


# ---- a training term for texture
BINOMIAL = torch.tensor([1, 4, 6, 4, 1], dtype=torch.float64) / 16


def texture(a, b, bands=2):
    """How much the local strength of fine detail differs, whatever its phase: B x C x H x W in [0,1] twice -> B values, 0 for equal ones.

    For the finest bands of a Laplacian pyramid (Burt, Adelson 1983), the L1 distance between the root mean squares over 8 x 8
    positions. A square error rewards a blurred texture, since a wrong grain is worse than none; this one does not. The floor of one 8-bit step
    under the root bounds its slope.
    """
    shape, total = a.shape, 0
    a, b = planes(a), planes(b)
    for i in range(bands):
        low_a, low_b = smooth(a, BINOMIAL, 1), smooth(b, BINOMIAL, 1)
        rms = [(F.avg_pool2d((x - low).square(), 8) + 255.0**-2).sqrt() for x, low in ((a, low_a), (b, low_b))]
        total = total + (rms[0] - rms[1]).abs().mean((1, 2, 3))
        a, b = F.avg_pool2d(low_a, 2), F.avg_pool2d(low_b, 2)
    return total.view(shape[:2]).mean(1) / bands
