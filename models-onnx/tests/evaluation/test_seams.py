import pytest
import torch
from support import make_codec, tensor

from nlc_models.evaluation import seams


def test_in_tiles_local_network_is_the_same():
    x = torch.rand(1, 2, 96, 160)
    pool = torch.nn.AvgPool2d(16)
    assert torch.equal(seams.in_tiles(pool, x, (64, 64), 32, 1 / 16), pool(x))
    grow = torch.nn.Upsample(scale_factor=16)
    assert torch.equal(seams.in_tiles(grow, x[..., :6, :10], (4, 4), 2, 16), grow(x[..., :6, :10]))


def test_in_tiles_sees_only_the_halo():
    seen = []
    seams.in_tiles(lambda t: seen.append(t.shape[2:]) or t, torch.zeros(1, 1, 128, 192), (64, 128), 32, 1)
    assert seen == [(96, 160), (96, 96), (96, 160), (96, 96)]


def test_measure_one_piece_has_no_seams_and_tiles_cost_little():
    codec, x = make_codec("nlaic", context="context3d", k=1), tensor(3, 128, 192)
    (one,) = seams.measure(codec, x, (128, 192), 32, [4])
    assert one.whole == one.tiled
    (cut,) = seams.measure(codec, x, (64, 128), 32, [4])
    assert cut.whole == one.whole and cut.tiled == pytest.approx(cut.whole, abs=0.5) and cut.tiled != cut.whole
    (bare,) = seams.measure(codec, x, (64, 128), 0, [4])
    assert abs(bare.tiled_strips - bare.whole_strips) > 10 * abs(cut.tiled_strips - cut.whole_strips)
    assert "| a | 4 | " in seams.table({"a": [cut]})


def test_strips_are_along_seams():
    near = seams.strips(128, 192, (64, 128))
    assert (
        near[64 - 16 : 64 + 16].all()
        and near[:, 128 - 16 : 128 + 16].all()
        and near.sum() == 32 * 192 + 32 * 128 - 32 * 32
    )
