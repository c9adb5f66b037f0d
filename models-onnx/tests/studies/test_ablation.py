import pytest
import torch
from PIL import Image
from support import picture

from nlc_models.codec import klt
from nlc_models.codec.heads import Head3D
from nlc_models.codec.layers import NonLocal
from nlc_models.codec.networks import Codec
from nlc_models.studies import ablation


@pytest.fixture
def codec():
    torch.manual_seed(1)
    x = torch.rand(2, 3, 64, 64)
    return klt.open_gates(klt.initialise(Codec("nlaic", (4, 12), "context3d", 1), x)).eval()


@pytest.mark.parametrize("name", ["no non-local blocks", "no masks", "keys not pooled"])
def test_variants_start_as_what_they_are_compared_with(codec, name):
    x, q = torch.rand(1, 3, 64, 64), torch.tensor([3.0])
    with torch.no_grad():
        y, _ = codec.analysis(x, q)
        before = sum(p.numel() for p in codec.parameters())
        ablation.TRANSFORMS[name](codec)
        assert torch.allclose(codec.analysis(x, q)[0], y, atol=1e-4)
    assert (sum(p.numel() for p in codec.parameters()) < before) == (name != "keys not pooled")
    assert ablation.macs(codec) > 0


def test_pooled_changes_only_the_blocks_at_a_quarter(codec):
    ablation.pooled(2)(codec)
    assert sorted(m.pool for m in codec.modules() if isinstance(m, NonLocal)) == [1] * 4 + [2] * 6


@pytest.mark.parametrize("head", [Head3D(12, size=11), Head3D(12, False), Head3D(12, k=3)])
def test_head3d_sees_only_what_came_before(head):
    hyper, y = torch.randn(1, 24, 4, 6), torch.randn(1, 12, 4, 6, requires_grad=True)
    out = head(hyper, y)
    assert out.shape == (1, (9 if head.k == 3 else 2) * 12, 4, 6)
    out.view(1, -1, 12, 4, 6)[0, :, 7, 2, 3].sum().backward()
    seen = y.grad[0].abs() > 0
    assert seen[:7].any() and not seen[8:].any() and not seen[7, 2, 3:].any() and not seen[7, 3:].any()
    assert seen[7, 2, :3].any() == (head.context == "context3d-serial") and seen[7, 1].any()


def test_scaled_without_scaling_is_the_codec(codec):
    x = torch.rand(1, 3, 64, 64)
    model = ablation.Scaled(codec, 4, 4).eval()
    with torch.no_grad():
        xh, rate = model(x)
        expected, by, bz = codec(x, torch.tensor([4.0]))
    assert torch.allclose(xh, expected, atol=1e-5) and rate.item() == pytest.approx((by + bz).item(), rel=1e-4)


def test_scaled_coarser_needs_fewer_bits_for_more_error(codec):
    x = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        fine, coarse = (ablation.Scaled(codec, 4, level).eval()(x) for level in (6, 2))
    assert coarse[1] < fine[1] and (coarse[0] - x).square().mean() > (fine[0] - x).square().mean()


def test_footprints_are_measured_in_a_process_of_their_own():
    found = ablation.footprints(1, (8,))
    seconds, size = found[8]
    assert list(found) == [8] and seconds > 0 and size > 2**20


def test_study_writes_all_tables_and_goes_on_where_it_was_cut_off(tmp_path, monkeypatch):
    for i in range(2):
        Image.fromarray(picture(i, 128, 192)).save(tmp_path / f"{i}.png")
    for name, value in dict(WIDTHS=(4, 6), PATCH=64, BATCH=2, FIT_STEPS=2, SIDE=(64, 64)).items():
        monkeypatch.setattr(ablation, name, value)
    monkeypatch.setattr(ablation, "footprints", lambda threads: {"8": [0.1, 2**20], "1": [0.2, 2**21]})
    study = ablation.Study(tmp_path / "out", str(tmp_path), str(tmp_path), 0.001, 1, 1, lambda *_: None)
    study.run()
    text = (tmp_path / "out" / "table.md").read_text()
    for name in [
        *ablation.TRANSFORMS,
        *ablation.CONTEXTS,
        "| not pooled | 0.20 | 2 |",
        "BD-rate of the scaling factors",
    ]:
        assert name in text
    again = ablation.Study(tmp_path / "out", str(tmp_path), str(tmp_path), 0.001, 1, 1, lambda *_: None)
    monkeypatch.setattr(ablation.Study, "train", lambda *_: pytest.fail("trained again"))
    again.run()
    assert again.found == study.found
