"""Start a codec from a hierarchical Karhunen-Loeve transform instead of from noise.

Every down-sampling stage is set to the best orthonormal projection of 2x2 patches of its input features (4x4 where it
goes to a quarter; PCA over training tiles), every up-sampling stage to its transpose; residual branches start almost
at zero, GDN near the identity, attention gates nearly closed, and activations are lifted into their linear part. The
codec then begins as a 16x16 block transform coder (about JPEG's quality) and training only has to improve it. The
entropy head starts with each channel's own scale.

With overlap, a stage is a lapped transform of 4x4 samples (a two-channel lattice of length four, Vaidyanathan 1993,
chapter 6): along rows and along columns the samples 2i-1, 2i and 2i+1, 2i+2 are rotated by one angle, the inner ones
of both pairs are kept, and the KLT is that of what comes out. Angle 0 is the plain stage. The angle is the one that
leaves the fewest bits at a fixed distortion. It stays orthonormal, so synthesis is the transpose here, too.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from . import heads, layers
from .layers import bias_of

CLOSED = -6.0  # sigmoid 0.0025
OPEN = -1.0  # sigmoid 0.27: the slope is a hundred times that of CLOSED
ANGLES = range(-45, 46, 5)  # degrees
DISTORTION = (4 / 255) ** 2  # at which angles are compared: 36 dB
RANDOM = 0.02  # how much of the random start stays in set layers, to break symmetry


def shrink(m, factor=0.1):
    """Weights of a layer times a factor, in place; its bias to zero."""
    m.weight.mul_(factor)
    m.bias.zero_()


def set_gate(module, factor, logit):
    """Weights of an attention mask's last layer times a factor; the mask then starts at the sigmoid of logit."""
    last = module.mask[-1]
    last.weight.mul_(factor)
    last.bias.fill_(logit)


def near_identity(gdn):
    """GDN, in place, to nearly no normalisation."""
    gdn.beta.fill_(1.0)
    gdn.gamma.copy_((1e-3 * torch.eye(gdn.beta.numel()) + 2.0**-18).sqrt())


def quiet(module):
    """Residual branches to (almost) nothing, so that the linear path dominates."""
    for m in module.modules():
        if isinstance(m, (layers.ResidualBlock, layers.ResBlock)):
            shrink(m.b)
        elif isinstance(m, (layers.Attention, layers.NLAM)):
            set_gate(m, 0.1, CLOSED)
        elif isinstance(m, layers.GDN):
            near_identity(m)


@torch.no_grad()
def open_gates(codec):
    """Open the NLAM gates of NLAIC's transforms without changing, but for residual branches, what the transforms
    compute.

    A gate at CLOSED learns a hundred times slower than at OPEN, and NLAMs are the only nonlinearity of these
    transforms. Their trunk is near the identity, so x + gate * trunk(x) is about (1 + gate) x: what comes next is
    divided by that.
    """
    gate = 1 / (1 + math.exp(-OPEN))
    for transform in (codec.g_a, codec.g_s):
        for i, m in enumerate(transform):
            if not isinstance(m, layers.NLAM):
                continue
            for block in m.trunk:
                shrink(block.b)  # under a closed gate it has learnt nothing that would fit an open one
            set_gate(m, 0.0, OPEN)
            if i + 1 < len(transform):
                transform[i + 1].weight.div_(1 + gate)
            else:
                codec.log_gain -= math.log(1 + gate)
    return codec


def lattice(angle):
    """4 x 4 x 4: the filters of an overlapped stage before its KLT, (row phase, column phase) x rows x columns from
    2i - 1; orthonormal with their shifts by two.
    """
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    line = torch.tensor([[-s, c, 0, 0], [0, 0, c, s]])
    return torch.einsum("ay,bx->abyx", line, line).reshape(4, 4, 4)


def phases(x, angle=None, side=2):
    """B x C x H x W -> (B H/side W/side) x side^2 C: the patches, or with an angle what the lattice makes of 4x4
    samples around those of 2x2.
    """
    if angle is not None:
        b, c, h, w = x.shape
        x = F.conv2d(x.reshape(b * c, 1, h, w), lattice(angle)[:, None], stride=2, padding=1).reshape(
            b, c * 4, h // 2, w // 2
        )
        return x.permute(0, 2, 3, 1).reshape(-1, c * 4)
    return F.unfold(x, side, stride=side).transpose(1, 2).reshape(-1, x.shape[1] * side**2)


def pca(x, n, angle=None, side=2):
    """x: B x C x H x W -> n x C x side x side orthonormal basis of its patches, by decreasing energy (zeros beyond
    side^2 C); n x C x 4 x 4 with an angle.
    """
    p = phases(x, angle, side)
    _, v = torch.linalg.eigh((p.T @ p / p.shape[0]).double())
    v = v.flip(1)[:, :n].T.float()
    if v.shape[0] < n:
        v = torch.cat([v, torch.zeros(n - v.shape[0], v.shape[1])])
    if angle is not None:
        return torch.einsum("nca,ayx->ncyx", v.reshape(n, x.shape[1], 4), lattice(angle))
    return v.reshape(n, x.shape[1], side, side)


def best_angle(x):
    """The angle of ANGLES whose KLT leaves the fewest bits at DISTORTION, were all channels Gaussian."""

    def bits(angle):
        p = phases(x, angle)
        energy = torch.linalg.eigvalsh((p.T @ p / p.shape[0]).double())
        return (energy / DISTORTION).clamp(min=1).log2().sum().item()

    return min(ANGLES, key=bits)


def project(x, e, stride=2):
    """What a stage set to the projection e computes."""
    return F.conv2d(x, e, stride=stride, padding=(e.shape[-1] - stride) // 2)


def set_down(convolution, e, noise=RANDOM):
    """Strided k x k convolution := projection e on its stride's patch, or on the 4x4 samples around one of 2x2."""
    size = e.shape[-1]
    first = convolution.padding[0] + (convolution.stride[0] - size) // 2
    convolution.weight.mul_(noise)
    convolution.weight[:, :, first : first + size, first : first + size] += e
    convolution.bias.zero_()


def set_subpel(seq, e):
    """Convolution + PixelShuffle := transpose of the projection e (n x c x r x r): n channels to c at r times the
    size.
    """
    n, c, r, _ = e.shape
    w, middle = torch.zeros_like(seq[0].weight), seq[0].kernel_size[0] // 2
    rows = min(c, w.shape[0] // r**2) * r**2
    # (c, dy, dx) x n is PixelShuffle's order
    w[:rows, :n, middle, middle] = e.permute(1, 2, 3, 0).reshape(c * r**2, n)[:rows]
    seq[0].weight.mul_(RANDOM).add_(w)
    seq[0].bias.zero_()


def set_deconv(m, e):
    """5x5 stride-2 transposed convolution := transpose of the projection e."""
    n, first = e.shape[0], 3 - e.shape[-1] // 2
    c = min(e.shape[1], m.weight.shape[1])
    m.weight.mul_(RANDOM)
    m.weight[:n, :c, first : 6 - first, first : 6 - first] += e[:, :c]
    m.bias.zero_()


def set_identity(convolution, channels, noise=RANDOM):
    """Centre taps := identity on the first channels."""
    k = convolution.kernel_size[0] // 2
    d = torch.arange(channels)
    convolution.weight.mul_(noise)
    convolution.weight[d, d, k, k] += 1
    convolution.bias.zero_()


def pass_through(a, b, sigma, e):
    """b(act(a(x))) := e x, with a's output lifted by 4 sigma into the activation's linear part and b the identity."""
    set_down(a, e)
    a.bias += 4 * sigma
    set_identity(b, b.weight.shape[0])
    b.bias.copy_(-4 * sigma)


def overlappable(stage):
    """Whether a stage of g_a takes a lapped transform: a 5x5 convolution to the half; or it keeps the size."""
    return isinstance(stage, nn.Conv2d) and (stage.stride[0] == 1 or (stage.stride[0], stage.kernel_size[0]) == (2, 5))


def analysis_start(g_a, x, overlap=False):
    """Set g_a stage by stage on x (tiles - 0.5); returns the bases, outermost first. overlap needs 5x5 convolutions.

    ValueError if it is asked of others.
    """
    bases, lift = [], 0.0
    first = g_a[0]
    if isinstance(first, nn.Conv2d) and first.stride[0] == 1:
        # NLAIC: a full-resolution convolution with a ReLU comes first; its output is lifted by 1 so that the ReLU
        # does not bend it
        first.weight[:3] *= 0.01
        bias_of(first).zero_()
        k = first.kernel_size[0] // 2
        first.weight[:3, :, k, k] += torch.eye(3)
        bias_of(first)[:3] += 1.0
        x = torch.cat([x, torch.zeros(x.shape[0], first.weight.shape[0] - 3, *x.shape[2:])], 1)
        lift = 1.0
    for m in g_a:
        if overlap and isinstance(m, layers.ResidualDown | nn.Conv2d) and not overlappable(m):
            raise ValueError("overlap needs stages of one 5x5 convolution (minnen2018, nlaic), and this one has others")
        if isinstance(m, layers.ResidualDown):
            e = pca(x, m.b.weight.shape[0])
            x = project(x, e)
            pass_through(m.a, m.b, x.square().mean((0, 2, 3)).sqrt(), e)
            shrink(m.skip.conv, RANDOM)
            bases.append(e)
        elif isinstance(m, nn.Conv2d) and m.stride[0] > 1:
            stride = m.stride[0]
            e = pca(x, m.weight.shape[0], best_angle(x) if overlap else None, stride)
            x = project(x, e, stride)
            set_down(m, e, 0.001 if lift else RANDOM)
            if lift:
                m.bias -= lift * e[:, :3].sum((1, 2, 3))
                lift = 0.0
            bases.append(e)
    return bases


def synthesis_start(g_s, bases):
    """Set g_s to the transposes of the bases, which are used up from the end."""
    for m in g_s:
        if isinstance(m, layers.ResidualUp):
            set_subpel(m.skip, bases.pop())
            shrink(m.b, RANDOM)
        elif isinstance(m, nn.ConvTranspose2d):
            set_deconv(m, bases.pop())
        elif isinstance(m, nn.Sequential) and isinstance(m[-1], nn.PixelShuffle):
            set_subpel(m, bases.pop())
    if isinstance(g_s[-1], nn.Conv2d):  # NLAIC ends with a full-resolution convolution
        set_identity(g_s[-1], 3)


def entropy_start(codec, y):
    """Start the head at each channel's own scale; y: latents with gain at the middle level."""
    log2_sigma = torch.log2(y.square().mean((0, 2, 3)).sqrt().clamp(min=0.1))
    out, k = codec.head.net[-1], codec.k
    out.weight.mul_(0.1)
    if isinstance(codec.head, heads.Head3D):
        out.bias.zero_()
        out.bias[k : 2 * k] = log2_sigma.mean()
        if k > 1:
            out.bias[k : 2 * k] += torch.linspace(-1.0, 1.0, k)
        return
    b = out.bias.view(3 if k > 1 else 2, k, codec.m)
    b.zero_()
    b[1] = log2_sigma
    if k > 1:
        b[1] += torch.linspace(-1.0, 1.0, k)[:, None]


@torch.no_grad()
def initialise(codec, tiles, overlap=False):
    """Start a codec in place.

    tiles: B x 3 x H x W in [0,1], H and W multiples of 64. ValueError if overlap is asked of a backbone without 5x5
    stages.
    """
    quiet(codec.g_a)
    quiet(codec.g_s)
    x = tiles - 0.5
    synthesis_start(codec.g_s, analysis_start(codec.g_a, x, overlap))
    # NLAIC's h_a ends with a NLAM, the others with the convolution itself
    shrink(codec.h_a[-1] if isinstance(codec.h_a[-1], nn.Conv2d) else codec.h_a[-2])  # z near zero at first
    middle = torch.full((tiles.shape[0],), (codec.levels - 1) / 2)
    entropy_start(codec, codec.g_a(x) * codec.gains(middle)[0])
    return codec
