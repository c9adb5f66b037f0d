import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support import picture

from nlc_models.evaluation import external, high_rates
from nlc_models.evaluation.high_rates import Coder


def rounding(pixels, setting, folder):
    """A codec that rounds to steps and takes a byte a sample for each bit that is left."""
    step = 2 ** (8 - setting)
    return bytes(setting * pixels.size), (pixels // step * step).astype(np.uint8)


ROUNDING = Coder("rounding", range(1, 8), rounding)


class FakeNlc:
    """Writes files of as many bytes as the rate says, or 1000; decodes to the picture itself."""

    def run(self, command, *arguments):
        out = Path(arguments[arguments.index("--out") + 1])
        out.mkdir(exist_ok=True)
        files = arguments[arguments.index("--out") + 2 :]
        for file in files:
            if command == "encode":
                rate = arguments[1] if arguments[0] in ("--psnr", "--quality") else 10
                (out / f"{file.stem}.nlc").write_bytes(bytes(int(100 * rate) + ("--networks-only" in arguments)))
            else:
                Image.fromarray(self.pictures[file.stem]).save(out / f"{file.stem}.png")


def test_at_psnr_lies_between_the_settings_around_it():
    pixels = picture(1, 64, 48)
    below, above = (high_rates.psnr(pixels, rounding(pixels, s, "")[1]) for s in (5, 6))
    assert below < above
    (found,) = high_rates.at_psnr(ROUNDING, pixels, [(below + above) / 2])
    assert found == pytest.approx(pixels.size * math.sqrt(5 * 6))
    assert high_rates.at_psnr(ROUNDING, pixels, [above])[0] == pytest.approx(6 * pixels.size)
    assert high_rates.at_psnr(ROUNDING, pixels, [1, 99]) == [pixels.size, None]


def test_jpeg_takes_more_for_more():
    pixels = picture(2, 96, 80)
    coder = next(c for c in high_rates.CODERS if c.label == "JPEG 4:4:4")
    low, high = high_rates.at_psnr(coder, pixels, [30, 38])
    assert 0 < low < high
    file, decoded = coder.code(pixels, 90, "")
    assert Image.open(io.BytesIO(file)).format == "JPEG" and decoded.shape == pixels.shape


def test_conventional_takes_the_smaller_jpeg(tmp_path, monkeypatch):
    halves = [Coder("JPEG 4:4:4", range(1, 8), rounding), Coder("JPEG 4:2:0", range(1, 6), rounding)]
    monkeypatch.setattr(high_rates, "CODERS", [*halves, Coder("gone", (1,), rounding, ("no-such-program",))])
    monkeypatch.setattr(high_rates, "WEBP_LOSSLESS", Coder("WebP lossless", (8,), rounding))
    Image.fromarray(picture(3, 32, 32)).save(tmp_path / "a.png")
    rates = high_rates.conventional([tmp_path / "a.png"], [20, 38])
    assert [(r.label, r.target, r.reached) for r in rates] == [
        ("JPEG", 20, 1),
        ("JPEG", 38, 1),
        ("WebP lossless", None, 1),
    ]
    assert rates[2].bpp == 8 * 8 * 3
    text = high_rates.table(rates, [20, 38])
    assert "| WebP lossless |  |  | 192.000 |" in text
    assert high_rates.rate("x", 1, [None, 100], [100, 100]).text() == "1 of 2"
    assert high_rates.rate("x", 1, [None], [100]).text() == "—"


def test_ours_and_pairs(tmp_path):
    files, nlc = [], FakeNlc()
    nlc.pictures = {}
    for i in range(2):
        nlc.pictures[str(i)] = picture(i, 40, 20)
        files.append(tmp_path / f"{i}.png")
        Image.fromarray(nlc.pictures[str(i)]).save(files[i])
        assert np.array_equal(external.rgb(files[i]), nlc.pictures[str(i)])
    rates, spare = high_rates.ours(nlc, files, [40, 45], tmp_path)
    assert [r.bpp for r in rates] == [40, 45, 10] and spare == math.inf
    (pair,) = high_rates.pairs(nlc, files, [0.5], tmp_path)
    assert (pair.chosen, pair.networks) == (100, 102)
    assert "| 0.5 | 100 | 102 | -1.961 % |" in high_rates.pair_table([pair])
