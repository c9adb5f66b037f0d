import numpy as np
import pytest
from PIL import Image
from support import picture

from nlc_models.evaluation import agreement, external, sheets


class FakeNlc:
    """A codec that writes the rate that it was asked for and darkens the picture a little."""

    def run(self, command, source, target, *options):
        if command == "encode":
            self.picture = external.rgb(source)
            target.write_bytes(bytes(int(float(options[1]) * self.picture.shape[0] * self.picture.shape[1] / 8)))
        else:
            Image.fromarray(self.picture - np.minimum(self.picture, 3)).save(target)

    def json(self, command, a, b):
        psnr, ms_ssim, score = external.quality(external.rgb(a), external.rgb(b))
        return dict(psnr=psnr + 0.5, msSsim=ms_ssim, ssimulacra2=score)


@pytest.fixture
def recipe(tmp_path):
    for i in range(2):
        Image.fromarray(picture(i, 176, 192)).save(tmp_path / f"{i}.png")
    file = tmp_path / "parts.toml"
    file.write_text(
        'size = 64\n[[part]]\npicture = "0.png"\nx = 10\ny = 20\n[[part]]\npicture = "1.png"\nx = 128\ny = 112\n'
    )
    return file


def test_pillow_keeps_the_rate():
    original = picture(1, 176, 192)
    for name in ("JPEG", "WebP"):
        small, large = (sheets.pillow(original, rate, name) for rate in (1.0, 3.0))
        assert small.bpp <= 1 and 1 < large.bpp <= 3 and large.psnr > small.psnr
        assert sheets.pillow(original, 0.001, name).bpp > 0.001  # its smallest file


def test_write_shows_the_parts(tmp_path, recipe):
    made = sheets.write(FakeNlc(), recipe, tmp_path, tmp_path / "out", [0.5, 2], ["a/b"])
    assert [p.name for p in made] == ["0.5.jpg", "2.jpg", "table.md"]
    sheet = np.asarray(Image.open(made[1]).convert("RGB")).astype(int)
    top = 2 * sheets.GAP + 2 * sheets.TITLE
    shown = sheet[top : top + 64, sheets.GAP : sheets.GAP + 64]
    assert np.abs(shown - picture(0, 176, 192)[20:84, 10:74]).mean() < 6  # the sheet is a JPEG
    table = made[2].read_text()
    assert "| 2 bpp | `a/b` | 2.000 |" in table and "| 0.5 bpp | WebP | " in table


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("size = 64", "part"),
        ("size = 64\n[[part]]\npicture = '0.png'\nx = 1", "y"),
        ("size", "parts.toml"),
        ("size = 64\n[[part]]\npicture = '0.png'\nx = 129\ny = 0", "leaves 0.png"),
    ],
)
def test_recipe_mistakes_are_told(tmp_path, recipe, text, message):
    recipe.write_text(text)
    with pytest.raises(ValueError, match=message):
        sheets.write(FakeNlc(), recipe, tmp_path, tmp_path / "out", [0.5], ["a/b"])


def test_agreement_is_the_largest_difference(tmp_path, recipe):
    found = agreement.measure(FakeNlc(), sorted(tmp_path.glob("*.png")), [0.5, 1], "")
    assert [d.largest for d in found] == [pytest.approx(0.5), 0, 0]
    assert "| PSNR, dB |" in agreement.table(found) and "| 5.0e-01 |" in agreement.table(found)
