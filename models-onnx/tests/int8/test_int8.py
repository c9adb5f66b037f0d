"""A synthesis of 8-bit integers: what is simulated is what runtimes compute, and packs lose nothing by it."""

import json

import numpy as np
import onnx
import pytest
import torch
from PIL import Image
from support import make_codec, make_integer, picture, tensor

from nlc_models.__main__ import main
from nlc_models.codec import backprojection, checkpoint
from nlc_models.export import pack as packs
from nlc_models.export import self_test
from nlc_models.export.preview import Latents
from nlc_models.int8 import layers, narrow, pack, storage, tuning
from nlc_models.int8.graph import SynthesisGraph
from nlc_models.training import analysis

LEVEL = 7.0


def frozen(backbone):
    codec = make_codec(backbone)
    for p in codec.parameters():
        p.requires_grad_(False).copy_(p.half().float())
    return codec


@pytest.fixture(scope="module")
def codec():
    return frozen("cheng2020")


@pytest.fixture(scope="module", params=["cheng2020", "swift"])
def either(request):
    return frozen(request.param)


def given(codec, seed, height=128, width=128):
    """What the synthesis is given for a picture: (rounded latents, inverse gain)."""
    gain, inverse = codec.gains(torch.tensor([LEVEL]))
    return (codec.g_a(tensor(seed, height, width) - 0.5) * gain).round(), inverse


def calibrated(codec):
    net = layers.quantised(codec.g_s).eval()
    with torch.no_grad():
        layers.calibrate(net, [y * inverse for y, inverse in (given(codec, i) for i in range(4))])
    return net


@torch.no_grad()
def made_by(model, y, inverse, edges=(0, 0, 0, 0)):
    session = self_test.session(model.SerializeToString())
    given = {"y": y.numpy(), "inverse_gain": inverse.numpy(), "edges": np.float32(edges)}
    return torch.from_numpy(session.run(None, given)[0])


@torch.no_grad()
@pytest.mark.usefixtures("multiplies_bytes")
def test_simulation_and_runtime_agree(either):
    net = calibrated(either)
    y, inverse = given(either, 9, 128, 192)
    simulated, real = net(y * inverse) + 0.5, made_by(SynthesisGraph(either.m, net).build(), y, inverse)
    assert real.shape == simulated.shape
    # roundings of sums that end in a half go either way
    assert (real - simulated).square().mean().sqrt() < 0.004
    assert (real - simulated).abs().mean() < 0.001


@torch.no_grad()
@pytest.mark.parametrize("edges", [(2, 2, 2, 2), (0, 2, 2, 0), (2, 0, 0, 2), (0, 0, 0, 0), (1, 3, 0, 2)])
def test_what_stands_around_a_tile_is_cut_off_and_changes_nothing(either, edges):
    graph = SynthesisGraph(either.m, calibrated(either)).build()
    assert sum(n.op_type == "Slice" for n in graph.graph.node) >= 5  # of sizes and edges three, one on the way at least
    y, inverse = given(either, 9, 160, 192)
    top, left, bottom, right = (16 * e for e in edges)
    whole = made_by(graph, y, inverse)
    part = whole[:, :, top : whole.shape[2] - bottom, left : whole.shape[3] - right]
    assert torch.equal(made_by(graph, y, inverse, edges), part)


@torch.no_grad()
def test_picture_is_nearly_that_of_floats(either):
    y, inverse = given(either, 9)
    exact, eight = either.g_s(y * inverse), calibrated(either)(y * inverse)
    assert 0 < (exact - eight).square().mean().sqrt() < 0.02


def test_convolutions_but_the_first_and_the_last_are_of_bytes(codec):
    graph = SynthesisGraph(codec.m, calibrated(codec)).build().graph
    count = {op: sum(n.op_type == op for n in graph.node) for op in ("QLinearConv", "Conv")}
    # 2 up-samplings with 3 and one with 2 (its skip is of floats), 3 residual blocks, attention of 6 units and a gate
    assert count["QLinearConv"] == 2 * 3 + 2 + 3 * 2 + 6 * 3 + 1
    assert {n.domain for n in graph.node} == {""}
    types = {i.data_type for i in graph.initializer}
    assert {onnx.TensorProto.INT8, onnx.TensorProto.UINT8, onnx.TensorProto.INT32} <= types


def test_residual_blocks_of_swift_are_of_bytes_and_what_changes_the_scale_is_not():
    codec = frozen("swift")
    graph = SynthesisGraph(codec.m, calibrated(codec)).build().graph
    count = {op: sum(n.op_type == op for n in graph.node) for op in ("QLinearConv", "Conv", "DepthToSpace", "Relu")}
    assert count == {"QLinearConv": 4 * 2, "Conv": 3, "DepthToSpace": 3, "Relu": 0}
    assert [layer.out.lo for _, layer, _ in storage.convolutions(calibrated(codec))] == [0, -127] * 4


def test_quantiser_rounds_to_steps_of_its_channels():
    q = layers.Quantiser(2, layers.SIGNED)
    q.calibrate(torch.tensor([127.0, 254.0]))
    x = torch.tensor([[[[0.4, 1.6, -500.0]], [[0.9, 1.1, 500.0]]]])
    assert q(x)[0, :, 0].tolist() == [[0, 2, -127], [0, 2, 254]]
    unsigned = layers.Quantiser(1, layers.UNSIGNED)
    assert unsigned(torch.tensor([[[[-3.0, 0.6, 300.0]]]])).flatten().tolist() == [0, 1, 255]


def test_scales_that_follow_their_channels_by_half_still_cover_them():
    q = layers.Quantiser(3, layers.SIGNED)
    largest = torch.tensor([1.0, 4.0, 2.0])
    q.calibrate(largest, 0.5)
    assert (q.scale() * 127 >= largest * (1 - 1e-6)).all()
    assert torch.allclose(q.scale()[1] / q.scale()[0], torch.tensor(2.0))


def test_gradients_pass_roundings(codec):
    net = calibrated(make_codec())
    y, inverse = given(codec, 3)
    for p in net.parameters():
        p.requires_grad_(True)
    net(y * inverse).square().mean().backward()
    grads = [p.grad for p in net.parameters()]
    assert all(g is not None and g.isfinite().all() for g in grads)
    assert all(m.log_scale.grad.abs().sum() > 0 for m in layers.quantisers(net))


@pytest.mark.parametrize("backbone", ["minnen2018", "nlaic"])
def test_other_backbones_have_none(backbone):
    with pytest.raises(ValueError, match="only the syntheses of cheng2020 and swift"):
        layers.quantised(make_codec(backbone).g_s)


@torch.no_grad()
def test_checkpoint_gives_back_the_same_integers(either, tmp_path):
    net = calibrated(either)
    storage.save(tmp_path / "a.pt", net, "base.pt", "d", dict(stages=[]))
    other = layers.quantised(make_codec(either.backbone).g_s)
    assert storage.load_into(other, tmp_path / "a.pt")["base"] == "base.pt"
    for (name, a, given_a), (_, b, given_b) in zip(storage.convolutions(net), storage.convolutions(other)):
        assert torch.equal(*((s / t).round() for s, t in (a.steps(given_a), b.steps(given_b)))), name
    storage.save(tmp_path / "b.pt", other, "base.pt", "d", dict(stages=[]))
    first, second = (torch.load(tmp_path / n, weights_only=True)["state"] for n in ("a.pt", "b.pt"))
    assert all(torch.equal(v, second[k]) for k, v in first.items() if v.dtype == torch.int8)


def test_other_files_are_no_checkpoint_of_it(codec, tmp_path):
    checkpoint.save(tmp_path / "c.pt", codec)
    with pytest.raises(ValueError, match="no 8-bit transform"):
        storage.load_into(layers.quantised(make_codec().g_s), tmp_path / "c.pt")


@pytest.fixture(scope="module")
def place(codec, tmp_path_factory):
    """A folder with the codec, its 8-bit synthesis and two packs of one family."""
    folder = tmp_path_factory.mktemp("int8")
    checkpoint.save(folder / "base.pt", codec)
    digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
    storage.save(folder / "int8.pt", calibrated(make_codec()), "base.pt", digest, dict(stages=[]))
    for name in ("one", "two"):
        packs.export(codec, make_integer(codec).exact(), folder / f"packs/test/{name}", f"test/{name}")
    return folder


def manifest(place, name):
    return json.loads((place / f"packs/test/{name}/pack.json").read_text())


@pytest.mark.usefixtures("multiplies_bytes")
def test_packs_get_it_and_keep_their_digests(place):
    before = manifest(place, "one")
    file, entry = pack.add(place / "packs/test/one", place / "int8.pt")
    assert file == pack.WIDE and "pack" not in entry
    assert pack.add(place / "packs/test/two", place / "int8.pt")[1]["pack"] == "one"
    assert not (place / "packs/test/two" / pack.WIDE).exists()
    after = manifest(place, "one")
    assert after["digest"] == before["digest"]
    test = after["self_test"][pack.WIDE]
    assert test == manifest(place, "two")["self_test"][pack.WIDE]
    model = (place / "packs/test/one" / pack.WIDE).read_bytes()
    y = self_test.inputs({"y": test["inputs"]["y"]["shape"]}, {"y": test["inputs"]["y"]["max"]}, test["seed"])
    rest = {"inverse_gain": np.ones((1, 12, 1, 1), np.float32), "edges": np.zeros(4, np.float32)}
    x = self_test.session(model).run(None, y | rest)[0]
    assert np.allclose(pack.block_means(x), test["means"], atol=1e-4)  # of the same machine
    assert len(test["means"]) == 3 * 8 * 8
    files, losses = pack.losses(place / "packs/test/two", [tensor(5)], 1)
    assert files == ["synthesis.onnx", pack.WIDE]
    assert all(abs(full - eight) < 0.5 for full, eight in losses)


@torch.no_grad()
@pytest.mark.parametrize("level", [0, 5, 7])
def test_losses_are_those_of_latents_that_encoders_round(codec, place, level):
    latents, x = Latents(place / "packs/test/one", 1), tensor(6)
    synthesis = self_test.session((place / "packs/test/one/synthesis.onnx").read_bytes(), 1)
    analysed = latents.analysed(x)
    moved = pack.projected(latents, analysed, level, synthesis)
    q = torch.tensor([float(level)])
    assert torch.allclose(moved * codec.gains(q)[0], backprojection.latent(codec, x, q), atol=0.01)
    assert torch.equal(moved, analysed) == (level == 0)


@pytest.mark.filterwarnings("ignore")
def test_the_highest_level_can_be_that_of_packs(place, tmp_path):
    Image.fromarray(picture(1, 192, 192)).save(tmp_path / "1.png")
    settings = dict(checkpoint=str(place / "base.pt"), out=str(tmp_path / "a.pt"), data=str(tmp_path), crops=4)
    plain, extended = (tuning.Int8Trainer(tuning.Options(**settings, extend=e), log=print) for e in (0.0, 0.4))
    table, other = plain.codec.log_gain, extended.codec.log_gain
    assert torch.allclose(other[-1], table[-1] + 0.4 * (table[-1] - table[-2])) and torch.equal(other[:-1], table[:-1])
    assert plain.digest == extended.digest


def test_the_wrong_checkpoint_is_refused(place, tmp_path):
    other = make_codec()
    with torch.no_grad():
        other.g_s[-1][0].bias.add_(1)
    checkpoint.save(tmp_path / "base.pt", other)
    (tmp_path / "int8.pt").write_bytes((place / "int8.pt").read_bytes())
    with pytest.raises(ValueError, match="tuned for other weights"):
        pack.add(place / "packs/test/one", tmp_path / "int8.pt")
    digest = checkpoint.backbone_digest(checkpoint.load(tmp_path / "base.pt")[0], checkpoint.TRANSFORMS)
    storage.save(tmp_path / "int8.pt", calibrated(make_codec()), "base.pt", digest, dict(stages=[]))
    with pytest.raises(ValueError, match="another synthesis"):
        pack.add(place / "packs/test/one", tmp_path / "int8.pt")


def inputs(codec, count=4):
    return [y * inverse for y, inverse in (given(codec, i) for i in range(count))]


@torch.no_grad()
def test_channels_that_follow_from_others_may_go():
    codec = make_codec()
    up, block, last = codec.g_s[-narrow.TAIL], codec.g_s[-narrow.TAIL + 1], codec.g_s[-1][0]
    half = up.b.out_channels // 2
    for conv in (up.b, block.a, block.b):  # the second half of the channels repeats the first half
        conv.weight[half:] = conv.weight[:half]
        conv.bias[half:] = conv.bias[:half]
    for conv in (up.a[0], up.skip[0]):
        conv.weight[4 * half :] = conv.weight[: 4 * half]
        conv.bias[4 * half :] = conv.bias[: 4 * half]
    up.gdn.gamma[half:] = up.gdn.gamma[:half]
    up.gdn.gamma[:, half:] = up.gdn.gamma[:, :half]
    up.gdn.beta[half:] = up.gdn.beta[:half]
    y = inputs(codec)
    thin = narrow.pruned(codec.g_s, half, y)
    assert narrow.width_of(thin) == half and last.in_channels == 2 * half
    # but for the ridge, and the normalisation, where squares of channels that go stand as their mean
    error = torch.stack([(thin(v) - codec.g_s(v)).square().mean() for v in y]).mean()
    assert error.sqrt() < 0.02
    bad = narrow.narrow(codec.g_s, half)(y[0])
    assert (bad - codec.g_s(y[0])).square().mean() > 10 * error


@torch.no_grad()
def test_least_of_it_is_lost_that_way(codec):
    y, errors = inputs(codec), []
    for width in (2, 4, 6):
        thin = narrow.pruned(codec.g_s, width, y)
        errors.append(sum((thin(v) - codec.g_s(v)).square().mean().item() for v in y))
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("width", [0, 9])
def test_widths_that_there_are_not(codec, width):
    with pytest.raises(ValueError, match="channels at half the size must be 1 to 8"):
        narrow.narrow(codec.g_s, width)


@pytest.mark.filterwarnings("ignore")
def test_tuning_from_the_command_line(place, tmp_path, capsys, monkeypatch):
    for i in range(4):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / f"{i}.png")
    monkeypatch.setattr(tuning.Int8Trainer, "SCALES_FACTOR", 1)
    common = ["--threads", "1", "tune-int8", str(place / "base.pt"), "--data", str(tmp_path), "--crops", "8"]
    common += ["--cache", str(tmp_path / "cache"), "--batch", "2", "--lr", "1e-4"]
    assert main([*common, "--minutes", "0.05", "--out", str(tmp_path / "a.pt")]) == 0
    out = capsys.readouterr().out
    assert "8 crops analysed" in out and "loss in dB by levels" in out
    stored = checkpoint.read(tmp_path / "a.pt")
    assert stored["base"] == "base.pt" and stored["training"]["stages"][0]["steps"] > 0
    assert main([*common, "--minutes", "0.01", "--out", str(tmp_path / "b.pt"), "--init", str(tmp_path / "a.pt")]) == 0
    assert "analysed" not in capsys.readouterr().out
    assert len(checkpoint.read(tmp_path / "b.pt")["training"]["stages"]) == 2
    drawn = ["--minutes", "0.01", "--drawn", "0.5", "--init", str(tmp_path / "a.pt")]
    assert main([*common, *drawn, "--out", str(tmp_path / "b.pt")]) == 0
    assert "; drawn: " in capsys.readouterr().out
    narrower = ["--minutes", "0.02", "--init", str(tmp_path / "a.pt"), "--width", "4", "--fixed", "7"]
    assert main([*common, *narrower, "--out", str(place / "c.pt")]) == 0
    file, entry = pack.add(place / "packs/test/one", place / "c.pt")
    wide = manifest(place, "one")["files"][pack.WIDE]
    assert file == pack.NARROW and entry["bytes"] < wide["bytes"]
    assert pack.losses(place / "packs/test/one", [tensor(5)], 1)[0] == ["synthesis.onnx", pack.WIDE, pack.NARROW]
    assert main([*common, *narrower, "--width", "2", "--init", str(place / "c.pt"), "--out", "x"]) != 0
    assert "narrow already" in capsys.readouterr().err
    apart = ["--minutes", "0.01", "--init", str(tmp_path / "a.pt"), "--loud", "2", "--constant"]
    assert main([*common, *apart, "--out", str(place / "d.pt")]) == 0
    assert checkpoint.read(place / "d.pt")["form"] == dict(loud=2, normalised=False, gated=True, leaky=False)
    assert pack.add(place / "packs/test/one", place / "d.pt")[0] == pack.WIDE
    further = ["--minutes", "0.01", "--init", str(place / "d.pt"), "--out", "x"]
    for more, words in (
        (["--width", "4"], "take channels out first"),
        (["--loud", "2"], "in floats already"),
        (["--constant"], "constants already"),
        (["--leaky"], "not with --init"),
        (["--ungated"], "goes with --constant"),
    ):
        assert main([*common, *further, *more]) != 0
        assert words in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore")
def test_a_simpler_synthesis_from_the_command_line(place, tmp_path):
    for i in range(4):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / f"{i}.png")
    arguments = ["--threads", "1", "tune-int8", str(place / "base.pt"), "--data", str(tmp_path), "--crops", "8"]
    arguments += ["--minutes", "0", "--leaky", "--constant", "--ungated", "--loud", "2", "--out", str(place / "e.pt")]
    assert main(arguments) == 0
    assert checkpoint.read(place / "e.pt")["form"] == dict(loud=2, normalised=False, gated=False, leaky=True)
    assert pack.add(place / "packs/test/one", place / "e.pt")[0] == pack.WIDE
    before, after = pack.losses(place / "packs/test/one", [tensor(5)], 1)[1][-1][:2]
    assert abs(before - after) < 0.5


def test_low_minds_what_is_alike_over_an_area_and_no_noise():
    alike = torch.full((1, 3, 16, 16), 0.5)
    noise = alike * (1 - 2 * (torch.arange(16) % 2))
    assert [tuning.squared(off, low).item() for off in (alike, noise) for low in (0, 3)] == [0.25, 1, 0.25, 0.25]


def test_typical_errors_are_means_about_a_level():
    q, e = torch.tensor([0.0, 0.5, 1.0, 2.4]), torch.tensor([4.0, 2.0, 0.0, 1.0])
    crops = tuning.Crops(x=None, y=None, q=q, e=e)
    # about 3 there is one at 2.4; about 5 there is none, and the mean of all stands for it
    assert crops.typical(6).tolist() == [3.0, 1.0, 1.0, 1.0, 1.75, 1.75]
    assert tuning.Crops(x=None, y=None, q=q, e=0 * e).typical(1).item() == pytest.approx(tuning.FLAT)


@pytest.mark.filterwarnings("ignore")
def test_a_tuned_analysis_moves_the_mean_back(place, tmp_path, capsys):
    for i in range(4):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / f"{i}.png")
    about = dict(base=str(place / "base.pt"), data=str(tmp_path), side=64, threads=1)
    analysis.AnalysisTrainer(analysis.Options(name=str(place / "tuned"), **about), stop_after=0).run()
    codec, _ = checkpoint.load(place / "base.pt")
    digest = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
    bright = calibrated(codec)
    with torch.no_grad():
        before = bright[-1][0].bias.add_(0.05).clone()
    storage.save(place / "bright.pt", bright, "base.pt", digest, dict(stages=[]))
    common = ["--threads", "1", "tune-int8", str(place / "base.pt"), "--data", str(tmp_path), "--crops", "8"]
    common += ["--minutes", "0", "--init", str(place / "bright.pt"), "--out", str(tmp_path / "a.pt")]
    assert main([*common, "--analysis", str(place / "tuned.pt")]) == 0
    assert "mean error of red, green and blue in 1/255: 1" in capsys.readouterr().out  # 12.75, and what there was
    made = layers.quantised(codec.g_s)
    storage.load_into(made, tmp_path / "a.pt")
    change = made[-1][0].bias - before
    assert torch.allclose(change, torch.tensor(-0.05), atol=0.03)
    assert main(common) == 0
    assert "mean error" not in capsys.readouterr().out
