"""From .nlc to PNG."""

import numpy as np
import pytest
from decoder import golden
from PIL import Image

from nlc_models.__main__ import main


@pytest.mark.parametrize(
    "name", ["gray", "rgba", "block-photo-gray16", "block-photo-gray-alpha8", "block-size-37x1", "latents-version-2"]
)
def test_png_has_the_samples(name, tmp_path):
    out = tmp_path / "out.png"
    assert main(["decode", str(golden.FOLDER / f"{name}.nlc"), str(out), "--packs", str(golden.PACKS)]) == 0
    expected = golden.decode(f"{name}.nlc").samples
    with Image.open(out) as image:
        assert np.array_equal(np.array(image).reshape(expected.shape), expected)
        if name == "latents-version-2":
            assert image.info["icc_profile"] == b"a profile" and image.info["xmp"] == b"<x:xmpmeta/>"
            assert image.info["exif"].startswith(b"Exif\0\0MM") or image.info["exif"].startswith(b"MM")


def test_mistakes_are_one_line(tmp_path, capsys):
    path = tmp_path / "cut.nlc"
    path.write_bytes(golden.read("rgb.nlc")[:100])
    assert main(["decode", str(path), str(tmp_path / "out.png"), "--packs", str(golden.PACKS)]) == 1
    assert "the file ends" in capsys.readouterr().err and not (tmp_path / "out.png").exists()
