"""Start a codec from a hierarchical Karhunen-Loeve transform instead of from noise.

Every down-sampling stage is set to the best orthonormal projection of 2x2 patches of its input features (PCA over training
tiles), every up-sampling stage to its transpose; residual branches start at zero, GDN near the identity, activations are
shifted into their linear part. The codec then begins as a 16x16 block transform coder (about JPEG's quality) and training
only has to improve it. The entropy head starts with each channel's own scale.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from . import networks


def shrink(m, f=0.1):
    with torch.no_grad():
        m.weight.mul_(f)
        m.bias.zero_()


def near_identity_gdn(g):
    with torch.no_grad():
        g.beta.fill_(1.0)
        g.gamma.copy_((1e-3 * torch.eye(g.beta.numel()) + 2.0 ** -18).sqrt())


def quiet(module):
    """Residual branches to (almost) nothing, so that the linear path dominates."""
    for m in module.modules():
        if isinstance(m, (networks.ResidualBlock, networks.ResBlock)):
            shrink(m.b)
        elif isinstance(m, (networks.Attention, networks.NLAM)):
            shrink(m.mask[-1])
            nn.init.constant_(m.mask[-1].bias, -6.0)  # sigmoid 0.0025: the gate starts almost closed
        elif isinstance(m, networks.GDN):
            near_identity_gdn(m)


def pca(x, n):
    """x: B x C x H x W -> n x C x 2 x 2 orthonormal basis of 2x2 patches, by decreasing energy."""
    p = F.unfold(x, 2, stride=2).transpose(1, 2).reshape(-1, x.shape[1] * 4)
    _, v = torch.linalg.eigh((p.T @ p / p.shape[0]).double())
    v = v.flip(1)[:, :n].T.float()
    if v.shape[0] < n:
        v = torch.cat([v, torch.zeros(n - v.shape[0], v.shape[1])])
    return v.reshape(n, x.shape[1], 2, 2)


def project(x, e):
    return F.conv2d(x, e, stride=2)


def set_down(convolution, e, noise=0.02):
    """Strided k x k convolution := projection e on the 2x2 patch at (2i, 2j), plus a little of the random start."""
    k = convolution.kernel_size[0] // 2
    with torch.no_grad():
        convolution.weight.mul_(noise)
        convolution.weight[:, :, k:k + 2, k:k + 2] += e
        convolution.bias.zero_()


def set_subpel(seq, e):
    """conv3x3 + PixelShuffle := transpose of the projection e (out n, in c, 2, 2); maps n channels to c at twice the size."""
    n, c = e.shape[:2]
    w = torch.zeros(seq[0].weight.shape)
    o = w.shape[0] // 4
    t = e.permute(1, 2, 3, 0).reshape(c * 4, n)  # (c, dy, dx) x n: PixelShuffle's order
    w[: min(c, o) * 4, :n, 1, 1] = t[: min(c, o) * 4]
    with torch.no_grad():
        seq[0].weight.mul_(0.02).add_(w)
        seq[0].bias.zero_()


def set_deconv(m, e):
    n, c = e.shape[:2]
    with torch.no_grad():
        m.weight.mul_(0.02)
        m.weight[:n, :c, 2:4, 2:4] += e[:, : m.weight.shape[1]]
        m.bias.zero_()


def pass_through(a, b, sigma, e_fn):
    """b(act(a(x))) := e x, with a's output lifted by 4 sigma into the activation's linear part and b the identity."""
    e_fn(a)
    with torch.no_grad():
        a.bias += 4 * sigma
        b.weight.mul_(0.02)
        k = b.kernel_size[0] // 2
        d = torch.arange(b.weight.shape[0])
        b.weight[d, d, k, k] += 1
        b.bias.copy_(-4 * sigma)


def initialise(codec, tiles):
    """tiles: B x 3 x H x W in [0,1], H and W multiples of 64."""
    quiet(codec.g_a)
    quiet(codec.g_s)
    x, bases, lift = tiles - 0.5, [], 0.0
    first = codec.g_a[0]
    if isinstance(first, nn.Conv2d) and first.stride[0] == 1:  # NLAIC: full-resolution 3 -> m1 convolution + ReLU, lifted
        with torch.no_grad():
            first.weight[:3] *= 0.01
            first.bias.zero_()
            k = first.kernel_size[0] // 2
            first.weight[:3, :, k, k] += torch.eye(3)
            first.bias[:3] += 1.0
        x = torch.cat([x, torch.zeros(x.shape[0], first.weight.shape[0] - 3, *x.shape[2:])], 1)
        lift = 1.0
    for m in codec.g_a:
        if isinstance(m, networks.ResidualDown):
            e = pca(x, m.b.weight.shape[0])
            x = project(x, e)
            s = x.square().mean((0, 2, 3)).sqrt()
            pass_through(m.a, m.b, s, lambda c, e=e: set_down(c, e))
            shrink(m.skip.conv, 0.02)
            bases.append(e)
        elif isinstance(m, nn.Conv2d) and m.stride[0] == 2:
            e = pca(x, m.weight.shape[0])
            x = project(x, e)
            set_down(m, e, 0.001 if lift else 0.02)
            if lift:
                with torch.no_grad():
                    m.bias -= lift * e[:, :3].sum((1, 2, 3))
                lift = 0.0
            bases.append(e)
    for m in codec.g_s:
        if isinstance(m, networks.ResidualUp):
            set_subpel(m.skip, bases.pop())
            shrink(m.b, 0.02)
        elif isinstance(m, nn.ConvTranspose2d):
            set_deconv(m, bases.pop())
        elif isinstance(m, nn.Sequential) and isinstance(m[-1], nn.PixelShuffle):
            set_subpel(m, bases.pop())
    last = codec.g_s[-1]
    if isinstance(last, nn.Conv2d):  # NLAIC
        with torch.no_grad():
            last.weight.mul_(0.02)
            k = last.kernel_size[0] // 2
            last.weight[:, :3, k, k] += torch.eye(3)
            last.bias.zero_()
    shrink(codec.h_a[-1] if isinstance(codec.h_a[-1], nn.Conv2d) else codec.h_a[-2])  # z near zero at first
    # entropy: per-channel scale at the middle quality
    with torch.no_grad():
        q = torch.full((tiles.shape[0],), (len(networks.LAMBDAS) - 1) / 2)
        y = codec.g_a(tiles - 0.5) * codec.gains(q)[0]
        ls = torch.log2(y.square().mean((0, 2, 3)).sqrt().clamp(min=0.1))
        out, k, m = codec.head.net[-1], codec.head.k, codec.m
        out.weight.mul_(0.1)
        if isinstance(codec.head, networks.Head3D):
            out.bias.copy_(torch.tensor([0.0, ls.mean()]))
        else:
            b = out.bias.view(3 if k > 1 else 2, k, m)
            b.zero_()
            b[1] = ls
            if k > 1:
                b[1] += torch.linspace(-1.0, 1.0, k)[:, None]
    return codec
