import math

import numpy as np
import pytest
import torch
from PIL import Image
from support import make_codec, picture, tensor

from nlc_models.studies import attention


def test_correlation_is_spearmans():
    a = np.array([[1.0, 2, 3], [4, 5, 6]])
    assert attention.correlation(a, a**3) == pytest.approx(1) and attention.correlation(a, -a) == pytest.approx(-1)
    # 1 - 6 sum d^2 / (n (n^2 - 1)) for ranks without ties; here d^2 sums to 2
    assert attention.correlation(a, np.array([[2.0, 1, 3], [4, 5, 6]])) == pytest.approx(1 - 12 / 210)
    assert attention.ranks(np.array([3, 1, 3])).tolist() == [2.5, 1, 2.5]
    assert math.isnan(attention.correlation(a, np.ones((2, 3))))


def test_at_is_the_mean():
    assert attention.at(np.arange(16.0).reshape(4, 4), (2, 2)).tolist() == [[2.5, 4.5], [10.5, 12.5]]
    assert attention.at(np.array([[1.0, 2]]), (2, 4)).tolist() == [[1, 1, 2, 2]] * 2


def test_bits_sum_to_the_rate():
    codec, x = make_codec("nlaic", context="context3d", k=1), tensor(2)
    y, z = (t.round() for t in codec.analysis(x, torch.tensor([3.0])))
    with torch.no_grad():
        assert attention.bits(codec, x, 3).sum() == pytest.approx(codec.bits(y, z)[0].item(), rel=1e-4)


def test_maps_are_the_masks():
    codec, x = make_codec("nlaic", context="context3d", k=1), tensor(2)
    found = attention.maps(codec, x)
    assert [m.stride for m in found] == [1, 2, 4, 8, 16, 32, 32] and all(
        m.values.shape == (128 // m.stride,) * 2 for m in found
    )
    with torch.no_grad():
        mask = torch.sigmoid(codec.g_a[2].mask(codec.g_a[:2](x - 0.5))).mean((0, 1)).numpy()
    assert np.allclose(found[0].values, mask, atol=1e-4)
    with pytest.raises(ValueError, match="minnen2018 has no attention"):
        attention.maps(make_codec("minnen2018", k=1), x)


def test_write_draws_each_picture(tmp_path):
    pytest.importorskip("matplotlib")
    Image.fromarray(picture(1, 128, 192)).save(tmp_path / "a.png")
    made = attention.write(make_codec("nlaic", context="context3d", k=1), [tmp_path / "a.png"], tmp_path / "out", 3)
    assert [p.name for p in made] == ["a.png", "table.md"] and Image.open(made[0]).size[0] > 1000
    assert made[1].read_text().startswith("| map | a |") and len(made[1].read_text().splitlines()) == 2 + 7
