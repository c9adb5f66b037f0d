"""Perceptual measures of a picture against its original: MS-SSIM, which can be trained on, and SSIMULACRA 2.

io.nlc.metrics has the same definitions in Java; models-onnx/tests/make_metric_vectors.py writes the values that both
are held to.
"""

import math

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
    """N x 1 x H x W twice -> N means of contrast times structure over all windows within the picture; luminance:
    times luminance as well.
    """
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
    """MS-SSIM of pictures: each channel by itself, then the mean over channels, as the literature on learned
    compression has it.

    a, b: B x C x H x W in [0,1], float32 or float64 -> B values 0..1, 1 for equal pictures. Differentiable. fewer:
    pictures with a side below 161 pixels are measured at as many scales as they have room for, with their weights
    divided by the sum of those used; otherwise they are a ValueError.

    The definition is that of the package pytorch-msssim: an 11-tap Gaussian window of sigma 1.5 that stays within the
    picture, 2x2 means between scales, an odd side with a row of zeros before its first one, means of a channel that
    are negative count as 0. Where that happens the value has no slope; its own would be infinite.
    """
    if a.shape != b.shape or a.dim() != 4:
        raise ValueError(
            f"ms_ssim needs two batches of one shape B x C x H x W, not {tuple(a.shape)} and {tuple(b.shape)}"
        )
    batch, channels, height, width = a.shape
    count = scales(height, width)
    if not count or (count < len(WEIGHTS) and not fewer):
        raise ValueError(
            f"MS-SSIM at {1 if fewer else len(WEIGHTS)} scales needs sides of {11 if fewer else 161} pixels or more, "
            f"not {width} x {height}"
        )
    weights = [w / sum(WEIGHTS[:count]) if count < len(WEIGHTS) else w for w in WEIGHTS[:count]]
    a, b = planes(a), planes(b)
    value, alive = torch.ones_like(a[:, 0, 0, 0]), torch.ones(len(a), dtype=torch.bool, device=a.device)
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
    """How much the local strength of fine detail differs, whatever its phase: B x C x H x W in [0,1] twice -> B
    values, 0 for equal ones.

    For the finest bands of a Laplacian pyramid (Burt, Adelson 1983), the L1 distance between the root mean squares
    over 8 x 8 positions. A square error rewards a blurred texture, since a wrong grain is worse than none; this one
    does not. The floor of one 8-bit step under the root bounds its slope.
    """
    shape = a.shape
    a, b = planes(a), planes(b)
    total = torch.zeros_like(a[:, 0, 0, 0])
    for _ in range(bands):
        low_a, low_b = smooth(a, BINOMIAL, 1), smooth(b, BINOMIAL, 1)
        rms = [(F.avg_pool2d((x - low).square(), 8) + 255.0**-2).sqrt() for x, low in ((a, low_a), (b, low_b))]
        total = total + (rms[0] - rms[1]).abs().mean((1, 2, 3))
        a, b = F.avg_pool2d(low_a, 2), F.avg_pool2d(low_b, 2)
    return total.view(shape[:2]).mean(1) / bands


# ---- SSIMULACRA 2
# Version 2.1 of April 2023, by Jon Sneyers (Cloudinary): weights, constants and the remapping are those of
# tools/ssimulacra2.cc of libjxl (BSD licence); the XYB colour space is that of lib/jxl/cms/opsin_params.h; the filter
# that of tools/gauss_blur.cc.
OPSIN = ((0.30, 0.622, 0.078), (0.23, 0.692, 0.078), (0.24342268924547819, 0.20476744424496821, 0.5518098665095536))
OPSIN_BIAS = 0.0037930732552754493
SSIMULACRA2_SCALES, SSIMULACRA2_C2 = 6, 0.0009
# The 108 weights in the order channel X, Y, B-Y; scale; norm 1, 4; map SSIM, ringing, blur.
SSIMULACRA2_WEIGHTS = (
    0.0,
    0.0007376606707406586,
    0.0,
    0.0,
    0.0007793481682867309,
    0.0,
    0.0,
    0.0004371155730107379,
    0.0,
    1.1041726426657346,
    0.00066284834129271,
    0.00015231632783718752,
    0.0,
    0.0016406437456599754,
    0.0,
    1.8422455520539298,
    11.441172603757666,
    0.0,
    0.0007989109436015163,
    0.000176816438078653,
    0.0,
    1.8787594979546387,
    10.94906990605142,
    0.0,
    0.0007289346991508072,
    0.9677937080626833,
    0.0,
    0.00014003424285435884,
    0.9981766977854967,
    0.00031949755934435053,
    0.0004550992113792063,
    0.0,
    0.0,
    0.0013648766163243398,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    7.466890328078848,
    0.0,
    17.445833984131262,
    0.0006235601634041466,
    0.0,
    0.0,
    6.683678146179332,
    0.00037724407979611296,
    1.027889937768264,
    225.20515300849274,
    0.0,
    0.0,
    19.213238186143016,
    0.0011401524586618361,
    0.001237755635509985,
    176.39317598450694,
    0.0,
    0.0,
    24.43300999870476,
    0.28520802612117757,
    0.0004485436923833408,
    0.0,
    0.0,
    0.0,
    34.77906344483772,
    44.835625328877896,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0008680556573291698,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0005313191874358747,
    0.0,
    0.00016533814161379112,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0004179171803251336,
    0.0017290828234722833,
    0.0,
    0.0020827005846636437,
    0.0,
    0.0,
    8.826982764996862,
    23.19243343998926,
    0.0,
    95.1080498811086,
    0.9863978034400682,
    0.9834382792465353,
    0.0012286405048278493,
    171.2667255897307,
    0.9807858872435379,
    0.0,
    0.0,
    0.0,
    0.0005130064588990679,
    0.0,
    0.00010854057858411537,
)


def truncated_cosines(sigma=1.5):
    """The Gaussian of Charalampidis 2016 (Recursive implementation of the Gaussian filter using truncated cosine
    functions): odd count of doubles.

    libjxl runs it as a recursion; its impulse response is finite, a sum of three cosines over 2 N - 1 positions, and
    that is given here.
    """
    n = round(3.2795 * sigma + 0.2546)  # equation 57
    omega = [k * math.pi / (2 * n) for k in (1, 3, 5)]
    p = [s / math.tan(w / 2) for s, w in zip((1, -1, 1), omega)]  # 37
    r = [s * v * v / math.sin(w) for s, v, w in zip((1, -1, 1), p, omega)]  # 44
    rho = [math.exp(-0.5 * (sigma * w) ** 2) / n for w in omega]  # 50
    d13, d35, d51 = (p[i] * r[j] - r[i] * p[j] for i, j in ((0, 1), (1, 2), (2, 0)))  # 52
    zeta15, zeta35 = d35 / d13, d51 / d13
    a = torch.tensor([p, r, [zeta15, zeta35, 1]], dtype=torch.float64)  # 56
    gamma = torch.tensor(
        [1, n * n - sigma * sigma, zeta15 * rho[0] + zeta35 * rho[1] + rho[2]], dtype=torch.float64
    )  # 55
    beta = torch.linalg.solve(a, gamma)  # 53
    d = torch.arange(1 - n, n, dtype=torch.float64)
    return sum(b * torch.cos(w * d) for b, w in zip(beta, omega))


def linear(x):
    """sRGB in [0,1] -> linear light."""
    return torch.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)


def positive_xyb(x):
    """Linear B x 3 x H x W -> X, Y, B-Y, each moved to about 0..1."""
    mixed = torch.einsum("ij,bjhw->bihw", torch.tensor(OPSIN, dtype=x.dtype), x) + OPSIN_BIAS
    l, m, s = (mixed.clamp(min=0) ** (1 / 3) - OPSIN_BIAS ** (1 / 3)).unbind(1)
    y = 0.5 * (l + m)
    return torch.stack([7 * (l - m) + 0.42, y + 0.01, s - y + 0.55], 1)


def halved(x):
    """2x2 means; the last row or column of an odd side counts twice."""
    return F.avg_pool2d(F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2), mode="replicate"), 2)


def norms(d):
    """B x C x H x W, not negative -> B x C x 2: the mean and the fourth root of the mean fourth power."""
    return torch.stack([d.mean((2, 3)), (d**4).mean((2, 3)) ** 0.25], 2)


@torch.no_grad()
def ssimulacra2(original, other):
    """SSIMULACRA 2 of pictures: B x 3 x H x W of sRGB in [0,1] -> B scores, float64. Not symmetric: blur and ringing
    weigh differently.

    100 for equal pictures; about 90 for no visible difference, 70 for high quality, 50 for medium, 30 for low; very
    bad ones are negative. Sides below 8 are a ValueError. Below 113 pixels there are fewer than six scales, and such
    scores do not compare with others.
    """
    if original.shape != other.shape or original.dim() != 4 or original.shape[1] != 3:
        raise ValueError(
            f"ssimulacra2 needs two batches of one shape B x 3 x H x W, not {tuple(original.shape)} and "
            f"{tuple(other.shape)}"
        )
    batch, _, height, width = original.shape
    if min(height, width) < 8:
        raise ValueError(f"SSIMULACRA 2 needs sides of 8 pixels or more, not {width} x {height}")
    taps, maps = truncated_cosines(), []
    light = [linear(p.double()) for p in (original, other)]

    def blur(x):  # zeros beyond the edges, as in libjxl
        return smooth(planes(x), taps, 1).view(x.shape)

    for scale in range(SSIMULACRA2_SCALES):
        # As in libjxl the side is asked for before it is halved, so that the last scale may be as small as 4 pixels.
        if min(light[0].shape[2:]) < 8:
            break
        if scale:
            light = [halved(p) for p in light]
        a, b = (positive_xyb(p) for p in light)
        mean_a, mean_b = blur(a), blur(b)
        structure = 2 * (blur(a * b) - mean_a * mean_b) + SSIMULACRA2_C2
        energy = blur(a * a) - mean_a.square() + blur(b * b) - mean_b.square() + SSIMULACRA2_C2
        dissimilarity = (1 - (1 - (mean_a - mean_b).square()) * structure / energy).clamp(min=0)
        edges = (1 + (b - mean_b).abs()) / (1 + (a - mean_a).abs()) - 1
        maps.append(torch.stack([norms(d) for d in (dissimilarity, edges.clamp(min=0), (-edges).clamp(min=0))], 3))
    # libjxl counts its weights on from one scale that is there to the next, so a small picture is weighed by the
    # first ones only.
    values = torch.stack(maps, 2).reshape(batch, -1)
    error = 0.9562382616834844 * (
        values * torch.tensor(SSIMULACRA2_WEIGHTS[: values.shape[1]], dtype=torch.float64)
    ).sum(1)
    error = 2.326765642916932 * error - 0.020884521182843837 * error**2 + 6.248496625763138e-05 * error**3
    return 100 - 10 * error.clamp(min=0) ** 0.6276336467831387
