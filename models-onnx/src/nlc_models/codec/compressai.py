"""Codecs of CompressAI's state dicts: the networks of five of its architectures, read by their published names.

Names and shapes are those of CompressAI's models (InterDigital, BSD-3-Clause-Clear), which is neither needed nor
imported. What differs from the codecs that this package trains:

* pictures in [0,1] go into the transforms as they are, not minus 0.5, which zero padding makes a difference;
* LeakyReLU has the slope 0.01; the hyper transforms of bmshj2018-hyperprior have ReLU, and its h_a sees |y|;
* z is rounded around a median per channel. h_a yields z minus the median here, so that integers are coded, and the
  first layer of h_s gets the medians through an input of ones. Adding them to its bias would not do: padding is zero
  beyond the edge, where z would have the median;
* entropy parameters are sigmas instead of their logarithms, before the means instead of after them;
* one network has one rate: two equal levels, because a pack has at least two.
"""

import math
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn as nn

from . import layers
from .backbones import cheng2020, minnen2018
from .context import ContextModel
from .heads import Head
from .layers import bias_of, conv, deconv
from .likelihood import BottleneckPrior, LowerBound
from .networks import Codec

ARCHITECTURES = ("bmshj2018-hyperprior", "mbt2018-mean", "mbt2018", "cheng2020-anchor", "cheng2020-attn")
SLOPE = 0.01  # of LeakyReLU
SCALE_BOUND = 0.11  # smallest sigma
PEDESTAL = 2.0**-36  # of GDN's parameters, which are stored as the root of themselves plus this
BETA_MIN = 1e-6  # of GDN; layers.GDN adds the same
LEVELS = 2
# Names of parts in CompressAI, by the name here.
NAMES: dict[type, dict[str, str]] = {
    layers.ResidualDown: {"a": "conv1", "b": "conv2", "gdn": "gdn", "skip.conv": "skip"},
    layers.ResidualUp: {"a": "subpel_conv", "b": "conv", "gdn": "igdn", "skip": "upsample"},
    layers.ResidualBlock: {"a": "conv1", "b": "conv2"},
    layers.Bottleneck: {"net": "conv"},
    layers.Attention: {"trunk": "conv_a", "mask": "conv_b"},
}
# Buffers that say nothing new: what CompressAI's own coder and bounds keep.
IGNORED = (
    "gaussian_conditional.",
    "entropy_bottleneck._offset",
    "entropy_bottleneck._quantized_cdf",
    "entropy_bottleneck._cdf_length",
    "entropy_bottleneck.target",
    "entropy_bottleneck.likelihood_lower_bound.",
    "context_prediction.mask",
)


class Shift(nn.Module):
    """x + value."""

    def __init__(self, value: float):
        super().__init__()
        self.value = value

    def forward(self, x):
        """Any shape -> the same."""
        return x + self.value


class Magnitude(nn.Module):
    """|x|."""

    def forward(self, x):
        """Any shape -> the same."""
        return x.abs()


class WithOnes(nn.Module):
    """One more channel, of ones."""

    def forward(self, x):
        """B x C x H x W -> B x (C + 1) x H x W."""
        return torch.cat([x, torch.ones_like(x[:, :1])], 1)


class LinearScales(nn.Module):
    """What the networks yield to what a likelihood takes: B x 2M (sigmas, means), or B x M (sigmas) without means ->
    B x 2M means, zero without, and log2 sigmas.
    """

    def __init__(self, means: bool):
        super().__init__()
        self.means = means

    def forward(self, x):
        """As the class says."""
        sigma, mean = x.chunk(2, 1) if self.means else (x, torch.zeros_like(x))
        return torch.cat([mean, torch.log2(LowerBound.apply(sigma, SCALE_BOUND))], 1)


class LinearHead(Head):
    """The head of an architecture: its net ends in LinearScales, and is nothing else where h_s yields the parameters
    itself.
    """

    net: nn.Sequential

    def __init__(self, m: int, context: ContextModel, means: bool):
        super().__init__(m, context, 1)
        before = [] if context is ContextModel.NONE else [*self.net]
        self.net = nn.Sequential(*before, LinearScales(means))


class CompressaiCodec(Codec):
    """A codec of one of ARCHITECTURES with the weights of a State; n, m: transform and latent channels.

    lmbda: what its training weighed the distortion (one of networks.DISTORTIONS) with, in CompressAI's units, which
    are those of this package.
    """

    def __init__(self, state: "State", architecture: str, lmbda: float = 0.013, distortion: str = "mse"):
        nn.Module.__init__(self)  # the parts are others than those of Codec's constructor
        n, m = widths(state, architecture)
        self.backbone, self.widths, self.distortion = architecture, (n, m), distortion
        self.lambdas = (lmbda,) * LEVELS
        self.m, self.hyper_channels, self.k = m, n, 1
        serial = architecture not in ("bmshj2018-hyperprior", "mbt2018-mean")
        self.context = ContextModel.SERIAL if serial else ContextModel.NONE
        g_a, g_s, h_a, h_s = transforms(architecture, n, m)
        self.head = LinearHead(m, self.context, architecture != "bmshj2018-hyperprior")
        self.prior = prior = BottleneckPrior(n)
        for module in (g_a, g_s, h_a, h_s, self.head):
            for part in module.modules():
                if isinstance(part, nn.LeakyReLU):
                    part.negative_slope = SLOPE
        for name, module in dict(g_a=g_a, g_s=g_s, h_a=h_a, h_s=h_s).items():
            state.fill(module, name)
        if serial:
            state.fill(self.head.ctx, "context_prediction")
            state.fill(self.head.net[:-1], "entropy_parameters")
        state.fill_prior(prior)
        state.finish()
        last, first = h_a[-1], h_s[0]
        assert isinstance(last, nn.Conv2d) and isinstance(first, nn.Conv2d | nn.ConvTranspose2d)
        with torch.no_grad():
            bias_of(last).sub_(prior.medians)
        h_s[0] = with_medians(first, prior.medians)
        self.g_a, self.g_s = nn.Sequential(Shift(0.5), *g_a), nn.Sequential(*g_s, Shift(-0.5))
        self.h_a = nn.Sequential(Magnitude(), *h_a) if architecture == "bmshj2018-hyperprior" else h_a
        self.h_s = nn.Sequential(WithOnes(), *h_s)
        self.log_gain = nn.Parameter(torch.zeros(LEVELS, m))
        self.log_inverse_gain = nn.Parameter(torch.zeros(LEVELS, m))
        self.residual, self.hyper_annealing = None, None
        self.eval()


@torch.no_grad()
def with_medians(layer: nn.Conv2d | nn.ConvTranspose2d, medians: torch.Tensor) -> nn.Conv2d | nn.ConvTranspose2d:
    """The layer with one more input, of ones, through which it sees the medians of all others."""
    transposed = isinstance(layer, nn.ConvTranspose2d)
    weight = layer.weight if transposed else layer.weight.transpose(0, 1)
    weight = torch.cat([weight, torch.einsum("iokl,i->okl", weight, medians)[None]])
    if isinstance(layer, nn.ConvTranspose2d):
        new: nn.Conv2d | nn.ConvTranspose2d = deconv(len(weight), layer.out_channels, layer.kernel_size[0])
    else:
        new = conv(len(weight), layer.out_channels, layer.kernel_size[0])
    new.weight.copy_(weight if transposed else weight.transpose(0, 1))
    bias_of(new).copy_(bias_of(layer))
    return new


def transforms(architecture: str, n: int, m: int) -> tuple[nn.Sequential, ...]:
    """g_a, g_s, h_a, h_s, layers numbered as in CompressAI, for its kinds of inputs and outputs."""
    if architecture.startswith("cheng2020"):
        g_a, g_s, h_a, h_s, _ = cheng2020(n, m)
        if architecture == "cheng2020-anchor":
            g_a, g_s = (nn.Sequential(*[l for l in g if not isinstance(l, layers.Attention)]) for g in (g_a, g_s))
        return g_a, g_s, h_a, h_s
    g_a, g_s, h_a, h_s, _ = minnen2018(n, m)
    if architecture == "bmshj2018-hyperprior":
        h_a = nn.Sequential(conv(m, n), nn.ReLU(), conv(n, n, 5, 2), nn.ReLU(), conv(n, n, 5, 2))
        h_s = nn.Sequential(deconv(n, n), nn.ReLU(), deconv(n, n), nn.ReLU(), conv(n, m), nn.ReLU())
    return g_a, g_s, h_a, h_s


def parts(module: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """(name in CompressAI, part) of a module's parts that have weights."""
    for kind, names in NAMES.items():
        if isinstance(module, kind):
            yield from ((name, module.get_submodule(own)) for own, name in names.items())
            return
    if isinstance(module, nn.Sequential):
        yield from ((str(i), part) for i, part in enumerate(module))


def shape_text(shape) -> str:
    """A tensor's shape for people."""
    return " x ".join(map(str, shape)) or "a single number"


class State:
    """A state dict that is read key by key. ValueError names the first key that is missing, has another shape, or is
    left.
    """

    def __init__(self, values: dict[str, torch.Tensor]):
        self.values = {renamed(k): v for k, v in values.items()}
        self.left = set(self.values)

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self.values

    def shape(self, key: str, dimensions: int) -> torch.Size:
        """Of a tensor with so many dimensions."""
        if key not in self.values:
            raise ValueError(f"{key} is missing")
        shape = self.values[key].shape
        if len(shape) != dimensions:
            raise ValueError(f"{key} has {len(shape)} dimensions, not {dimensions}")
        return shape

    def take(self, key: str, shape) -> torch.Tensor:
        """A tensor of that shape, float32."""
        if key not in self.values:
            raise ValueError(f"{key} is missing")
        value = self.values[key]
        if tuple(value.shape) != tuple(shape):
            raise ValueError(f"{key} has the shape {shape_text(value.shape)}, not {shape_text(shape)}")
        if not torch.isfinite(value).all():
            raise ValueError(f"{key} has values that are no finite numbers")
        self.left.discard(key)
        return value.float()

    def number(self, key: str, default: float) -> float:
        """A number that may be missing."""
        return self.take(key, self.values[key].shape).double().mean().item() if key in self.values else default

    @torch.no_grad()
    def fill(self, module: nn.Module, prefix: str) -> None:
        """Copy the weights of a module and its parts."""
        if isinstance(module, layers.GDN):
            beta = self.nonnegative(prefix + ".beta", module.beta.shape, BETA_MIN)
            module.beta.copy_((beta - BETA_MIN).clamp(min=0).sqrt())
            module.gamma.copy_(self.nonnegative(prefix + ".gamma", module.gamma.shape, 0).sqrt())
        elif isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            module.weight.copy_(self.take(prefix + ".weight", module.weight.shape))
            bias_of(module).copy_(self.take(prefix + ".bias", bias_of(module).shape))
        for name, part in parts(module):
            self.fill(part, f"{prefix}.{name}")

    def nonnegative(self, key: str, shape, minimum: float) -> torch.Tensor:
        """A parameter of GDN from its re-parametrised form, float64."""
        raw = self.take(key, shape).double()
        pedestal = self.number(key + "_reparam.pedestal", PEDESTAL)
        bound = self.number(key + "_reparam.lower_bound.bound", math.sqrt(minimum + PEDESTAL))
        return (raw.clamp(min=bound) ** 2 - pedestal).clamp(min=minimum)

    @torch.no_grad()
    def fill_prior(self, prior: BottleneckPrior) -> None:
        """Copy the density of z and its medians."""
        for name, tensors in dict(matrix=prior.matrices, bias=prior.biases, factor=prior.factors).items():
            for i, tensor in enumerate(tensors):
                tensor.copy_(self.take(f"entropy_bottleneck._{name}{i}", tensor.shape))
        prior.medians.copy_(self.take("entropy_bottleneck.quantiles", (prior.channels, 1, 3))[:, 0, 1])

    def finish(self) -> None:
        """Every key must have been read, or say nothing."""
        left = sorted(k for k in self.left if not k.startswith(IGNORED))
        if left:
            raise ValueError(f"{left[0]} is unexpected" + (f", and {len(left) - 1} more" if len(left) > 1 else ""))


def renamed(key: str) -> str:
    """The name that a key has in CompressAI 1.1 and later: wrappers' prefixes off, lists of parameters numbered."""
    for prefix in ("module.", "_orig_mod."):
        while key.startswith(prefix):
            key = key.removeprefix(prefix)
    key = key.replace(".downsample.", ".skip.")
    for several, one in (("matrices", "matrix"), ("biases", "bias"), ("factors", "factor")):
        for old in (f"entropy_bottleneck._{several}.", f"entropy_bottleneck.{several}."):
            if key.startswith(old):
                key = f"entropy_bottleneck._{one}{key.removeprefix(old)}"
    return key


def widths(state: State, architecture: str) -> tuple[int, int]:
    """(N, M) of a state dict."""
    if architecture.startswith("cheng2020"):
        n = state.shape("g_a.0.conv1.weight", 4)[0]
        return n, n
    return state.shape("g_a.0.weight", 4)[0], state.shape("g_a.6.weight", 4)[0]


def detect(state: State) -> str:
    """The architecture of a state dict by its keys and shapes. ValueError if it is none of ARCHITECTURES."""
    if state.has("g_a.0.conv1.weight"):
        return "cheng2020-attn" if state.has("g_a.3.conv_a.0.conv.0.weight") else "cheng2020-anchor"
    for key in ("g_a.0.weight", "g_a.6.weight", "h_s.4.weight"):
        if not state.has(key):
            raise ValueError(f"none of the architectures {', '.join(ARCHITECTURES)}: {key} is missing")
    if state.has("context_prediction.weight"):
        return "mbt2018"
    return "mbt2018-mean" if state.shape("h_s.4.weight", 4)[0] == 2 * widths(state, "mbt2018")[1] else ARCHITECTURES[0]


def read(path: str | Path) -> State:
    """The state dict of a file, by itself or under the key state_dict of a training checkpoint.

    ValueError if it holds none, or something else than tensors and plain values.
    """
    try:
        values: Any = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as e:
        raise ValueError(f"{path} is no checkpoint of tensors and plain values: {str(e).splitlines()[0]}") from e
    if isinstance(values, dict) and isinstance(values.get("state_dict"), dict):
        values = values["state_dict"]
    tensors = isinstance(values, dict) and all(
        isinstance(k, str) and isinstance(v, torch.Tensor) for k, v in values.items()
    )
    if not tensors or not values:
        raise ValueError(f"{path} holds no state dict, by itself or under the key state_dict")
    return State(values)


def load(
    path: str | Path, architecture: str = "auto", lmbda: float = 0.013, distortion: str = "mse"
) -> CompressaiCodec:
    """The codec of a file. architecture: one of ARCHITECTURES, or auto.

    ValueError names the file, the architecture and the first key that does not belong.
    """
    state = read(path)
    try:
        found = detect(state) if architecture == "auto" else architecture
    except ValueError as e:
        raise ValueError(f"{path}: {e}") from None
    if found not in ARCHITECTURES:
        raise ValueError(f"no such architecture: {found!r}; there are auto, {', '.join(ARCHITECTURES)}")
    try:
        return CompressaiCodec(state, found, lmbda, distortion)
    except ValueError as e:
        raise ValueError(f"{path} as {found}: {e}") from None
