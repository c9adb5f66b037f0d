"""Clean pictures for reports."""

import numpy as np
import pytest
from PIL import Image
from support import picture

from nlc_models.__main__ import main
from nlc_models.evaluation import clean


def test_lossless_pictures_are_cut_from_the_middle(tmp_path):
    pixels = picture(1, 520, 800)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    assert (np.asarray(clean.clean(tmp_path / "a.png")) == pixels[4:516, 16:784]).all()


def test_others_are_reduced_first(tmp_path):
    Image.fromarray(picture(2, 1540, 1030)).save(tmp_path / "a.jpg", quality=95)
    assert clean.clean(tmp_path / "a.jpg").size == (512, 768)
    Image.fromarray(picture(2, 1540, 1000)).save(tmp_path / "b.jpg", quality=95)
    with pytest.raises(ValueError, match="too small for a clean picture of 512 x 768"):
        clean.clean(tmp_path / "b.jpg")


def test_turned_and_transparent_ones(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(picture(3, 1024, 1600)).save(tmp_path / "a.jpg", quality=95, exif=exif)
    assert clean.clean(tmp_path / "a.jpg").size == (512, 768)
    Image.new("RGBA", (800, 600), (0, 0, 0, 0)).save(tmp_path / "b.png")
    assert (np.asarray(clean.clean(tmp_path / "b.png")) == 255).all()


def test_command_says_what_is_left_out(tmp_path, capsys):
    Image.fromarray(picture(1, 520, 800)).save(tmp_path / "a.png")
    Image.fromarray(picture(1, 100, 100)).save(tmp_path / "b.png")
    (tmp_path / "c.png").write_text("no picture")
    assert main(["clean-pictures", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "a.png" and out[1].startswith("b.png: left out: ") and out[2].startswith("c.png: left out: ")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a.png"]
    assert main(["clean-pictures", str(tmp_path / "out2"), "--out", "x"]) != 0
