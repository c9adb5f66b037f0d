"""Tuning an analysis for the decoder that there is: rate + lambda * distortion falls, nothing else changes, packs take
it over.
"""

import json

import numpy as np
import pytest
import torch
from PIL import Image
from support import make_codec, make_integer, picture, tensor

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint
from nlc_models.export import pack as packs
from nlc_models.export import self_test, tuned
from nlc_models.training import analysis, objective
from nlc_models.training.analysis import AnalysisTrainer, Options


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a codec, training tiles, and two packs of one family."""
    folder = tmp_path_factory.mktemp("analysis")
    (folder / "tiles").mkdir()
    for i in range(4):
        Image.fromarray(picture(i, 128, 192)).save(folder / "tiles" / f"{i}.png")
    codec = make_codec()
    with torch.no_grad():
        for p in codec.parameters():
            p.copy_(p.half().float())
    checkpoint.save(folder / "base.pt", codec)
    for name in ("one", "two"):
        packs.export(codec, make_integer(codec).exact(), folder / f"packs/test/{name}", f"test/{name}")
    return folder


def options(place, name="run", **more):
    settings = dict(
        name=str(place / name), base=str(place / "base.pt"), data=str(place / "tiles"), side=64, threads=1, lr=1e-4
    )
    return Options(**{**settings, **more})


def taken(place, path):
    codec, _ = checkpoint.load(place / "base.pt")
    checkpoint.take_analysis(codec, path)
    return codec


def parts(codec):
    return checkpoint.backbone_digest(codec, ("g_s.", "h_a.", "h_s.", "head.", "prior.", "log_"))


def test_cost_falls_and_the_decoder_stays(place):
    t = AnalysisTrainer(options(place), stop_after=40)
    start = t.costs().log().mean()
    t.run()
    t.codec.g_a.load_state_dict(t.average.state)
    assert t.costs().log().mean() < start
    base, codec = checkpoint.load(place / "base.pt")[0], taken(place, place / "run.pt")
    assert parts(codec) == parts(base) and len(codec.g_a) == len(base.g_a) + 1
    stored = checkpoint.read(place / "run.pt")
    assert stored["base"] == "base.pt" and stored["training"]["stages"][0]["steps"] == 40


def test_start_undoes_what_another_arithmetic_does(monkeypatch):
    """Stands for bfloat16: an autocast under which channels are stretched and moved."""
    codec = make_codec()
    scale, offset = torch.linspace(0.9, 1.1, codec.m), torch.linspace(-2, 2, codec.m)
    inside = [False]

    class Autocast:
        def __init__(self, *_):
            pass

        def __enter__(self):
            inside[0] = True

        def __exit__(self, *_):
            inside[0] = False

    monkeypatch.setattr(analysis.torch, "autocast", Autocast)

    def g_a(x):
        y = codec.g_a(x)
        return y * scale[:, None, None] + offset[:, None, None] if inside[0] else y

    found = analysis.towards_bfloat16(g_a, [tensor(i) - 0.5 for i in range(4)])
    assert torch.allclose(found[0], scale, atol=1e-3) and torch.allclose(found[1], offset, atol=1e-3)


def test_resuming_ends_where_one_run_does(place):
    AnalysisTrainer(options(place, "whole", minutes=1000), stop_after=6).run()
    AnalysisTrainer(options(place, "parts", minutes=1000), stop_after=3).run()
    AnalysisTrainer(options(place, "parts", minutes=1000, resume=True), stop_after=3).run()
    whole, resumed = (checkpoint.read(place / f"{n}.pt")["state"] for n in ("whole", "parts"))
    assert all(torch.allclose(v.float(), resumed[k].float(), atol=1e-3) for k, v in whole.items())


def test_it_goes_by_what_the_codec_was_trained_for(tmp_path):
    (tmp_path / "tiles").mkdir()
    for i in range(2):
        Image.fromarray(picture(i, 192, 192)).save(tmp_path / "tiles" / f"{i}.png")
    for name in ("mse", "ms-ssim"):
        codec = make_codec()
        checkpoint.save(tmp_path / "base.pt", codec)
        checkpoint.write(tmp_path / "base.pt", checkpoint.read(tmp_path / "base.pt") | dict(distortion=name))
        t = AnalysisTrainer(options(tmp_path, name, side=192), stop_after=0)
        x, q = t.held[3]
        made, bits_y, bits_z = t.codec(x, q)
        kind = objective.distortion(name, x, made)[0]
        lam = torch.exp(t.codec.interpolate(t.log_lambda, q))
        assert torch.allclose(t.cost(x, q), objective.tile_loss(kind, bits_y + bits_z, lam, name))


def test_packs_get_it_and_keep_their_digests(place):
    AnalysisTrainer(options(place, "given"), stop_after=0).run()

    def manifest(name):
        return json.loads((place / f"packs/test/{name}/pack.json").read_text())

    before = manifest("one")
    assert main(["analysis", str(place / "packs/test/one"), "--checkpoint", str(place / "given.pt")]) in (0, None)
    assert tuned.add(place / "packs/test/two", place / "given.pt")["pack"] == "one"
    assert not (place / "packs/test/two/analysis.onnx").exists()
    after = manifest("one")
    assert after["digest"] == before["digest"] == manifest("two")["digest"]
    assert {k for k in before["files"] if before["files"][k] != after["files"][k]} == {"analysis.onnx"}
    assert after["training"]["analysis"]["stages"][0]["steps"] == 0
    codec, x = taken(place, place / "given.pt"), tensor(9)
    session = self_test.session((place / "packs/test/one/analysis.onnx").read_bytes())
    made = session.run(None, {"x": x.numpy(), "gain": np.ones((1, codec.m, 1, 1), np.float32)})[0]
    with torch.no_grad():
        assert np.allclose(made, codec.g_a(x - 0.5).numpy(), atol=1e-3)


def test_what_belongs_to_another_codec_is_refused(place, tmp_path):
    AnalysisTrainer(options(place, "mine"), stop_after=0).run()
    other = make_codec()
    with torch.no_grad():
        other.g_s[-1][0].bias.add_(1)
    checkpoint.save(tmp_path / "base.pt", other)
    with pytest.raises(ValueError, match="holds no tuned analysis"):
        checkpoint.take_analysis(other, tmp_path / "base.pt")
    with pytest.raises(ValueError, match="tuned for other weights than base.pt has"):
        checkpoint.take_analysis(other, place / "mine.pt")
    AnalysisTrainer(options(place, base=str(tmp_path / "base.pt"), name=str(tmp_path / "theirs")), stop_after=0).run()
    with pytest.raises(ValueError, match="has another synthesis"):
        tuned.add(place / "packs/test/one", tmp_path / "theirs.pt")
