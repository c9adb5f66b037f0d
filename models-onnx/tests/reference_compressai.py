"""Models with CompressAI's published names and shapes, in plain PyTorch: what imports are compared with.

Written for the tests from the published layer tables; weights are random, and lively enough for latents to spread
over some dozens of integers.
"""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv(i, o, k=5, s=2):
    return nn.Conv2d(i, o, k, s, k // 2)


def deconv(i, o):
    return nn.ConvTranspose2d(i, o, 5, 2, 2, 1)


def subpel(i, o):
    return nn.Sequential(nn.Conv2d(i, 4 * o, 3, 1, 1), nn.PixelShuffle(2))


class Bound(nn.Module):
    def __init__(self, bound):
        super().__init__()
        self.register_buffer("bound", torch.tensor([float(bound)]))

    def forward(self, x):
        return torch.maximum(x, self.bound)


class NonNegative(nn.Module):
    def __init__(self, minimum=0.0):
        super().__init__()
        self.register_buffer("pedestal", torch.tensor([2.0**-36]))
        self.lower_bound = Bound((minimum + 2.0**-36) ** 0.5)

    def forward(self, x):
        return self.lower_bound(x) ** 2 - self.pedestal


class Gdn(nn.Module):
    def __init__(self, c, inverse=False):
        super().__init__()
        self.inverse = inverse
        self.beta_reparam, self.gamma_reparam = NonNegative(1e-6), NonNegative()
        self.beta = nn.Parameter((0.5 + torch.rand(c)).sqrt())
        self.gamma = nn.Parameter((0.1 * torch.eye(c) + 0.02 * torch.rand(c, c)).sqrt() - 0.05 * torch.rand(c, c))

    def forward(self, x):
        c = x.shape[1]
        norm = F.conv2d(x**2, self.gamma_reparam(self.gamma).view(c, c, 1, 1), self.beta_reparam(self.beta))
        return x * (torch.sqrt(norm) if self.inverse else torch.rsqrt(norm))


class Rbs(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv1, self.conv2, self.gdn, self.skip = conv(i, o, 3), conv(o, o, 3, 1), Gdn(o), conv(i, o, 1)

    def forward(self, x):
        # a strided 1x1 on three channels corrupts memory in CPU torch 2.13
        skip = F.conv2d(x[:, :, ::2, ::2].contiguous(), self.skip.weight, self.skip.bias)
        return self.gdn(self.conv2(F.leaky_relu(self.conv1(x)))) + skip


class Rbu(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.subpel_conv, self.conv, self.igdn, self.upsample = (
            subpel(i, o),
            conv(o, o, 3, 1),
            Gdn(o, True),
            subpel(i, o),
        )

    def forward(self, x):
        return self.igdn(self.conv(F.leaky_relu(self.subpel_conv(x)))) + self.upsample(x)


class Rb(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1, self.conv2 = conv(c, c, 3, 1), conv(c, c, 3, 1)

    def forward(self, x):
        return F.leaky_relu(self.conv2(F.leaky_relu(self.conv1(x)))) + x


class Unit(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv = nn.Sequential(
            conv(c, c // 2, 1, 1), nn.ReLU(), conv(c // 2, c // 2, 3, 1), nn.ReLU(), conv(c // 2, c, 1, 1)
        )

    def forward(self, x):
        return F.relu(self.conv(x) + x)


class AttentionBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv_a = nn.Sequential(Unit(c), Unit(c), Unit(c))
        self.conv_b = nn.Sequential(Unit(c), Unit(c), Unit(c), conv(c, c, 1, 1))

    def forward(self, x):
        return self.conv_a(x) * torch.sigmoid(self.conv_b(x)) + x


class Bottleneck(nn.Module):
    def __init__(self, c):
        super().__init__()
        sides = (1, 3, 3, 3, 3, 1)
        for i, (a, b) in enumerate(zip(sides, sides[1:])):
            init = np.log(np.expm1(1 / 10**0.2 / b))
            self.register_parameter(
                f"_matrix{i}", nn.Parameter(torch.full((c, b, a), init) + 0.2 * torch.randn(c, b, a))
            )
            self.register_parameter(f"_bias{i}", nn.Parameter(torch.rand(c, b, 1) - 0.5))
            if i < 4:
                self.register_parameter(f"_factor{i}", nn.Parameter(0.3 * torch.randn(c, b, 1)))
        self.quantiles = nn.Parameter(torch.tensor([-10.0, 0, 10]).repeat(c, 1, 1) + torch.randn(c, 1, 1))
        self.register_buffer("target", torch.tensor([-21.0, 0, 21]))
        for name in ("_offset", "_quantized_cdf", "_cdf_length"):
            self.register_buffer(name, torch.IntTensor())
        self.likelihood_lower_bound = Bound(1e-9)

    def medians(self):
        return self.quantiles[:, 0, 1].view(1, -1, 1, 1)

    def logits(self, x):
        for i in range(5):
            x = F.softplus(getattr(self, f"_matrix{i}")) @ x + getattr(self, f"_bias{i}")
            if i < 4:
                x = x + torch.tanh(getattr(self, f"_factor{i}")) * torch.tanh(x)
        return x

    def likelihood(self, z):
        v = z.transpose(0, 1).flatten(1)[:, None].double()
        p = torch.sigmoid(self.double().logits(v + 0.5)) - torch.sigmoid(self.logits(v - 0.5))
        self.float()
        return p.clamp(min=1e-9)

    def forward(self, z):
        """Rounded around the medians, and its bits."""
        z = torch.round(z - self.medians()) + self.medians()
        return z, -torch.log2(self.likelihood(z)).sum().item()


class MaskedConv(nn.Conv2d):
    def __init__(self, m):
        super().__init__(m, 2 * m, 5, 1, 2)
        self.register_buffer("mask", torch.ones_like(self.weight))
        self.mask[:, :, 2, 2:] = 0
        self.mask[:, :, 3:] = 0

    def forward(self, x):
        return F.conv2d(x, self.weight * self.mask, self.bias, padding=2)


class Reference(nn.Module):
    """A model of one of the five architectures."""

    def __init__(self, architecture, n, m, seed=0):
        super().__init__()
        torch.manual_seed(seed)
        self.architecture = architecture
        if architecture.startswith("cheng"):
            self.cheng(n, architecture.endswith("attn"))
            m = n
        else:
            self.google(n, m, architecture == "bmshj2018-hyperprior")
        self.m = m
        self.entropy_bottleneck = Bottleneck(n)
        self.gaussian_conditional = nn.Module()
        self.gaussian_conditional.register_buffer("scale_table", torch.rand(64))
        self.gaussian_conditional.lower_bound_scale = Bound(0.11)
        self.serial = architecture not in ("bmshj2018-hyperprior", "mbt2018-mean")
        if self.serial:
            self.context_prediction = MaskedConv(m)
            a = nn.LeakyReLU()
            self.entropy_parameters = nn.Sequential(
                conv(4 * m, 10 * m // 3, 1, 1), a, conv(10 * m // 3, 8 * m // 3, 1, 1), a, conv(8 * m // 3, 2 * m, 1, 1)
            )
        self.enliven()
        self.eval()

    def google(self, n, m, relu):
        act = nn.ReLU if relu else nn.LeakyReLU
        self.g_a = nn.Sequential(conv(3, n), Gdn(n), conv(n, n), Gdn(n), conv(n, n), Gdn(n), conv(n, m))
        self.g_s = nn.Sequential(
            deconv(m, n), Gdn(n, True), deconv(n, n), Gdn(n, True), deconv(n, n), Gdn(n, True), deconv(n, 3)
        )
        self.h_a = nn.Sequential(conv(m, n, 3, 1), act(), conv(n, n), act(), conv(n, n))
        if relu:
            self.h_s = nn.Sequential(deconv(n, n), act(), deconv(n, n), act(), conv(n, m, 3, 1), act())
        else:
            self.h_s = nn.Sequential(deconv(n, m), act(), deconv(m, 3 * m // 2), act(), conv(3 * m // 2, 2 * m, 3, 1))

    def cheng(self, n, attention):
        act, w = nn.LeakyReLU, 3 * n // 2

        def attend():
            return [AttentionBlock(n)] if attention else []

        self.g_a = nn.Sequential(
            Rbs(3, n), Rb(n), Rbs(n, n), *attend(), Rb(n), Rbs(n, n), Rb(n), conv(n, n, 3), *attend()
        )
        self.g_s = nn.Sequential(
            *attend(), Rb(n), Rbu(n, n), Rb(n), Rbu(n, n), *attend(), Rb(n), Rbu(n, n), Rb(n), subpel(n, 3)
        )
        self.h_a = nn.Sequential(
            conv(n, n, 3, 1),
            act(),
            conv(n, n, 3, 1),
            act(),
            conv(n, n, 3),
            act(),
            conv(n, n, 3, 1),
            act(),
            conv(n, n, 3),
        )
        self.h_s = nn.Sequential(
            conv(n, n, 3, 1),
            act(),
            subpel(n, n),
            act(),
            conv(n, w, 3, 1),
            act(),
            subpel(w, w),
            act(),
            conv(w, 2 * n, 3, 1),
        )

    @torch.no_grad()
    def enliven(self):
        """Latents of some dozens of values, sigmas mostly above their bound, pictures about [0,1]."""
        x = torch.rand(1, 3, 64, 64)
        x = F.interpolate(x[:, :, ::8, ::8], scale_factor=8, mode="bilinear")
        analysis = [l for l in self.g_a if isinstance(l, nn.Conv2d)][-1]
        for layer, data, spread in ((analysis, lambda: self.g_a(x), 2.0), (self.h_a[-1], self.hyper_of(x), 3.0)):
            factor = spread / data().std()
            layer.weight.mul_(factor)
            layer.bias.mul_(factor)
        parameters = self.entropy_parameters if self.serial else self.h_s
        last = [l for l in parameters if isinstance(l, nn.Conv2d)][-1]
        last.weight.mul_(3)
        last.bias[: self.m].add_(1.6)
        out = self.g_s[-1][0] if isinstance(self.g_s[-1], nn.Sequential) else self.g_s[-1]
        out.bias.add_(0.5)

    def hyper_of(self, x):
        return lambda: self.h_a(self.hyper_input(self.g_a(x)))

    def hyper_input(self, y):
        return y.abs() if self.architecture == "bmshj2018-hyperprior" else y

    def parameters_of(self, z, y):
        """(sigmas, means) of decoded latents, sigmas not bounded yet."""
        p = self.h_s(z)
        if self.serial:
            p = self.entropy_parameters(torch.cat([p, self.context_prediction(y)], 1))
        return (p, torch.zeros_like(p)) if p.shape[1] == self.m else p.chunk(2, 1)

    def bits(self, sigma, mean, y):
        """Of rounded latents."""
        sigma, v = sigma.double().clamp(min=0.11), (y - mean).double().abs()

        def cumulative(x):
            return 0.5 * torch.erfc(-(2.0**-0.5) * x)

        p = cumulative((0.5 - v) / sigma) - cumulative((-0.5 - v) / sigma)
        return -torch.log2(p.clamp(min=1e-9)).sum().item()
