"""The backbones: analysis and synthesis transform (g_a, g_s) and hyper transforms (h_a, h_s) of three papers, and one
of our own for processors.

Each function returns (g_a, g_s, h_a, h_s, N): pictures B x 3 x H x W about [-0.5, 0.5] to latents B x M x H/16 x W/16
and back, latents to hyper-latents B x N x H/64 x W/64, and those to hyper features B x F x H/16 x W/16, where F is 2M
but for swift.
"""

import torch.nn as nn

from .layers import GDN, NLAM, Attention, ResBlock, ResidualBlock, ResidualDown, ResidualUp, conv, deconv, lrelu, subpel


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


def swift(n, m):
    """For processors: all work at a quarter of the size and below, and no operator but convolutions and ReLU.

    n: channels at 1/4, twice as many at 1/8; m: latent channels. Widths in multiples of 16, which blocked convolutions
    want; no GDN, whose divisions leave that layout; scales change by 1x1 convolutions and pixel shuffles, so that
    nearly all multiplications are those of 3x3 residual blocks. Hyper features are M and not 2M: the context and the
    head after it halve with them.
    """
    wide, hyper = 2 * n, m // 2
    g_a = nn.Sequential(
        nn.Conv2d(3, n, 8, 4, 2),
        *[ResBlock(n) for _ in range(3)],
        conv(n, wide, 3, 2),
        *[ResBlock(wide) for _ in range(2)],
        conv(wide, m, 3, 2),
        ResBlock(m),
    )
    g_s = nn.Sequential(
        ResBlock(m),
        subpel(m, wide, k=1),
        ResBlock(wide),
        subpel(wide, n, k=1),
        *[ResBlock(n) for _ in range(2)],
        subpel(n, 3, 4),
    )
    h_a = nn.Sequential(conv(m, hyper), lrelu(), conv(hyper, hyper, 5, 2), lrelu(), conv(hyper, hyper, 5, 2))
    h_s = nn.Sequential(subpel(hyper, hyper), lrelu(), subpel(hyper, hyper), lrelu(), conv(hyper, m))
    return g_a, g_s, h_a, h_s, hyper


BACKBONES = {"cheng2020": cheng2020, "minnen2018": minnen2018, "nlaic": nlaic, "swift": swift}
LEAN = ("swift",)  # those with M hyper features in place of 2M
