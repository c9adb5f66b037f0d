import math

import pytest
import torch

from nlc_models.codec.likelihood import FactorizedPrior, mixture_likelihood


@pytest.mark.parametrize("k", [1, 3])
def test_mixture_over_all_integers_sums_to_one(k):
    params = torch.randn(1, (3 if k > 1 else 2) * k * 5, 2, 3)
    values = torch.arange(-60, 61).float().view(-1, 1, 1, 1).expand(-1, 5, 2, 3)
    mass = mixture_likelihood(params.expand(121, -1, -1, -1), values, k)
    torch.testing.assert_close(mass.sum(0), torch.ones(5, 2, 3), rtol=0, atol=1e-4)


def test_mixture_one_component_is_the_gaussian_bin():
    mean, log2_sigma = 0.3, 1.0
    params = torch.tensor([mean, log2_sigma]).view(1, 2, 1, 1)

    def phi(t):
        return 0.5 * math.erfc(-t / math.sqrt(2))

    expected = phi((2.5 - mean) / 2) - phi((1.5 - mean) / 2)
    assert mixture_likelihood(params, torch.full((1, 1, 1, 1), 2.0), 1).item() == pytest.approx(expected, rel=1e-5)


def test_mixture_far_value_is_bounded_and_still_has_a_gradient():
    params = torch.zeros(1, 2, 1, 1, requires_grad=True)
    p = mixture_likelihood(params, torch.full((1, 1, 1, 1), 500.0), 1)
    assert p.item() == pytest.approx(1e-9)
    assert torch.isfinite(torch.autograd.grad(-torch.log2(p).sum(), params)[0]).all()


def test_prior_over_all_integers_sums_to_one():
    prior = FactorizedPrior(4)
    z = torch.arange(-200, 201).float().view(-1, 1, 1, 1).expand(-1, 4, 1, 1)
    torch.testing.assert_close(prior(z).sum(0), torch.ones(4, 1, 1), rtol=0, atol=1e-5)
