"""Confidence in BD-rates: a bootstrap over pictures."""

import math

import numpy as np
import pytest

from nlc_models.evaluation import confidence, rd

ANCHOR, OTHER = ("jpeg", "n/a"), ("nlc a/b", "mse")


def runs(codec, factors, settings=5):
    """Of a codec that needs each picture's factor times the bits of factor 1."""
    return [
        confidence.Run(
            *codec, str(i), f"{k}.png", round(f * 0.1 * 2**i, 5), 28 + 2.5 * i, round(0.9 + 0.02 * i, 2), 30.0 + 10 * i
        )
        for i in range(settings)
        for k, f in enumerate(factors)
    ]


@pytest.mark.parametrize("measure", ["psnr", "ms-ssim", "ssimulacra2"])
def test_pictures_that_agree_leave_no_doubt(measure):
    both = runs(ANCHOR, [1, 2, 3, 4]) + runs(OTHER, [0.5, 1, 1.5, 2])
    low, high = confidence.interval(both, ANCHOR, OTHER, measure, draws=50)
    assert low == pytest.approx(-50) and high == pytest.approx(-50)


def test_pictures_that_differ_widen_it():
    rng = np.random.default_rng(3)
    some, many = rng.uniform(0.4, 0.8, 6), rng.uniform(0.4, 0.8, 60)
    widths = []
    for factors in (some, many):
        both = runs(ANCHOR, [1] * len(factors)) + runs(OTHER, factors)
        low, high = confidence.interval(both, ANCHOR, OTHER, "psnr", draws=300)
        assert low < 100 * (factors.mean() - 1) < high
        assert 100 * (factors.min() - 1) < low and high < 100 * (factors.max() - 1)
        assert (low, high) == confidence.interval(both, ANCHOR, OTHER, "psnr", draws=300)
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_other_pictures_are_no_pair():
    whole = runs(OTHER, [0.5, 0.6, 0.7])
    assert confidence.interval(whole, ANCHOR, OTHER, "psnr") is None
    assert confidence.interval(whole + runs(ANCHOR, [1, 1, 1, 1]), ANCHOR, OTHER, "psnr") is None
    assert confidence.interval(whole + runs(ANCHOR, [1, 1, 1])[:-1], ANCHOR, OTHER, "psnr") is None
    assert confidence.interval(runs(OTHER, [1, 2]) + runs(ANCHOR, [1, 2]), ANCHOR, OTHER, "psnr") is None
    assert confidence.interval(whole + runs(ANCHOR, [1, 1, 1]), ANCHOR, OTHER, "psnr") is not None


def test_file_gives_back_the_runs(tmp_path):
    path = tmp_path / "runs.csv"
    assert confidence.read(path) == []
    some = [*runs(OTHER, [0.5, 0.25]), confidence.Run("x", "n/a", "1", "a,b.png", 1.5, 30.25, 0.5, math.nan)]
    confidence.write(path, some)
    back = confidence.read(path)
    assert back[:-1] == some[:-1] and math.isnan(back[-1].ssimulacra2) and back[-1].picture == "a,b.png"
    assert confidence.merge(back, runs(ANCHOR, [1]))[: len(back) - 1] == some[:-1]
    assert [r for r in confidence.merge(back, runs(OTHER, [1])) if r.codec == OTHER[0]] == runs(OTHER, [1])
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="must have the columns codec, metric"):
        confidence.read(path)


def test_same_numbers_as_the_points_that_they_are_of():
    pictures, bpp, value = confidence.table(runs(OTHER, [0.5, 0.7]), *OTHER, "ms-ssim")
    rates, quality = confidence.curve(bpp, value, np.arange(2), "ms-ssim")
    assert pictures == ["0.png", "1.png"] and rates[0] == pytest.approx(0.06)
    assert quality[2] == pytest.approx(rd.decibels(0.94))
