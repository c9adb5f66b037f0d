"""Transforms (g_a, g_s), hyper transforms (h_a, h_s) and entropy-parameter heads.

    x --g_a--> y --gain--> round --> y_hat --1/gain--> g_s --> x_hat
                 |
                 h_a --> z --round--> z_hat --h_s--> features for the entropy model of y_hat

One network serves a continuous range of rates through per-channel gains indexed by a level q in [0, levels - 1]
(gain units, Cui et al. 2021). Latents are round(y), never round(y - mean): the entropy model then sees integers only and
can run in exact integer arithmetic. For the same reason every LeakyReLU has the slope 2^-6.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from .likelihood import FactorizedPrior, mixture_likelihood
from .mlic import SliceHead

# Loss: rate + lambda * 255^2 * MSE, as in CompressAI.
LAMBDAS = (0.0009, 0.0018, 0.0035, 0.0067, 0.0130, 0.0250, 0.0483, 0.0932)
# Loss: rate + lambda * (1 - MS-SSIM), CompressAI's qualities 1 to 8, whose lambdas for the MSE are 0.0018 to 0.18.
MS_SSIM_LAMBDAS = (2.40, 4.58, 8.73, 16.64, 31.73, 60.50, 115.37, 220.00)
MS_SSIM_TO_MSE = 16.64 / 0.0130  # what CompressAI pairs at quality 4; its other pairs have 1222 to 1333
DISTORTIONS = ("mse", "ms-ssim", "mixed")  # what a codec was trained for: training.py
SLOPE = 2.0**-6


def initial_gain(lam):
    """High-rate optimum for an orthonormal transform of x in [0,1]: step^2 = 12 * 3 / (2 ln 2 * lambda) in units of 1/255."""
    return 50.0 * lam**0.5


def conv(i, o, k=3, s=1):
    return nn.Conv2d(i, o, k, s, k // 2)


def subpel(i, o, r=2):
    """Convolution and pixel shuffle: B x i x H x W -> B x o x rH x rW."""
    return nn.Sequential(nn.Conv2d(i, o * r * r, 3, 1, 1), nn.PixelShuffle(r))


def deconv(i, o, k=5, s=2):
    return nn.ConvTranspose2d(i, o, k, s, k // 2, s - 1)


def lrelu():
    return nn.LeakyReLU(SLOPE)


class GDN(nn.Module):
    """Generalised divisive normalisation (Balle 2016): x / sqrt(beta + gamma * x^2); the inverse multiplies."""

    def __init__(self, c, inverse=False):
        super().__init__()
        self.inverse = inverse
        self.beta = nn.Parameter(torch.ones(c))  # used as beta^2 + 1e-6
        self.gamma = nn.Parameter((0.1 * torch.eye(c) + 2.0**-18).sqrt())  # used squared

    def forward(self, x):
        g = (self.gamma**2)[:, :, None, None]
        n = F.conv2d(x * x, g.to(x.dtype), (self.beta**2 + 1e-6).to(x.dtype))
        return x * torch.sqrt(n) if self.inverse else x * torch.rsqrt(n)


class DownSkip(nn.Module):
    """1x1 stride-2 skip written as a slice and a 1x1: a strided 1x1 on 3 channels corrupts memory in CPU torch 2.13."""

    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 1)

    def forward(self, x):
        return self.conv(x[:, :, ::2, ::2].contiguous(memory_format=torch.channels_last))


class ResidualDown(nn.Module):
    """Cheng2020 down-sampling block: conv/2, LeakyReLU, conv, GDN, plus a 1x1/2 skip."""

    def __init__(self, i, o):
        super().__init__()
        self.a, self.act, self.b, self.gdn, self.skip = conv(i, o, 3, 2), lrelu(), conv(o, o), GDN(o), DownSkip(i, o)

    def forward(self, x):
        return self.gdn(self.b(self.act(self.a(x)))) + self.skip(x)


class ResidualUp(nn.Module):
    """Cheng2020 up-sampling block: sub-pixel conv, LeakyReLU, conv, inverse GDN, plus a sub-pixel skip."""

    def __init__(self, i, o):
        super().__init__()
        self.a, self.act, self.b, self.gdn, self.skip = subpel(i, o), lrelu(), conv(o, o), GDN(o, True), subpel(i, o)

    def forward(self, x):
        return self.gdn(self.b(self.act(self.a(x)))) + self.skip(x)


class ResidualBlock(nn.Module):
    """Cheng2020 residual block: activation after both convolutions."""

    def __init__(self, c):
        super().__init__()
        self.a, self.act, self.b = conv(c, c), lrelu(), conv(c, c)

    def forward(self, x):
        return x + self.act(self.b(self.act(self.a(x))))


class Bottleneck(nn.Module):
    """Residual unit of the attention module: 1x1, 3x3, 1x1 at half width, ReLU after the sum."""

    def __init__(self, c):
        super().__init__()
        h = c // 2
        self.net = nn.Sequential(conv(c, h, 1), nn.ReLU(), conv(h, h), nn.ReLU(), conv(h, c, 1))

    def forward(self, x):
        return F.relu(x + self.net(x))


class Attention(nn.Module):
    """Simplified attention of Cheng2020 (section 3.3): trunk * sigmoid(mask) + x, without a non-local block."""

    def __init__(self, c):
        super().__init__()
        self.trunk = nn.Sequential(*[Bottleneck(c) for _ in range(3)])
        self.mask = nn.Sequential(*[Bottleneck(c) for _ in range(3)], conv(c, c, 1))

    def forward(self, x):
        return x + self.trunk(x) * torch.sigmoid(self.mask(x))


class ResBlock(nn.Module):
    """NLAIC residual block: conv, ReLU, conv, sum."""

    def __init__(self, c):
        super().__init__()
        self.a, self.b = conv(c, c), conv(c, c)

    def forward(self, x):
        return x + self.b(F.relu(self.a(x)))


class NonLocal(nn.Module):
    """Embedded-Gaussian non-local block; pool > 1 max-pools keys and values (NLAIC's sparse variant)."""

    def __init__(self, c, pool=1):
        super().__init__()
        h = c // 2
        self.pool = pool
        self.theta, self.phi, self.g, self.w = conv(c, h, 1), conv(c, h, 1), conv(c, h, 1), conv(h, c, 1)
        nn.init.zeros_(self.w.weight)
        nn.init.zeros_(self.w.bias)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.theta(x), self.phi(x), self.g(x)
        if self.pool > 1:
            k, v = F.max_pool2d(k, self.pool, ceil_mode=True), F.max_pool2d(v, self.pool, ceil_mode=True)
        q, k, v = (t.flatten(2).transpose(1, 2) for t in (q, k, v))
        a = torch.softmax(q @ k.transpose(1, 2) * (q.shape[-1] ** -0.5), -1)
        return x + self.w((a @ v).transpose(1, 2).reshape(b, c // 2, h, w))


class NLAM(nn.Module):
    """NLAIC non-local attention module: trunk * sigmoid(mask) + x. pool = 0 leaves the non-local block out."""

    def __init__(self, c, n_trunk, n_mask, pool):
        super().__init__()
        self.trunk = nn.Sequential(*[ResBlock(c) for _ in range(n_trunk)])
        nl = [NonLocal(c, pool)] if pool else []
        self.mask = nn.Sequential(*nl, *[ResBlock(c) for _ in range(n_mask)], conv(c, c, 1))

    def forward(self, x):
        return x + self.trunk(x) * torch.sigmoid(self.mask(x))


def cheng2020(n, m):
    """Cheng2020 with attention; n transform channels, m latent channels, n hyper-latent channels."""
    g_a = nn.Sequential(
        ResidualDown(3, n),
        ResidualBlock(n),
        ResidualDown(n, n),
        Attention(n),
        ResidualBlock(n),
        ResidualDown(n, n),
        ResidualBlock(n),
        conv(n, m, 3, 2),
        Attention(m),
    )
    g_s = nn.Sequential(
        Attention(m),
        ResidualBlock(m),
        ResidualUp(m, n),
        ResidualBlock(n),
        ResidualUp(n, n),
        Attention(n),
        ResidualBlock(n),
        ResidualUp(n, n),
        ResidualBlock(n),
        subpel(n, 3),
    )
    h_a = nn.Sequential(
        conv(m, n), lrelu(), conv(n, n), lrelu(), conv(n, n, 3, 2), lrelu(), conv(n, n), lrelu(), conv(n, n, 3, 2)
    )
    w = 3 * n // 2
    h_s = nn.Sequential(
        conv(n, n), lrelu(), subpel(n, n), lrelu(), conv(n, w), lrelu(), subpel(w, w), lrelu(), conv(w, 2 * m)
    )
    return g_a, g_s, h_a, h_s, n


def minnen2018(n, m):
    """Minnen2018 (5x5 strided convolutions, GDN), which is also Balle2018's transform."""
    g_a = nn.Sequential(conv(3, n, 5, 2), GDN(n), conv(n, n, 5, 2), GDN(n), conv(n, n, 5, 2), GDN(n), conv(n, m, 5, 2))
    g_s = nn.Sequential(
        deconv(m, n), GDN(n, True), deconv(n, n), GDN(n, True), deconv(n, n), GDN(n, True), deconv(n, 3)
    )
    h_a = nn.Sequential(conv(m, n), lrelu(), conv(n, n, 5, 2), lrelu(), conv(n, n, 5, 2))
    h_s = nn.Sequential(deconv(n, m), lrelu(), deconv(m, 3 * m // 2), lrelu(), conv(3 * m // 2, 2 * m))
    return g_a, g_s, h_a, h_s, n


def nlaic(m1, m, latent=None):
    """NLAIC: NLAM at every scale; non-local blocks at /4 (pooled keys) and /16, and in the hyper coder.

    latent: latent channels, m in the paper; more of them cost little, because only what works at /16 grows.
    """
    n, latent = m, latent or m
    g_a = nn.Sequential(
        conv(3, m1, 5),
        nn.ReLU(),
        NLAM(m1, 1, 1, 0),
        conv(m1, 2 * m1, 5, 2),
        NLAM(2 * m1, 2, 2, 0),
        conv(2 * m1, m, 5, 2),
        NLAM(m, 2, 2, 8),
        conv(m, m, 5, 2),
        NLAM(m, 3, 3, 0),
        conv(m, latent, 5, 2),
        NLAM(latent, 3, 3, 2),
    )
    g_s = nn.Sequential(
        NLAM(latent, 3, 3, 2),
        deconv(latent, m),
        NLAM(m, 3, 3, 0),
        deconv(m, m),
        NLAM(m, 2, 2, 8),
        deconv(m, 2 * m1),
        NLAM(2 * m1, 2, 2, 0),
        deconv(2 * m1, m1),
        NLAM(m1, 1, 1, 0),
        conv(m1, 3, 5),
    )
    h_a = nn.Sequential(
        NLAM(latent, 2, 2, 2), conv(latent, n, 5, 2), NLAM(n, 2, 2, 1), conv(n, n, 5, 2), NLAM(n, 2, 2, 1)
    )
    h_s = nn.Sequential(
        NLAM(n, 2, 2, 1),
        deconv(n, n),
        NLAM(n, 2, 2, 1),
        deconv(n, latent),
        NLAM(latent, 2, 2, 2),
        conv(latent, 2 * latent),
    )
    return g_a, g_s, h_a, h_s, n


BACKBONES = {"cheng2020": cheng2020, "minnen2018": minnen2018, "nlaic": nlaic}
CONTEXTS_3D = ("3d", "3d-serial")
CONTEXTS_SLICES = ("mlic", "mlic-plus")
CONTEXTS = ("none", "serial", "checkerboard", "random", *CONTEXTS_3D, *CONTEXTS_SLICES)


def odd_positions(y):
    """H x W map, 1 where row + column is odd: the positions of the checkerboard's second pass (He 2021, section 3.2)."""
    h, w = y.shape[-2:]
    return ((torch.arange(h, device=y.device)[:, None] + torch.arange(w, device=y.device)) % 2).to(y.dtype)


def random_masks(count, empty=1 / 8):
    """count x 5 x 5 masks, each neighbour visible with probability 1/2, the centre never (He 2021, section 3.1).

    Unlike the paper's, a share of them is empty: the network must know the case that every saving is measured against, which would
    else come up once in 2^24.
    """
    masks = (torch.rand(count, 5, 5) < 0.5).float() * (torch.rand(count, 1, 1) >= empty)
    masks[:, 2, 2] = 0
    return masks


class Head(nn.Module):
    """Entropy parameters from hyper features and a masked 5x5 context convolution, fused point-wise.

    context: 'none' (hyperprior only), 'serial' (raster causal, Minnen2018), 'checkerboard' (He 2021), 'random' (its random-mask
    supernet, section 3.1: a fresh mask for each item of each training step). hyper: B x 2M x H x W, y: B x M x H x W integers.
    Returns B x (3 k M | 2 M) x H x W: means, log2 sigmas, log2 weights.
    """

    def __init__(self, m, context, k):
        super().__init__()
        self.context, self.k = context, k
        out = (3 * k if k > 1 else 2) * m
        cin = 2 * m
        if context != "none":
            self.ctx = nn.Conv2d(m, 2 * m, 5, 1, 2)
            cin = 4 * m
            self.register_buffer("mask", self.fixed_mask(context))
        a, c = (10 * m // 3, 8 * m // 3) if k > 1 else ((cin * 2 + out) // 3, (cin + 2 * out) // 3)
        self.net = nn.Sequential(conv(cin, a, 1), lrelu(), conv(a, c, 1), lrelu(), conv(c, out, 1))

    @staticmethod
    def fixed_mask(context):
        rows, columns = torch.arange(5)[:, None], torch.arange(5)
        if context == "checkerboard":
            return ((rows + columns) % 2).float()
        return ((rows < 2) | ((rows == 2) & (columns < 2))).float()

    def context_features(self, y):
        """y: B x M x H x W -> B x 2M x H x W. For the checkerboard, zero at anchors, and only anchors are looked at."""
        odd = odd_positions(y) if self.context == "checkerboard" else None
        if odd is not None:
            y = y * (1 - odd)
        if self.context == "random" and self.training:
            return self.randomly_masked(y, random_masks(len(y)))
        ctx = F.conv2d(y, (self.ctx.weight * self.mask).to(y.dtype), self.ctx.bias.to(y.dtype), padding=2)
        return ctx if odd is None else ctx * odd.to(ctx.dtype)

    def randomly_masked(self, y, masks):
        """The context convolution with a mask of its own for each item; masks: B x 5 x 5."""
        b, m, h, w = y.shape
        seen = F.unfold(y, 5, padding=2) * masks.to(y).reshape(b, 1, 25).repeat(1, m, 1).view(b, 25 * m, 1)
        ctx = self.ctx.weight.flatten(1).to(y.dtype) @ seen + self.ctx.bias.to(y.dtype)[:, None]
        return ctx.view(b, -1, h, w)

    def forward(self, hyper, y):
        if self.context == "none":
            return self.net(hyper)
        return self.net(torch.cat([hyper, self.context_features(y.to(hyper.dtype))], 1))


class Head3D(nn.Module):
    """NLAIC context: masked convolution over (channel, row, column), fused with the hyper features by 1x1x1 convolutions.

    row_parallel sees only the rows above in the current channel plane, so that a whole row decodes at once. f: maps of the convolution,
    size: its odd side (5 in every pack; the authors' first program had 11), k: Gaussians.
    """

    def __init__(self, m, row_parallel=True, f=24, size=5, k=1):
        super().__init__()
        self.context, self.k, c = "3d" if row_parallel else "3d-serial", k, size // 2
        self.fuse = nn.Sequential(conv(2 * m, m), lrelu())
        self.ctx = nn.Conv3d(1, f, size, 1, c)
        mask = torch.zeros(size, size, size)
        mask[:c] = 1
        mask[c, :c] = 1
        if not row_parallel:
            mask[c, c, :c] = 1
        self.register_buffer("mask", mask)
        self.net = nn.Sequential(
            nn.Conv3d(f + 1, 64, 1), lrelu(), nn.Conv3d(64, 96, 1), lrelu(), nn.Conv3d(96, 3 * k if k > 1 else 2, 1)
        )

    def forward(self, hyper, y):
        hy, c = self.fuse(hyper), self.ctx.padding
        ctx = F.conv3d(
            y.to(hy.dtype)[:, None], (self.ctx.weight * self.mask).to(hy.dtype), self.ctx.bias.to(hy.dtype), padding=c
        )
        return self.net(torch.cat([ctx, hy[:, None]], 1)).flatten(1, 2)


def make_head(m, context, k):
    if context in CONTEXTS_3D:
        return Head3D(m, context == "3d", k=k)
    return SliceHead(m, context, k, Head(m, "checkerboard", k)) if context in CONTEXTS_SLICES else Head(m, context, k)


class Residual(nn.Module):
    """Latent residual prediction: hyper features B x F x h x w and symbols B x M x h x w -> B x M x h x w within +-0.5; zero at first."""

    SCALE = 0.25  # of symbols, which reach hundreds

    def __init__(self, f, m):
        super().__init__()
        width = m // 2
        self.hyper, self.symbols = conv(f, width, 1), conv(m, width)
        self.act, self.out = lrelu(), conv(width, m)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, hyper, y):
        return 0.5 * torch.tanh(self.out(self.act(self.hyper(hyper) + self.symbols(y * self.SCALE))))


def scale_gradient(x, share):
    """x, of any shape, as it is; its gradient is multiplied by share, 0 to 1."""
    return x.detach() + share * (x - x.detach())


class Codec(nn.Module):
    """A complete codec: backbone, gains, prior of z and one entropy model of y.

    widths: (transform channels, latent channels M), or for nlaic (channels at full size, at /4 and below, and M if it is more); k: Gaussian
    mixture components; lambdas: one per level, ascending, for the distortion, one of DISTORTIONS. ValueError for networks that there are not.
    """

    def __init__(
        self, backbone="cheng2020", widths=(64, 192), context="checkerboard", k=3, lambdas=LAMBDAS, distortion="mse"
    ):
        super().__init__()
        if distortion not in DISTORTIONS:
            raise ValueError(f"distortion must be one of {', '.join(DISTORTIONS)}, not {distortion!r}")
        self.distortion = distortion
        if backbone not in BACKBONES or context not in CONTEXTS:
            raise ValueError(f"no such network: backbone {backbone!r} with context {context!r}")
        self.backbone, self.widths, self.context, self.lambdas = backbone, tuple(widths), context, tuple(lambdas)
        if len(self.widths) not in ((2, 3) if backbone == "nlaic" else (2,)):
            raise ValueError(
                f"widths of {backbone} must be {'2 or 3' if backbone == 'nlaic' else '2'} numbers, not {self.widths}"
            )
        self.g_a, self.g_s, self.h_a, self.h_s, self.hyper_channels = BACKBONES[backbone](*widths)
        self.m = m = self.widths[-1]
        self.prior = FactorizedPrior(self.hyper_channels)
        self.head = make_head(m, context, k)
        self.k = self.head.k
        scale = MS_SSIM_TO_MSE if distortion == "ms-ssim" else 1
        init = torch.tensor([initial_gain(l / scale) for l in self.lambdas]).log()[:, None].repeat(1, m)
        self.log_gain = nn.Parameter(init.clone())
        self.log_inverse_gain = nn.Parameter(-init.clone())
        self.residual = None
        self.hyper_annealing = (
            None  # in training: a tensor, the share of the gradient of z's rate that reaches h_a (restart.py)
        )

    def add_residual(self):
        """Give the codec an untrained latent residual prediction, which changes nothing yet."""
        self.residual = Residual(2 * self.m, self.m)

    @property
    def levels(self):
        return len(self.lambdas)

    def interpolate(self, table, q):
        """Rows of table (levels x ...) at the fractional levels q (B floats in [0, levels - 1]), linear between rows.

        As a sum over hat functions rather than by indexing, whose gradient a CUDA graph might not hold.
        """
        hats = (1 - (q[:, None] - torch.arange(self.levels, device=q.device)).abs()).clamp(min=0)
        return (hats.view(*hats.shape, *[1] * (table.dim() - 1)) * table).sum(1)

    def gains(self, q):
        """q: B floats -> (gain, inverse gain), each B x M x 1 x 1, log-linear between levels."""
        return tuple(
            torch.exp(self.interpolate(p, q))[:, :, None, None] for p in (self.log_gain, self.log_inverse_gain)
        )

    @torch.no_grad()
    def extend(self, share):
        """Move the gains of the highest level on by this share of the step from the level below, in place: a wider range of rates without training.

        share: 0 to 1. The further, the less the bits buy, because it is no longer the quantisation noise that limits the PSNR.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"share must be 0 to 1, not {share}")
        for table in (self.log_gain, self.log_inverse_gain):
            table[-1] += share * (table[-1] - table[-2])

    def analysis(self, x, q):
        """x: B x 3 x H x W in [0,1], H and W multiples of 64 -> (y B x M x H/16 x W/16, z B x N x H/64 x W/64), not rounded."""
        y = self.g_a(x - 0.5).float() * self.gains(q)[0]
        return y, self.h_a(y.to(x.dtype)).float()

    def synthesis(self, y, q, hyper=None):
        """y: decoded latents -> B x 3 x 16h x 16w, about [0,1]. hyper: h_s(z), which the latent residual prediction, if there is one, needs."""
        if self.residual is not None and hyper is not None:
            y = y + self.residual(hyper, y).float()
        return self.g_s(y * self.gains(q)[1]).float() + 0.5

    def bits(self, y, z):
        """Total bits of rounded y and z under the float entropy model, a pair of B-vectors."""
        params = self.head(self.h_s(z), y)
        bits_y = -torch.log2(mixture_likelihood(params, y, self.k)).sum((1, 2, 3))
        return bits_y, -torch.log2(self.prior(z)).sum((1, 2, 3))

    def forward(self, x, q):
        """Returns (x_hat, bits per pixel of y, of z; B-vectors).

        In training, rates are those of latents with uniform noise while the decoder sees rounded ones with a straight-through
        gradient (the mixed quantisation of Minnen2020, section 4); otherwise everything is rounded.
        """
        gain, inverse = self.gains(q)
        y = self.g_a(x - 0.5).float() * gain
        z = self.h_a(y.to(x.dtype)).float()
        if self.training:
            zn, zr = z + torch.rand_like(z) - 0.5, z + (z.round() - z).detach()
            if self.hyper_annealing is not None:
                zn = scale_gradient(zn, self.hyper_annealing)
            yn, yr = y + torch.rand_like(y) - 0.5, y + (y.round() - y).detach()
        else:
            zn = zr = z.round()
            yn = yr = y.round()
        params = self.head(self.h_s(zr), yr)
        with torch.autocast(x.device.type, enabled=False):
            n = x.shape[2] * x.shape[3]
            bits_y = -torch.log2(mixture_likelihood(params, yn, self.k)).sum((1, 2, 3)) / n
            bits_z = -torch.log2(self.prior(zn)).sum((1, 2, 3)) / n
        return self.g_s(yr * inverse).float() + 0.5, bits_y, bits_z
