"""A codec: its backbone, gains, prior and entropy model put together.

    x --g_a--> y --gain--> round --> y_hat --1/gain--> g_s --> x_hat
                 |
                 h_a --> z --round--> z_hat --h_s--> features for the entropy model of y_hat

One network serves a continuous range of rates through per-channel gains indexed by a level q in [0, levels - 1] (gain
units, Cui et al. 2021). Latents are round(y), never round(y - mean): the entropy model then sees integers only and
can run in exact integer arithmetic. For the same reason every LeakyReLU has the slope 2^-6.
"""

import torch
import torch.nn as nn

from .backbones import BACKBONES, LEAN
from .context import ContextModel
from .heads import make_head
from .layers import conv, lrelu
from .likelihood import BottleneckPrior, FactorizedPrior, mixture_likelihood

# Loss: rate + lambda * 255^2 * MSE, as in CompressAI.
LAMBDAS = (0.0009, 0.0018, 0.0035, 0.0067, 0.0130, 0.0250, 0.0483, 0.0932)
# Loss: rate + lambda * (1 - MS-SSIM), CompressAI's qualities 1 to 8, whose lambdas for the MSE are 0.0018 to 0.18.
MS_SSIM_LAMBDAS = (2.40, 4.58, 8.73, 16.64, 31.73, 60.50, 115.37, 220.00)
MS_SSIM_TO_MSE = 16.64 / 0.0130  # what CompressAI pairs at quality 4; its other pairs have 1222 to 1333
DISTORTIONS = ("mse", "ms-ssim", "mixed")  # what a codec was trained for (nlc_models.training.objective)


def initial_gain(lam):
    """High-rate optimum for an orthonormal transform of x in [0,1]: step^2 = 12 * 3 / (2 ln 2 * lambda) in units of
    1/255.
    """
    return 50.0 * lam**0.5


class Residual(nn.Module):
    """Latent residual prediction: hyper features B x F x h x w and symbols B x M x h x w -> B x M x h x w within
    +-0.5; zero at first.
    """

    SCALE = 0.25  # of symbols, which reach hundreds

    def __init__(self, f, m):
        super().__init__()
        width = m // 2
        self.hyper, self.symbols = conv(f, width, 1), conv(m, width)
        self.act, self.out = lrelu(), conv(width, m)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, hyper, y):
        """As the class says."""
        return 0.5 * torch.tanh(self.out(self.act(self.hyper(hyper) + self.symbols(y * self.SCALE))))


def scale_gradient(x, share):
    """x, of any shape, as it is; its gradient is multiplied by share, 0 to 1."""
    return x.detach() + share * (x - x.detach())


class Codec(nn.Module):
    """A complete codec: backbone, gains, prior of z and one entropy model of y.

    context: a ContextModel or its name; widths: (transform channels, latent channels M), or for nlaic (channels at
    full size, at /4 and below, and M if it is more); k: Gaussian mixture components; lambdas: one per level,
    ascending, for the distortion, one of DISTORTIONS. ValueError for networks that there are not.
    """

    def __init__(
        self,
        backbone="cheng2020",
        widths=(64, 192),
        context=ContextModel.CHECKERBOARD,
        k=3,
        lambdas=LAMBDAS,
        distortion="mse",
    ):
        super().__init__()
        if distortion not in DISTORTIONS:
            raise ValueError(f"distortion must be one of {', '.join(DISTORTIONS)}, not {distortion!r}")
        self.distortion = distortion
        if backbone not in BACKBONES:
            raise ValueError(f"no such backbone: {backbone!r}; there are {', '.join(BACKBONES)}")
        self.backbone, self.widths, self.lambdas = backbone, tuple(widths), tuple(lambdas)
        self.context = ContextModel.parse(context)
        if len(self.widths) not in ((2, 3) if backbone == "nlaic" else (2,)):
            raise ValueError(
                f"widths of {backbone} must be {'2 or 3' if backbone == 'nlaic' else '2'} numbers, not {self.widths}"
            )
        self.g_a, self.g_s, self.h_a, self.h_s, self.hyper_channels = BACKBONES[backbone](*widths)
        self.m = m = self.widths[-1]
        self.prior: FactorizedPrior | BottleneckPrior = FactorizedPrior(self.hyper_channels)
        self.features = m if backbone in LEAN else 2 * m
        self.head = make_head(m, self.context, k, self.features)
        self.k = self.head.k
        scale = MS_SSIM_TO_MSE if distortion == "ms-ssim" else 1
        init = torch.tensor([initial_gain(l / scale) for l in self.lambdas]).log()[:, None].repeat(1, m)
        self.log_gain = nn.Parameter(init.clone())
        self.log_inverse_gain = nn.Parameter(-init.clone())
        self.residual = None
        # In training: a tensor, the share of the gradient of z's rate that reaches h_a (restart.py).
        self.hyper_annealing = None

    def add_residual(self):
        """Give the codec an untrained latent residual prediction, which changes nothing yet."""
        self.residual = Residual(self.features, self.m)

    @property
    def levels(self):
        """How many levels of rate there are; q lies in 0..levels - 1."""
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
        """Move the gains of the highest level on by this share of the step from the level below, in place: a wider
        range of rates without training.

        share: 0 to 1. The further, the less the bits buy, because it is no longer the quantisation noise that limits
        the PSNR.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"share must be 0 to 1, not {share}")
        for table in (self.log_gain, self.log_inverse_gain):
            table[-1] += share * (table[-1] - table[-2])

    def analysis(self, x, q):
        """x: B x 3 x H x W in [0,1], H and W multiples of 64 -> (y B x M x H/16 x W/16, z B x N x H/64 x W/64), not
        rounded.
        """
        y = self.g_a(x - 0.5).float() * self.gains(q)[0]
        return y, self.h_a(y.to(x.dtype)).float()

    def synthesis(self, y, q, hyper=None):
        """y: decoded latents -> B x 3 x 16h x 16w, about [0,1].

        hyper: h_s(z), which the latent residual prediction, if there is one, needs.
        """
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

        In training, rates are those of latents with uniform noise while the decoder sees rounded ones with a
        straight-through gradient (the mixed quantisation of Minnen2020, section 4); otherwise everything is rounded.
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
