"""Integer forms of networks that yield sigmas, and of LeakyReLUs of slope 0.01."""

import math

import pytest
import torch
from reference_compressai import Reference
from support import tensor

from nlc_models.codec.compressai import CompressaiCodec, State
from nlc_models.integer import quantize, tuning
from nlc_models.integer.exact import ACTIVATION_MAX, SLOPES, requantise
from nlc_models.integer.linear import SCALE_MAX, ExactScales, logarithm_table


def test_leaky_relu_of_another_slope_matches_integer_arithmetic():
    acc = torch.randint(-(2**23), 2**23, (1, 2, 60, 60)).double()
    shift = torch.tensor([6.0, 11.0]).double()
    got = requantise(acc, shift, ACTIVATION_MAX, "leaky-0.01").long()
    lowest = -(ACTIVATION_MAX * 4096 // 41)
    v = (acc.long() >> shift.long().view(1, 2, 1, 1)).clamp(lowest, ACTIVATION_MAX)
    assert torch.equal(got, torch.maximum(v, (41 * v + 2048) >> 12))
    assert torch.equal(got, requantise(acc.float(), shift, ACTIVATION_MAX, "leaky-0.01").long())
    assert got.min() == -ACTIVATION_MAX and got.max() == ACTIVATION_MAX


@pytest.mark.parametrize("slope", SLOPES)
def test_gradients_of_leaky_relus_are_their_slopes(slope):
    acc = torch.tensor([[[[-6400.0, 640.0]]]], requires_grad=True)
    requantise(acc, torch.zeros(1), 1023, slope).sum().backward()
    assert acc.grad is not None and torch.allclose(acc.grad.flatten(), torch.tensor([SLOPES[slope], 1.0]))


def test_logarithms_are_those_of_the_sigmas():
    table = logarithm_table()
    assert len(table) == SCALE_MAX + 1 and (table.diff() >= 0).all() and table[0] < -1000
    for a in (1, 2, 3, 1000, SCALE_MAX):
        assert table[a] == math.floor(16 * math.log2(a) + 0.5)


def test_scales_are_bounded_and_means_pass():
    m = ExactScales(bits=torch.tensor([8.0, 3.0]), means=True)
    x = torch.tensor([[-5.0, 80.0, 77.0, -20000.0], [256.0, 0.0, 0.0, 1.0]])[:, :, None, None]
    want = [[77, -8191, -51, math.floor(16 * math.log2(10) + 0.5)], [0, 1, 0, -51]]
    assert m(x).flatten(1).tolist() == want
    bare = ExactScales(bits=torch.tensor([8.0, 3.0]), means=False)
    assert bare(x[:, :2]).flatten(1).tolist() == [[0, 0, *w[2:]] for w in want]


def test_gradient_of_a_scale_is_that_of_its_logarithm():
    m = ExactScales(bits=torch.tensor([8.0]), means=False)
    x = torch.tensor([[[[512.0]]]], requires_grad=True)
    m(x).sum().backward()
    assert x.grad is not None and x.grad.item() == pytest.approx(16 / (512 * math.log(2)))


@pytest.mark.parametrize("architecture", ["bmshj2018-hyperprior", "mbt2018-mean", "cheng2020-anchor"])
def test_tuning_lowers_the_rate(architecture):
    codec = CompressaiCodec(State(Reference(architecture, 8, 8).state_dict()), architecture)
    cached = [codec.g_a(tensor(i, 256, 256) - 0.5).detach()[0] for i in range(2)]
    networks = quantize.quantise(codec, tuning.samples(codec, cached, 2))
    z, y = tuning.latents.rounded(codec, cached[0][None], 0)

    def bits(n):
        with torch.no_grad():
            return -torch.log2(tuning.integer_likelihood(n(z, y), y, 1)).sum().item()

    before = bits(networks)
    tuning.tune(codec, networks, cached, 15, lr=1e-3, batch=4, side=8)
    exact = networks.exact()
    assert bits(networks) < before and bits(exact) == pytest.approx(bits(networks))
    assert all(layer.bound().max() < 2**24 for _, layer in exact.layers())
