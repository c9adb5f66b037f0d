"""MS-SSIM and SSIMULACRA 2 against published implementations, and the vectors that Java is held to."""

import json

import pytest
import torch
import torch.nn.functional as F
from make_metric_vectors import FILE, SIZES, digest, pair
from support import tensor

from nlc_models.evaluation import metrics


def pictures(width, height, dtype=torch.float64):
    return tuple(metrics.from_bytes(p, width, height).to(dtype) for p in pair(width, height))


# ms_ssim(a, b, data_range=1.0) of pytorch-msssim in float64, whose window is float32
@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (176, 192, 0.9873818186407103),
        (187, 161, 0.9874183242138397),
        (161, 203, 0.9879921642387658),
        (256, 177, 0.9869745404010857),
    ],
)
def test_ms_ssim_agrees_with_pytorch_msssim(width, height, expected):
    a, b = pictures(width, height)
    assert metrics.ms_ssim(a, b).item() == pytest.approx(expected, abs=1e-6)
    assert metrics.ms_ssim(a.float(), b.float()).item() == pytest.approx(expected, abs=1e-5)


def test_ms_ssim_agrees_with_the_package_if_it_is_there():
    package = pytest.importorskip("pytorch_msssim", reason="pip install 'models-onnx[reference]'")
    a = torch.cat([tensor(i, 193, 176) for i in range(3)])
    b = (a + 0.05 * torch.randn(a.shape, generator=torch.Generator().manual_seed(1))).clamp(0, 1)
    theirs = package.ms_ssim(a, b, data_range=1.0, size_average=False)
    torch.testing.assert_close(metrics.ms_ssim(a, b), theirs, rtol=0, atol=1e-5)


def test_ms_ssim_is_one_for_equal_pictures_and_symmetric():
    a, b = pictures(176, 161)
    assert metrics.ms_ssim(a, a).item() == pytest.approx(1, abs=1e-12)
    assert metrics.ms_ssim(a, b).item() == pytest.approx(metrics.ms_ssim(b, a).item(), abs=1e-12)


def test_ms_ssim_gradient_is_that_of_finite_differences():
    torch.manual_seed(0)
    a = tensor(3, 161, 162).double()
    b = (a + 0.1 * torch.randn_like(a)).requires_grad_()
    (slope,) = torch.autograd.grad(metrics.ms_ssim(b, a).sum(), b)
    for seed in range(3):
        direction = torch.randn(a.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        step = 1e-5 * direction
        with torch.no_grad():
            difference = (metrics.ms_ssim(b + step, a) - metrics.ms_ssim(b - step, a)).item() / 2e-5
        assert (slope * direction).sum().item() == pytest.approx(difference, rel=1e-5)


def test_ms_ssim_each_picture_of_a_batch_is_by_itself():
    a, b = torch.cat([tensor(i, 176, 176) for i in range(2)]), torch.cat([tensor(i + 5, 176, 176) for i in range(2)])
    together = metrics.ms_ssim(a, b)
    assert together.shape == (2,)
    for i in range(2):
        assert together[i].item() == pytest.approx(metrics.ms_ssim(a[i : i + 1], b[i : i + 1]).item(), abs=1e-6)


def test_ms_ssim_opposite_pictures_are_zero_without_a_slope():
    a = torch.rand(1, 3, 176, 176, generator=torch.Generator().manual_seed(0))
    b = (1 - a).requires_grad_()
    value = metrics.ms_ssim(b, a)
    value.sum().backward()
    assert value.item() == 0 and torch.equal(b.grad, torch.zeros_like(b))


def test_ms_ssim_small_pictures_need_fewer_scales():
    a, b = pictures(60, 40)
    with pytest.raises(ValueError, match="161 pixels or more, not 60 x 40"):
        metrics.ms_ssim(a, b)
    assert metrics.scales(40, 60) == 2 and 0 < metrics.ms_ssim(a, b, fewer=True).item() < 1
    with pytest.raises(ValueError, match="11 pixels"):
        metrics.ms_ssim(a[..., :10, :], b[..., :10, :], fewer=True)
    with pytest.raises(ValueError, match="one shape"):
        metrics.ms_ssim(a, b[..., 1:], fewer=True)


def test_texture_is_worse_for_blur_than_for_other_grain():
    g = torch.Generator().manual_seed(0)
    a, other = (0.5 + 0.05 * torch.randn(1, 3, 128, 128, generator=g) for _ in range(2))
    blurred = F.avg_pool2d(a, 5, 1, 2)
    assert metrics.texture(a, a).item() == 0
    assert metrics.texture(blurred, a).item() > 5 * metrics.texture(other, a).item()
    assert (blurred - a).square().mean() < (other - a).square().mean()  # the square error thinks otherwise


def test_texture_of_flat_pictures_has_a_finite_slope():
    a = torch.full((1, 3, 64, 64), 0.5)
    b = a.clone().requires_grad_()
    metrics.texture(b, a).sum().backward()
    assert torch.isfinite(b.grad).all()


def test_vectors_are_up_to_date():
    rows = json.loads(FILE.read_text())["pictures"]
    assert [(r["width"], r["height"]) for r in rows] == list(SIZES)
    for r in rows:
        size = r["width"], r["height"]
        a, b = pictures(*size)
        assert digest(*size) == r["crc32"]
        expected = metrics.ms_ssim(a, b, fewer=True).item() if metrics.scales(*size) else None
        assert r["msSsim"] == (None if expected is None else pytest.approx(expected, abs=1e-12))
        assert r["ssimulacra2"] == pytest.approx(metrics.ssimulacra2(a, b).item(), abs=1e-9)


def noise(side, seed):
    state, samples = seed, bytearray()
    for _ in range(3 * side * side):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        samples.append(state >> 33 & 255)
    return metrics.from_bytes(samples, side, side)


def flat(side, value):
    return torch.full((1, 3, side, side), value / 255, dtype=torch.float64)


def test_ssimulacra2_agrees_with_libjxl():
    # scores of libjxl's program, as imazen/ssimulacra2 recorded them in its reference_data.rs; its filter is a
    # recursion in float32
    ramp = (torch.arange(64) * 255 // 63).double().div(255).expand(1, 3, 64, 64)
    assert metrics.ssimulacra2(ramp, flat(64, 128)).item() == pytest.approx(-64.56872147999999, abs=0.003)
    assert metrics.ssimulacra2(noise(64, 42), flat(64, 128)).item() == pytest.approx(-47.33572558, abs=0.003)
    # the variance of flat pictures is only rounding
    for side, shift, expected in (
        (64, 5, 91.52357693),
        (64, 50, -8.75942256),
        (128, 10, 77.84296299),
        (256, 50, -0.39085784),
    ):
        assert metrics.ssimulacra2(flat(side, 128), flat(side, 128 + shift)).item() == pytest.approx(expected, abs=0.1)


def test_ssimulacra2_equal_pictures_and_mistakes():
    a, b = pictures(40, 30)
    assert metrics.ssimulacra2(torch.cat([a, b]), torch.cat([a, a])).tolist() == pytest.approx(
        [100, metrics.ssimulacra2(b, a).item()], abs=1e-5
    )
    with pytest.raises(ValueError, match="8 pixels or more, not 40 x 7"):
        metrics.ssimulacra2(a[..., :7, :], b[..., :7, :])
    with pytest.raises(ValueError, match="one shape"):
        metrics.ssimulacra2(a, b[:, :1])


def test_truncated_cosines_are_an_unbiased_filter_of_the_variance():
    taps = metrics.truncated_cosines(1.5)
    d = torch.arange(len(taps)) - len(taps) // 2
    assert len(taps) == 9 and taps.sum().item() == pytest.approx(1, abs=1e-12)
    assert (taps * d.square()).sum().item() == pytest.approx(2.25, abs=1e-9)
