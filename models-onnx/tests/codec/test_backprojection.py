"""Back-projection: steps by the price of errors, and latents that are moved by what comes back."""

import math

import pytest
import torch
from support import make_codec, tensor

from nlc_models.codec import backprojection

LEVELS = torch.linspace(0, 7, 29)


def test_steps_grow_with_lambda_from_some_level_on():
    codec = make_codec()
    steps = backprojection.steps_at(codec, LEVELS)
    total = steps.sum(0)
    assert total[0] == 0 and (total.diff() >= 0).all()
    assert ((steps == 0) | (steps >= backprojection.LEAST) & (steps <= backprojection.LONGEST)).all()
    assert total[-1].item() == pytest.approx(2 * backprojection.EACH)
    expected = backprojection.RATE * math.log(codec.lambdas[5] / backprojection.NOTHING)
    assert backprojection.steps_at(codec, torch.tensor([5.0]))[:, 0].tolist() == pytest.approx([expected, 0])


@pytest.mark.parametrize("change", [dict(distortion="ms-ssim"), dict(lambdas=(0.1,) * 8)])
def test_there_are_none_for_other_lambdas(change):
    codec = make_codec()
    for name, value in change.items():
        setattr(codec, name, value)
    assert not backprojection.steps_at(codec, LEVELS).any()


@torch.no_grad()
def test_latents_are_moved_by_what_comes_back_each_at_its_level():
    codec = make_codec()
    x, q = torch.cat([tensor(1), tensor(2), tensor(3)]), torch.tensor([5.0, 0.0, 7.0])
    found = backprojection.latent(codec, x, q)
    for i, level in enumerate(q):
        gain, inverse = codec.gains(level[None])
        analysed = codec.g_a(x[i : i + 1] - 0.5)
        y, steps = analysed, [s for s in backprojection.steps_at(codec, level[None])[:, 0].tolist() if s]
        assert len(steps) == [1, 0, 2][i]
        for step in steps:
            back = codec.g_a((codec.g_s(y * gain * inverse) + 0.5).clamp(0, 1) - 0.5)
            y = y + step * (analysed - back)
        assert torch.allclose(found[i : i + 1], y * gain, atol=1e-4)


@torch.no_grad()
def test_the_synthesis_comes_nearer_to_the_picture(monkeypatch):
    """A synthesis that undoes its analysis but for a factor."""
    codec = make_codec()
    monkeypatch.setattr(codec, "gains", lambda q: (torch.ones(1, 1, 1, 1), torch.ones(1, 1, 1, 1)))
    codec.g_a, codec.g_s = torch.nn.PixelUnshuffle(16), torch.nn.Sequential(torch.nn.PixelShuffle(16), Halved())
    x, q = tensor(4), torch.tensor([7.0])
    plain, moved = codec.g_a(x - 0.5), backprojection.latent(codec, x, q)
    errors = [(codec.g_s(y) + 0.5 - x).square().mean().item() for y in (plain, moved)]
    assert errors[1] < 0.5 * errors[0]


class Halved(torch.nn.Module):
    def forward(self, x):
        return 0.5 * x
