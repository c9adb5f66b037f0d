"""Layers that transforms and heads are built of.

Every LeakyReLU has the slope 2^-6, a power of two, because exact integer networks have it as well.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

SLOPE = 2.0**-6


def conv(i, o, k=3, s=1):
    """A convolution of odd side k and stride s that keeps H/s x W/s."""
    return nn.Conv2d(i, o, k, s, k // 2)


def subpel(i, o, r=2, k=3):
    """Convolution of odd side k and pixel shuffle: B x i x H x W -> B x o x rH x rW."""
    return nn.Sequential(conv(i, o * r * r, k), nn.PixelShuffle(r))


def deconv(i, o, k=5, s=2):
    """A transposed convolution of odd side k: B x i x H x W -> B x o x sH x sW."""
    return nn.ConvTranspose2d(i, o, k, s, k // 2, s - 1)


def bias_of(layer: nn.Conv2d | nn.Conv3d | nn.ConvTranspose2d) -> torch.Tensor:
    """The bias of a convolution, which all of them have here."""
    assert layer.bias is not None
    return layer.bias


def lrelu():
    """The LeakyReLU of all networks."""
    return nn.LeakyReLU(SLOPE)


class ChannelAffine(nn.Module):
    """A scale and an offset for each channel: B x C x H x W -> the same shape."""

    def __init__(self, scale, offset):
        """scale, offset: C numbers each."""
        super().__init__()
        self.scale, self.offset = nn.Parameter(scale.clone()), nn.Parameter(offset.clone())

    def forward(self, x):
        """x * scale + offset."""
        return x * self.scale[:, None, None] + self.offset[:, None, None]


class GDN(nn.Module):
    """Generalised divisive normalisation (Balle 2016): x / sqrt(beta + gamma * x^2); the inverse multiplies."""

    def __init__(self, c, inverse=False):
        super().__init__()
        self.inverse = inverse
        self.beta = nn.Parameter(torch.ones(c))  # used as beta^2 + 1e-6
        self.gamma = nn.Parameter((0.1 * torch.eye(c) + 2.0**-18).sqrt())  # used squared

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        g = (self.gamma**2)[:, :, None, None]
        n = F.conv2d(x * x, g.to(x.dtype), (self.beta**2 + 1e-6).to(x.dtype))
        return x * torch.sqrt(n) if self.inverse else x * torch.rsqrt(n)


class DownSkip(nn.Module):
    """1x1 stride-2 skip written as a slice and a 1x1: a strided 1x1 on 3 channels corrupts memory in CPU torch 2.13."""

    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 1)

    def forward(self, x):
        """B x i x H x W -> B x o x H/2 x W/2."""
        return self.conv(x[:, :, ::2, ::2].contiguous(memory_format=torch.channels_last))


class ResidualDown(nn.Module):
    """Cheng2020 down-sampling block: conv/2, LeakyReLU, conv, GDN, plus a 1x1/2 skip."""

    def __init__(self, i, o):
        super().__init__()
        self.a, self.act, self.b, self.gdn, self.skip = conv(i, o, 3, 2), lrelu(), conv(o, o), GDN(o), DownSkip(i, o)

    def forward(self, x):
        """B x i x H x W -> B x o x H/2 x W/2."""
        return self.gdn(self.b(self.act(self.a(x)))) + self.skip(x)


class ResidualUp(nn.Module):
    """Cheng2020 up-sampling block: sub-pixel conv, LeakyReLU, conv, inverse GDN, plus a sub-pixel skip."""

    def __init__(self, i, o):
        super().__init__()
        self.a, self.act, self.b, self.gdn, self.skip = subpel(i, o), lrelu(), conv(o, o), GDN(o, True), subpel(i, o)

    def forward(self, x):
        """B x i x H x W -> B x o x 2H x 2W."""
        return self.gdn(self.b(self.act(self.a(x)))) + self.skip(x)


class ResidualBlock(nn.Module):
    """Cheng2020 residual block: activation after both convolutions."""

    def __init__(self, c):
        super().__init__()
        self.a, self.act, self.b = conv(c, c), lrelu(), conv(c, c)

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return x + self.act(self.b(self.act(self.a(x))))


class Bottleneck(nn.Module):
    """Residual unit of the attention module: 1x1, 3x3, 1x1 at half width, ReLU after the sum."""

    def __init__(self, c):
        super().__init__()
        h = c // 2
        self.net = nn.Sequential(conv(c, h, 1), nn.ReLU(), conv(h, h), nn.ReLU(), conv(h, c, 1))

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return F.relu(x + self.net(x))


class Attention(nn.Module):
    """Simplified attention of Cheng2020 (section 3.3): trunk * sigmoid(mask) + x, without a non-local block."""

    def __init__(self, c):
        super().__init__()
        self.trunk = nn.Sequential(*[Bottleneck(c) for _ in range(3)])
        self.mask = nn.Sequential(*[Bottleneck(c) for _ in range(3)], conv(c, c, 1))

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return x + self.trunk(x) * torch.sigmoid(self.mask(x))


class ResBlock(nn.Module):
    """NLAIC residual block: conv, ReLU, conv, sum."""

    def __init__(self, c):
        super().__init__()
        self.a, self.b = conv(c, c), conv(c, c)

    def forward(self, x):
        """B x C x H x W -> the same shape."""
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
        """B x C x H x W -> the same shape; every position asks all (pooled) positions."""
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
        """B x C x H x W -> the same shape."""
        return x + self.trunk(x) * torch.sigmoid(self.mask(x))
