import pytest
import torch
from support import lively, make_codec, tensor

from nlc_models.codec import checkpoint
from nlc_models.codec.backbones import BACKBONES
from nlc_models.codec.context import ContextModel
from nlc_models.codec.heads import odd_positions
from nlc_models.codec.networks import Codec
from nlc_models.training.trainer import channels_last

LEVELS = torch.tensor([0.3, 6.5])


def pair():
    return torch.cat([tensor(1), tensor(2)])


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("context", ContextModel)
def test_forward_any_network_gradient_reaches_every_parameter(backbone, context):
    torch.manual_seed(0)
    codec = lively(Codec(backbone, (12, 18), context, 3 if context == "checkerboard" else 1)).train()
    if backbone == "cheng2020":
        lively(codec.h_a, 1)  # a z of nothing but zeros would keep h_s from learning
    xh, by, bz = codec(pair(), LEVELS)
    assert xh.shape == (2, 3, 128, 128) and by.shape == bz.shape == (2,)
    # a second pair of levels, so that every row of the gains is used
    total = (xh - 0.5).square().mean() + by.mean() + bz.mean()
    for low in (2.5, 4.5):
        xh, by, _ = codec(pair()[:1], torch.tensor([low]))
        total = total + xh.square().mean() + by.mean()
    total.backward()
    missing = [
        n for n, p in codec.named_parameters() if p.grad is None or not p.grad.isfinite().all() or not p.grad.any()
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("backbone", "context", "k"),
    [("cheng2020", "checkerboard", 3), ("minnen2018", "serial", 1), ("cheng2020", "none", 2)],
)
def test_head_any_context_has_three_parameters_per_component(backbone, context, k):
    codec = Codec(backbone, (4, 8), context, k).eval()
    y, z = codec.analysis(tensor(0, 64, 128), torch.tensor([3.0]))
    params = codec.head(codec.h_s(z.round()), y.round())
    assert y.shape == (1, 8, 4, 8) and z.shape == (1, 4, 1, 2)
    assert params.shape == (1, (3 * k if k > 1 else 2) * 8, 4, 8)


def test_swift_has_as_many_hyper_features_as_latent_channels_whatever_the_context():
    for context in ContextModel:
        codec = Codec("swift", (8, 12), context, 1)
        assert codec.features == 12 and codec.h_s(torch.zeros(1, 6, 1, 2)).shape == (1, 12, 4, 8)
    codec = Codec("swift", (8, 12), "serial", 1)
    assert codec.head.ctx.out_channels == 12 and codec.head.net[0].in_channels == 24
    codec.add_residual()
    assert codec.residual.hyper.in_channels == 12
    assert Codec("cheng2020", (8, 12)).features == 24


@pytest.mark.parametrize("backbone", BACKBONES)
def test_layout_of_memory_does_not_matter(backbone):
    torch.manual_seed(0)
    codec = lively(Codec(backbone, (8, 12), "serial", 1)).eval()
    with torch.no_grad():
        expected = codec(pair(), LEVELS)
        channels_last(codec)
        found = codec(pair().contiguous(memory_format=torch.channels_last), LEVELS)
    for a, b in zip(found, expected):
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-3)


def influence(head, hyper, y, row, column):
    """H x W map of the positions of y that the parameters at one position depend on."""
    y = y.clone().requires_grad_(True)
    head(hyper, y)[:, :, row, column].square().sum().backward()
    return y.grad.abs().sum((0, 1)) > 0


def test_serial_context_parameters_depend_on_earlier_positions_only():
    head = make_codec("minnen2018", context="serial", k=1).head
    seen = influence(head, torch.randn(1, 24, 9, 9), torch.randn(1, 12, 9, 9), 4, 4)
    expected = torch.zeros(9, 9, dtype=torch.bool)
    expected[2:4, 2:7] = True
    expected[4, 2:4] = True
    assert torch.equal(seen, expected)


def test_checkerboard_context_parameters_depend_on_anchors_only():
    head = make_codec().head
    hyper, y = torch.randn(1, 24, 9, 9), torch.randn(1, 12, 9, 9)
    assert not influence(head, hyper, y, 4, 4).any()
    seen = influence(head, hyper, y, 4, 5)
    expected = torch.zeros(9, 9, dtype=torch.bool)
    expected[2:7, 3:8] = odd_positions(y)[2:7, 3:8] == 0
    assert torch.equal(seen, expected)


def test_checkerboard_one_pass_equals_two_pass(codec):
    head = codec.head
    hyper, y = torch.randn(1, 24, 8, 10), torch.randn(1, 12, 8, 10).mul(3).round()
    odd = odd_positions(y)
    with torch.no_grad():
        once = head(hyper, y)
        anchors = head.net(torch.cat([hyper, torch.zeros(1, 24, 8, 10)], 1))
        seen = y * (1 - odd)  # all that the decoder knows after the first pass
        others = head(hyper, seen)
    torch.testing.assert_close(once, anchors * (1 - odd) + others * odd, rtol=0, atol=1e-5)


def test_random_training_draws_masks_and_evaluation_does_not():
    head = make_codec(context="random").head
    hyper, y = torch.randn(1, 24, 6, 6), torch.randn(1, 12, 6, 6)
    with torch.no_grad():
        assert torch.equal(head(hyper, y), head(hyper, y))
        head.train()
        assert not torch.equal(head(hyper, y), head(hyper, y))


def test_gains_fractional_level_are_geometric_means(codec):
    low, middle, high = (codec.gains(torch.tensor([q]))[0] for q in (2.0, 2.5, 3.0))
    torch.testing.assert_close(middle, (low * high).sqrt())
    torch.testing.assert_close(codec.gains(torch.tensor([7.0]))[0].flatten(), codec.log_gain[7].exp())


def test_codec_unknown_backbone_is_named():
    with pytest.raises(ValueError, match="vgg"):
        Codec("vgg")


def test_checkpoint_save_and_load_round_trips(codec, tmp_path):
    checkpoint.save(tmp_path / "c.pt", codec, note="x")
    loaded, raw = checkpoint.load(tmp_path / "c.pt")
    assert raw["note"] == "x" and checkpoint.configuration(loaded) == checkpoint.configuration(codec)
    for name, value in codec.state_dict().items():
        if name == "head.ctx.weight":  # what the mask hides is not kept
            assert (value * (1 - codec.head.mask)).any()
            value = value * codec.head.mask
        assert torch.equal(loaded.state_dict()[name], value.half().float()), name
    checkpoint.save(tmp_path / "d.pt", loaded)  # float16 values survive a second round unchanged
    again, _ = checkpoint.load(tmp_path / "d.pt")
    assert all(torch.equal(v, again.state_dict()[n]) for n, v in loaded.state_dict().items())


def test_checkpoint_other_shapes_are_named_and_skipped(codec, tmp_path):
    checkpoint.save(tmp_path / "c.pt", codec)
    other = Codec("cheng2020", (8, 12), "checkerboard", 1)
    skipped = checkpoint.take_over(other, tmp_path / "c.pt")
    assert skipped and all(n.startswith("head.net") for n in skipped)
    assert torch.equal(other.g_a[0].a.weight, codec.g_a[0].a.weight.half().float())


def test_checkpoint_of_reference_trainer_loads(shared):
    path = shared / "weights" / "cheng64.pt"
    if not path.is_file():
        pytest.skip(f"no {path.name}")
    codec, raw = checkpoint.load(path)
    assert codec.widths == (64, 192) and set(raw["state"]) == set(codec.state_dict())


def test_extend_widens_the_range_at_its_top_only():
    codec = make_codec("minnen2018", k=1)
    with torch.no_grad():
        codec.log_gain[-1] = codec.log_gain[-2] + 1
    before = codec.log_gain.clone()
    codec.extend(0.25)
    assert torch.equal(codec.log_gain[:-1], before[:-1]) and torch.allclose(codec.log_gain[-1], before[-1] + 0.25)
    with pytest.raises(ValueError, match="share must be 0 to 1, not 2"):
        codec.extend(2)
