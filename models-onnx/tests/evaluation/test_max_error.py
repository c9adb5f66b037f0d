"""Bytes at equal largest errors."""

import numpy as np
import pytest

from nlc_models.evaluation import high_rates, max_error

PIXELS = np.add.outer(np.arange(16), np.arange(16)).astype(np.uint8)[..., None].repeat(3, axis=2) * 8


def test_largest_difference_goes_both_ways():
    a, b = np.array([[3, 250]], np.uint8), np.array([[5, 249]], np.uint8)
    assert max_error.largest(a, b) == max_error.largest(b, a) == 2


def test_png_is_for_pictures_without_errors_only():
    assert max_error.png(PIXELS, 0) > 0
    assert max_error.png(PIXELS, 1) is None


@pytest.mark.skipif(bool(high_rates.WEBP_LOSSLESS.missing()), reason="no cwebp")
def test_webp_is_not_larger_where_more_errors_are_allowed():
    noise = np.random.default_rng(1).integers(0, 256, (32, 32, 3), np.uint8)
    assert max_error.webp(noise, 4) <= max_error.webp(noise, 0)


class FakeNlc:
    """Writes files of as many bytes as the largest error leaves."""

    def run(self, command, option, error, skip, out, folder, *files):
        folder.mkdir(parents=True)
        for file in files:
            (folder / f"{file.stem}.nlc").write_bytes(bytes(100 - error))


def test_totals_leave_out_codecs_that_cannot(tmp_path, monkeypatch):
    from PIL import Image

    Image.fromarray(PIXELS).save(tmp_path / "a.png")
    coders = {"half": lambda p, e: 50, "absent": lambda p, e: None, "exact": lambda p, e: None if e else 70}
    monkeypatch.setattr(max_error, "CODERS", coders)
    found = max_error.totals(FakeNlc(), [tmp_path / "a.png"], (0, 2), list(coders), tmp_path / "out")
    assert max_error.table(found, (0, 2)).splitlines() == [
        "| bytes | lossless | off by at most 2 |",
        "| --- | --: | --: |",
        "| NLC | 100 | 98 |",
        "| half | 50 | 50 |",
        "| exact | 70 |  |",
    ]
