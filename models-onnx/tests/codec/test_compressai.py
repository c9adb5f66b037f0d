"""State dicts of CompressAI: which are understood, and what is said of the others."""

import pytest
import torch
import torch.nn as nn
from reference_compressai import Gdn, Reference

from nlc_models.codec import compressai, layers
from nlc_models.codec.compressai import CompressaiCodec, State, WithOnes
from nlc_models.codec.likelihood import BottleneckPrior


def state_of(architecture="mbt2018", n=4, m=6):
    return dict(Reference(architecture, n, n if "cheng" in architecture else m).state_dict())


@pytest.mark.parametrize("architecture", compressai.ARCHITECTURES)
def test_architecture_and_widths_follow_from_keys_and_shapes(architecture):
    state = State(state_of(architecture, 6, 9))
    assert compressai.detect(state) == architecture
    assert compressai.widths(state, architecture) == ((6, 6) if "cheng" in architecture else (6, 9))
    CompressaiCodec(state, architecture)


def test_old_names_and_wrappers_are_understood(tmp_path):
    state = state_of("cheng2020-anchor")
    old = {}
    for key, value in state.items():
        for one, several in (("matrix", "matrices"), ("bias", "biases"), ("factor", "factors")):
            key = key.replace(f"entropy_bottleneck._{one}", f"entropy_bottleneck._{several}.")
        old["module." + key.replace(".skip.", ".downsample.")] = value
    torch.save({"state_dict": old, "epoch": 1}, tmp_path / "old.pth")
    torch.save(state, tmp_path / "new.pth")
    a, b = (compressai.load(tmp_path / f"{name}.pth") for name in ("old", "new"))
    assert a.backbone == "cheng2020-anchor"
    assert all(torch.equal(p, q) for p, q in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


def test_gdn_is_folded_into_plain_parameters():
    theirs, ours = Gdn(5, True), layers.GDN(5, True)
    with torch.no_grad():
        theirs.gamma[0] = -1  # below its bound: 0
        theirs.beta[1] = 0
    State({f"x.{k}": v for k, v in theirs.state_dict().items()}).fill(ours, "x")
    x = torch.randn(1, 5, 3, 3)
    with torch.no_grad():
        torch.testing.assert_close(ours(x), theirs(x))


@pytest.mark.parametrize("layer", [layers.conv(4, 3), layers.deconv(4, 3)])
def test_medians_reach_the_first_layer_up_to_the_edge(layer):
    medians, z = torch.tensor([0.4, -1.3, 0.0, 7.2]), torch.randn(1, 4, 3, 3).round()
    folded = nn.Sequential(WithOnes(), compressai.with_medians(layer, medians))
    with torch.no_grad():
        torch.testing.assert_close(folded(z), layer(z + medians.view(1, -1, 1, 1)), atol=1e-5, rtol=1e-5)


def test_prior_is_precise_in_both_tails():
    prior = BottleneckPrior(1)
    z = torch.tensor([-60.0, -12, 12, 60]).view(1, 1, 4, 1)
    with torch.no_grad():
        p = prior(z).flatten()
        want = (prior.double().cdf(z.double() + 0.5) - prior.cdf(z.double() - 0.5)).clamp(min=1e-9).flatten()
    torch.testing.assert_close(p.double(), want, rtol=1e-3, atol=0)


def without(key):
    return lambda s: s.pop(key)


def replaced(key, value):
    return lambda s: s.update({key: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("g_a.1.gamma"), r"mbt2018: g_a\.1\.gamma is missing"),
        (without("entropy_parameters.2.bias"), r"entropy_parameters\.2\.bias is missing"),
        (without("entropy_bottleneck._factor2"), r"entropy_bottleneck\._factor2 is missing"),
        (without("entropy_bottleneck.quantiles"), r"entropy_bottleneck\.quantiles is missing"),
        (
            replaced("g_s.2.weight", torch.zeros(4, 4, 3, 3)),
            r"g_s\.2\.weight has the shape 4 x 4 x 3 x 3, not 4 x 4 x 5 x 5",
        ),
        (replaced("h_a.0.bias", torch.full((4,), torch.nan)), r"h_a\.0\.bias has values that are no finite numbers"),
        (replaced("lrp.0.weight", torch.zeros(1)), r"lrp\.0\.weight is unexpected$"),
        (replaced("g_a.0.weight", torch.zeros(4)), r"g_a\.0\.weight has 1 dimensions, not 4"),
    ],
)
def test_first_key_that_does_not_belong_is_named(tmp_path, change, message):
    state = state_of()
    change(state)
    torch.save(state, tmp_path / "c.pth")
    with pytest.raises(ValueError, match=message):
        compressai.load(tmp_path / "c.pth")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"state_dict": {}}, "no state dict"),
        ([torch.zeros(1)], "no state dict"),
        ({"model": state_of}, "plain values"),  # a function: not loaded
        (
            {"g_a.0.weight": torch.zeros(4, 3, 5, 5), "g_a.6.weight": torch.zeros(6, 4, 5, 5)},
            r"h_s\.4\.weight is missing",
        ),
    ],
)
def test_files_without_a_known_state_dict_are_refused(tmp_path, content, message):
    torch.save(content, tmp_path / "c.pth")
    with pytest.raises(ValueError, match=message):
        compressai.load(tmp_path / "c.pth")


def test_other_files_and_architectures_are_refused(tmp_path):
    (tmp_path / "c.pth").write_text("words")
    with pytest.raises(ValueError, match="no checkpoint"):
        compressai.load(tmp_path / "c.pth")
    torch.save(state_of(), tmp_path / "c.pth")
    with pytest.raises(ValueError, match="no such architecture: 'elic'"):
        compressai.load(tmp_path / "c.pth", "elic")
    with pytest.raises(ValueError, match="entropy_parameters.0.weight is unexpected|context_prediction"):
        compressai.load(tmp_path / "c.pth", "mbt2018-mean")
