"""Float likelihoods, used for training and as the reference that the integer entropy networks are measured against."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

# Training latents carry uniform noise, so scales below 1/8 save nothing and make training unstable.
LOG2_SIGMA = (-3.0, 8.0)
MIN_LIKELIHOOD = 1e-9
FILTERS = (1, 3, 3, 3, 3, 1)  # of the BottleneckPrior


class LowerBound(torch.autograd.Function):
    """max(x, bound) whose gradient still passes where it would push x back above the bound."""

    @staticmethod
    def forward(ctx, x, bound):
        """x, of any shape, and a number -> the larger of both."""
        ctx.save_for_backward(x)
        ctx.bound = bound
        return x.clamp(min=bound)

    @staticmethod
    def backward(ctx, g):
        """The gradient where x is above the bound, or would move there."""
        (x,) = ctx.saved_tensors
        return g * ((x >= ctx.bound) | (g < 0)), None


def standard_normal_cdf(x):
    """Of each element; erfc keeps the lower tail precise."""
    return 0.5 * torch.erfc(-x * 2.0**-0.5)


def split_parameters(params, channels, k):
    """B x (3 k M | 2 M) x H x W -> B x (3 | 2) x k x M x H x W: means, log2 sigmas and, for k > 1, log2 weights."""
    b, _, h, w = params.shape
    return params.view(b, 3 if k > 1 else 2, k, channels, h, w)


def mixture_likelihood(params, y, k):
    """Probability of y (B x M x H x W) under a mixture of k Gaussians integrated over unit bins (Cheng2020, section
    3.2).

    params: B x (3 k M) x H x W, or B x (2 M) x H x W for k = 1; means, log2 sigmas, log2 mixture weights. Scales are
    log2(sigma) so that the integer networks index a table of sigmas directly. Returns B x M x H x W, at least 1e-9.
    """
    p = split_parameters(params.float(), y.shape[1], k)
    mean, inverse_sigma = p[:, 0], torch.exp2(-p[:, 1].clamp(*LOG2_SIGMA))
    # |y - mean| keeps both terms in the lower tail, where float32 is precise
    d = (y[:, None] - mean).abs()
    mass = standard_normal_cdf((0.5 - d) * inverse_sigma) - standard_normal_cdf((-0.5 - d) * inverse_sigma)
    if k > 1:
        mass = mass * torch.softmax(p[:, 2] * math.log(2.0), 1)
    return LowerBound.apply(mass.sum(1), MIN_LIKELIHOOD)


class FactorizedPrior(nn.Module):
    """Per-channel prior of the hyper-latent z: a mixture of logistics, exported as one static frequency table a
    channel.

    Takes the place of the non-parametric density of Balle2018 (appendix 6.1); z: B x C x H x W.
    """

    def __init__(self, channels, k=3):
        super().__init__()
        self.mean = nn.Parameter(torch.linspace(-2, 2, k).repeat(channels, 1))
        self.logscale = nn.Parameter(torch.full((channels, k), 0.7))
        self.weight = nn.Parameter(torch.zeros(channels, k))

    @property
    def channels(self):
        """C."""
        return len(self.mean)

    def cdf(self, x):
        """Cumulative probability of each element of x, B x C x H x W."""
        shape = (1, -1, self.mean.shape[1], 1, 1)
        s = torch.sigmoid((x[:, :, None] - self.mean.view(shape)) * torch.exp(-self.logscale).view(shape))
        return (s * torch.softmax(self.weight, 1).view(shape)).sum(2)

    def forward(self, z):
        """Probability of the unit bin around each element of z, B x C x H x W, at least 1e-9."""
        return LowerBound.apply(self.cdf(z + 0.5) - self.cdf(z - 0.5), MIN_LIKELIHOOD)


class BottleneckPrior(nn.Module):
    """CompressAI's entropy bottleneck, the non-parametric density of Balle 2018 (appendix 6.1), of z minus its
    median.
    """

    medians: torch.Tensor

    def __init__(self, channels: int):
        super().__init__()
        self.channels = channels
        sides = list(zip(FILTERS[1:], FILTERS))
        self.matrices = nn.ParameterList(torch.zeros(channels, o, i) for o, i in sides)
        self.biases = nn.ParameterList(torch.zeros(channels, o, 1) for o, _ in sides)
        self.factors = nn.ParameterList(torch.zeros(channels, o, 1) for o, _ in sides[:-1])
        self.register_buffer("medians", torch.zeros(channels))

    def logits(self, x):
        """Logits of the cumulative probability of each element of x, B x C x H x W."""
        v = (x + self.medians.view(1, -1, 1, 1)).transpose(0, 1)
        shape = v.shape
        v = v.reshape(self.channels, 1, -1)
        for i, (matrix, bias) in enumerate(zip(self.matrices, self.biases)):
            v = F.softplus(matrix) @ v + bias
            if i < len(self.factors):
                v = v + torch.tanh(self.factors[i]) * torch.tanh(v)
        return v.view(shape).transpose(0, 1)

    def cdf(self, x):
        """Cumulative probability of each element of x, B x C x H x W."""
        return torch.sigmoid(self.logits(x))

    def forward(self, z):
        """Probability of the unit bin around each element of z, B x C x H x W, at least 1e-9."""
        lower, upper = self.logits(z - 0.5), self.logits(z + 0.5)
        sign = -torch.sign(lower + upper).detach()  # both in the lower tail, where sigmoids are precise
        mass = (torch.sigmoid(sign * upper) - torch.sigmoid(sign * lower)).abs()
        return LowerBound.apply(mass, MIN_LIKELIHOOD)
