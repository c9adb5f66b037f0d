"""An analysis of 8-bit integers: what is simulated is what runtimes compute, and latents are nearly those of floats."""

import json

import numpy as np
import pytest
import torch
from PIL import Image
from support import make_codec, make_integer, picture, tensor

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint
from nlc_models.export import pack as packs
from nlc_models.export import self_test
from nlc_models.int8 import analysis, layers, pack, storage
from nlc_models.int8.graph import AnalysisGraph
from nlc_models.training import analysis as floats


@pytest.fixture(scope="module")
def codec():
    codec = make_codec()
    for p in codec.parameters():
        p.requires_grad_(False).copy_(p.half().float())
    return codec


def calibrated(codec):
    net = layers.quantised_analysis(codec.g_a).eval()
    with torch.no_grad():
        layers.calibrate(net, [tensor(i, 128, 128) - 0.5 for i in range(4)])
    return net


@torch.no_grad()
def made_by(model, x, m):
    session = self_test.session(model)
    return torch.from_numpy(session.run(None, {"x": x.numpy(), "gain": np.ones((1, m, 1, 1), np.float32)})[0])


@torch.no_grad()
@pytest.mark.usefixtures("multiplies_bytes")
def test_simulation_and_runtime_agree(codec):
    net, x = calibrated(codec), tensor(9, 128, 192)
    simulated = net(x - 0.5)
    real = made_by(AnalysisGraph(codec.m, net).build().SerializeToString(), x, codec.m)
    assert real.shape == simulated.shape == (1, codec.m, 8, 12)
    # roundings of sums that end in a half go either way
    assert (real - simulated).square().mean() < 1e-4 * simulated.square().mean()


@torch.no_grad()
def test_latents_are_nearly_those_of_floats(codec):
    x = tensor(9) - 0.5
    exact, eight = codec.g_a(x), calibrated(codec)(x)
    assert 0 < (exact - eight).square().mean() < 1e-3 * exact.square().mean()


@torch.no_grad()
def test_what_a_channel_gives_itself_is_kept_out_of_bytes(codec):
    block, net = codec.g_a[0], calibrated(codec)[0]
    own = torch.diagonal(block.b.weight[:, :, 1, 1])
    assert torch.equal(net.direct, own) and own.abs().min() > 0
    assert not torch.diagonal(net.b.conv.weight[:, :, 1, 1]).any()
    x = tensor(9) - 0.5
    net.inp.watched, net.b.out.watched = [], []  # as floats
    assert torch.allclose(net(x), block(x), atol=0.02)  # but for what leaks


def test_codec_keeps_its_weights(codec):
    before = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
    calibrated(codec)
    assert checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS) == before


def test_convolutions_of_stride_two_and_the_last_layers_are_of_floats(codec):
    graph = AnalysisGraph(codec.m, calibrated(codec)).build().graph
    # 3 down-samplings, 3 residual blocks, attention of 6 units and a gate
    assert sum(n.op_type == "QLinearConv" for n in graph.node) == 3 + 3 * 2 + 6 * 3 + 1
    assert {n.domain for n in graph.node} == {""}


@pytest.mark.parametrize("backbone", ["minnen2018", "nlaic"])
def test_other_backbones_have_none(backbone):
    with pytest.raises(ValueError, match="only the analysis of cheng2020"):
        layers.quantised_analysis(make_codec(backbone).g_a)


@torch.no_grad()
def test_checkpoint_gives_back_the_same_integers(codec, tmp_path):
    net = calibrated(codec)
    storage.save(tmp_path / "a.pt", net, "base.pt", "d", dict(stages=[]), storage.ANALYSIS)
    other = layers.quantised_analysis(make_codec().g_a)
    assert storage.load_into(other, tmp_path / "a.pt")["transform"] == "analysis"
    found = list(zip(storage.convolutions(net), storage.convolutions(other)))
    assert len(found) == 28
    for (name, a, given_a), (_, b, given_b) in found:
        assert torch.equal(*((s / t).round() for s, t in (a.steps(given_a), b.steps(given_b)))), name


@pytest.fixture(scope="module")
def place(codec, tmp_path_factory):
    """A folder with the codec, its 8-bit analysis and two packs of one family."""
    folder = tmp_path_factory.mktemp("analysis")
    checkpoint.save(folder / "base.pt", codec)
    digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
    storage.save(folder / "int8.pt", calibrated(codec), "base.pt", digest, dict(stages=[]), storage.ANALYSIS)
    for name in ("one", "two"):
        packs.export(codec, make_integer(codec).exact(), folder / f"packs/test/{name}", f"test/{name}")
    return folder


@pytest.mark.usefixtures("multiplies_bytes")
def test_packs_get_it_and_keep_their_digests(place):
    folder = place / "packs/test/one"
    before = json.loads((folder / "pack.json").read_text())
    assert pack.add(folder, place / "int8.pt")[0] == pack.ANALYSIS
    assert pack.add(place / "packs/test/two", place / "int8.pt")[1]["pack"] == "one"
    after = json.loads((folder / "pack.json").read_text())
    assert after["digest"] == before["digest"]
    test = after["self_test"][pack.ANALYSIS]
    assert test["inputs"] == {"x": {"shape": [1, 3, 64, 64], "max": 1}} and len(test["means"]) == 12
    x = self_test.inputs({"x": [1, 3, 64, 64]}, {"x": 1}, test["seed"])["x"]
    y = made_by((folder / pack.ANALYSIS).read_bytes(), torch.from_numpy(x), 12)
    assert np.allclose(y[0].mean((1, 2)), test["means"], atol=1e-4)


def test_an_analysis_for_another_decoder_is_refused(place, tmp_path):
    other = make_codec()
    with torch.no_grad():
        other.g_s[-1][0].bias.add_(1)
    checkpoint.save(tmp_path / "base.pt", other)
    digest = checkpoint.backbone_digest(checkpoint.load(tmp_path / "base.pt")[0], checkpoint.TRANSFORMS)
    storage.save(tmp_path / "int8.pt", calibrated(other), "base.pt", digest, dict(stages=[]), storage.ANALYSIS)
    with pytest.raises(ValueError, match="another synthesis"):
        pack.add(place / "packs/test/one", tmp_path / "int8.pt")


@pytest.mark.filterwarnings("ignore")
def test_tuning_from_the_command_line(place, tmp_path, capsys, monkeypatch):
    for i in range(4):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / f"{i}.png")
    monkeypatch.setattr(analysis, "HELD_OUT", 4)
    monkeypatch.setattr(analysis.AnalysisTrainer, "SCALES_FACTOR", 1)
    common = ["--threads", "1", "tune-int8-analysis", str(place / "base.pt"), "--data", str(tmp_path), "--batch", "2"]
    assert main([*common, "--minutes", "0.05", "--out", str(tmp_path / "a.pt")]) == 0
    assert "rounding louder in dB by levels" in capsys.readouterr().out
    more = ["--minutes", "0.01", "--init", str(tmp_path / "a.pt"), "--out", str(place / "b.pt")]
    assert main([*common, *more]) == 0
    assert len(checkpoint.read(place / "b.pt")["training"]["stages"]) == 2
    assert pack.add(place / "packs/test/two", place / "b.pt")[0] == pack.ANALYSIS


@torch.no_grad()
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("multiplies_bytes")
def test_a_tuned_analysis_keeps_its_scales_and_offsets_in_bytes(place, tmp_path, monkeypatch):
    for i in range(4):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / f"{i}.png")
    about = dict(base=str(place / "base.pt"), data=str(tmp_path), side=64, threads=1)
    with torch.enable_grad():
        floats.AnalysisTrainer(floats.Options(name=str(place / "tuned"), **about), stop_after=0).run()
    stored = checkpoint.read(place / "tuned.pt")
    scale, offset = (next(v for k, v in stored["state"].items() if k.endswith(f".{n}")) for n in ("scale", "offset"))
    scale[:], offset[:] = torch.linspace(0.8, 1.2, len(scale)), torch.linspace(-1, 1, len(offset))
    checkpoint.write(place / "tuned.pt", stored)
    monkeypatch.setattr(analysis, "HELD_OUT", 2)
    common = ["--threads", "1", "tune-int8-analysis", str(place / "base.pt"), "--data", str(tmp_path), "--minutes", "0"]
    assert main([*common, "--out", str(place / "plain.pt")]) == 0
    more = ["--analysis", str(place / "tuned.pt"), "--init", str(place / "plain.pt"), "--out", str(place / "moved.pt")]
    assert main([*common, *more]) == 0
    pack.add(place / "packs/test/one", place / "moved.pt")
    x = tensor(9, 128, 192)
    made = made_by((place / "packs/test/one" / pack.ANALYSIS).read_bytes(), x, 12)
    codec, _ = checkpoint.load(place / "base.pt")
    checkpoint.take_analysis(codec, place / "tuned.pt")
    exact = codec.g_a(x - 0.5)
    assert (made - exact).square().mean() < 0.02 * exact.var()
    assert pack.add(place / "packs/test/one", place / "plain.pt")[0] == pack.ANALYSIS  # without them, as before
