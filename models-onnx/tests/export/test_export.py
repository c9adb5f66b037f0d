"""Packs: transforms like PyTorch's, and a manifest that holds what docs/pack.md says, recomputed here from the files
alone.
"""

import hashlib
import json

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto
from packfiles import check_manifest, pack_folders, run
from support import make_codec, make_integer, tensor

from nlc_models.codec import checkpoint
from nlc_models.export import pack, self_test
from nlc_models.export.manifest import TRANSFORMS
from nlc_models.integer.networks import EntropyNetworks


@pytest.fixture(scope="module")
def exported(model, tmp_path_factory):
    """(codec, folder, manifest)"""
    folder = tmp_path_factory.mktemp("pack")
    checkpointed = model[0]
    with torch.no_grad():
        for p in checkpointed.parameters():
            p.copy_(p.half().float())  # as a checkpoint stores them
    pack.export(checkpointed, model[1], folder, "test/unit", description="d", licence="l", training={"minutes": 1})
    return checkpointed, folder, json.loads((folder / "pack.json").read_text())


@pytest.mark.parametrize("size", [(64, 64), (128, 192), (64, 320)])
def test_transforms_like_py_torch(exported, size):
    codec, folder, _ = exported
    x, q = tensor(8, *size), torch.tensor([4.25])
    gain, inverse = (g.detach() for g in codec.gains(q))
    with torch.no_grad():
        y, z = codec.analysis(x, q)
        xh = codec.synthesis(y.round(), q)
    scale = y.abs().max().item()
    np.testing.assert_allclose(run(folder, "analysis.onnx", x=x, gain=gain), y.numpy(), atol=1e-4 * scale)
    np.testing.assert_allclose(
        run(folder, "hyper_analysis.onnx", y=y), z.numpy(), atol=1e-4 * max(1, z.abs().max().item())
    )
    np.testing.assert_allclose(run(folder, "synthesis.onnx", y=y.round(), inverse_gain=inverse), xh.numpy(), atol=1e-4)


def test_files_of_the_pack_match_their_digests(exported):
    _, folder, manifest = exported
    assert sorted(manifest["files"]) == sorted(p.name for p in folder.glob("*.onnx"))
    assert ("context.onnx" in manifest["files"]) == (manifest["context"]["type"] == "checkerboard")
    for name, entry in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])


def test_manifest_digest_and_self_tests_are_reproduced(exported):
    _, folder, manifest = exported
    check_manifest(folder, manifest)
    assert set(manifest["self_test"]) == set(manifest["files"]) - set(TRANSFORMS)


def test_manifest_describes_the_networks(exported):
    codec, folder, m = exported
    assert m["channels"]["latent"] == codec.m and m["channels"]["hyper"] == codec.hyper_channels
    assert m["levels"] == len(m["lambdas"]) == len(m["log_gain"]) == len(m["log_inverse_gain"]) == 8
    assert np.array_equal(np.array(m["log_gain"], np.float32), codec.log_gain.detach().numpy())
    assert len(m["prior"]["lo"]) == len(m["prior"]["frequencies"]) == codec.hyper_channels
    assert all(sum(f) == 65536 and min(f) >= 1 for f in m["prior"]["frequencies"])
    head = onnx.load(folder / "head.onnx").graph
    symbols = (
        1 if m["context"]["type"].startswith("context3d") else codec.m
    )  # that one evaluation gives the parameters of
    assert (
        head.output[0].type.tensor_type.shape.dim[1].dim_value
        == (3 if m["mixture"] > 1 else 2) * m["mixture"] * symbols
    )
    assert (m["name"], m["family"], m["entropy_model"]) == ("test/unit", "test", "unit")


def test_halo_is_what_was_measured_for_the_backbone(exported):
    codec, _, m = exported
    assert m["halo"] == {"analysis": 32, "synthesis": 16 if codec.backbone == "swift" else 32}


def test_hyper_features_are_counted_of_the_network(exported):
    codec, _, m = exported
    volume = m["context"]["type"].startswith("context3d")
    assert m["channels"]["hyper_features"] == (codec.m if codec.backbone == "swift" or volume else 2 * codec.m)


def test_initialisers_are_small_types(exported):
    _, folder, m = exported
    for name in m["files"]:
        exact = name not in TRANSFORMS
        for t in onnx.load(folder / name).graph.initializer:
            if t.data_type == TensorProto.FLOAT:  # shifts, clips and constants only
                assert max(np.prod(t.dims), 1) <= 3 * 8 * m["channels"]["latent"], (name, t.name)
            elif t.data_type in (TensorProto.INT64, TensorProto.DOUBLE):  # shapes, axes and constants of attention
                assert max(np.prod(t.dims), 1) <= {"head.onnx": 96, "gradient.onnx": 8}.get(name, 4), (
                    name,
                    t.name,
                )  # shifts of wide layers
            else:
                assert t.data_type in ((TensorProto.INT16, TensorProto.INT32) if exact else (TensorProto.FLOAT16,)), (
                    name,
                    t.name,
                )


def test_test_values_run_on_over_the_inputs():
    a = self_test.inputs({"b": [1, 2], "a": [3]}, {"b": 10, "a": 255})
    one = self_test.inputs({"x": [5]}, {"x": 255})["x"]
    assert np.array_equal(a["a"], one[:3])
    # the first state by hand: 6364136223846793005 + 1442695040888963407 = 7806831264735756412; >> 33 = 908834950; mod
    # 511 = ...
    assert one[0] == (7806831264735756412 >> 33) % 511 - 255


@pytest.mark.parametrize("name", ["tiny", "/x", "a/", "a/" + "b" * 70])
def test_export_bad_name_is_refused(name, tmp_path):
    codec = make_codec("minnen2018", context="none", k=1)
    with pytest.raises(ValueError, match="family/entropy-model"):
        pack.export(codec, make_integer(codec).exact(), tmp_path, name)


def test_export_random_context_is_refused():
    with pytest.raises(ValueError, match="random"):
        make_integer(make_codec("minnen2018", context="random", k=1))
    plain = make_integer(make_codec("minnen2018", context="none", k=1)).exact().to_dict()
    with pytest.raises(ValueError, match="random"):
        EntropyNetworks.from_dict({**plain, "context_type": "random"})


def test_serial_head_on_gathered_taps_equals_the_convolution(tmp_path):
    """What the decoder computes from gathered neighbours is what one pass over the whole latent gives."""
    codec = make_codec("cheng2020", context="serial", k=3)
    integer = make_integer(codec).exact()
    manifest = pack.export(codec, integer, tmp_path, "a/serial")
    assert manifest["channels"]["context_features"] == 0 and not (tmp_path / "context.onnx").exists()
    y, z = (
        torch.randint(-300, 300, (1, codec.m, 8, 12)).float(),
        torch.randint(-9, 9, (1, codec.hyper_channels, 2, 3)).float(),
    )
    hyper = torch.from_numpy(run(tmp_path, "hyper_synthesis.onnx", z=z))
    padded = torch.nn.functional.pad(y, (2, 2, 2, 2))
    taps = [padded[0, :, r : r + 8, c : c + 12].flatten(1).T for r in range(5) for c in range(5)][:12]
    got = run(tmp_path, "head.onnx", hyper=hyper[0].flatten(1).T, y=torch.cat(taps, 1))
    with torch.no_grad():
        want = integer(z.double(), y.double())[0].flatten(1).T
    assert np.array_equal(got, want.float().numpy())


def test_share_same_transforms_are_named_not_written(tmp_path):
    codec = make_codec("minnen2018", context="none", k=1)
    exact = make_integer(codec).exact()
    first = pack.export(codec, exact, tmp_path / "f/one", "f/one", share=tmp_path)
    assert not any("pack" in e for e in first["files"].values())
    (tmp_path / "f/two").mkdir()
    second = pack.export(codec, exact, tmp_path / "f/two", "f/two", share=tmp_path)
    assert {n for n, e in second["files"].items() if e.get("pack") == "one"} == set(TRANSFORMS) - {
        "gradient.onnx",
        "inspect.onnx",
        "preview.onnx",
        "residual.onnx",
        "analysis-int8.onnx",
        "synthesis-fast.onnx",
        "synthesis-int8.onnx",
    }
    assert sorted(p.name for p in (tmp_path / "f/two").glob("*.onnx")) == ["head.onnx", "hyper_synthesis.onnx"]
    # again, over itself: a pack never refers to itself; nor to one that only refers to another
    assert pack.export(codec, exact, tmp_path / "f/one", "f/one", share=tmp_path)["files"] == first["files"]
    third = pack.export(codec, exact, tmp_path / "g/three", "g/three", share=tmp_path)  # another family
    assert not any("pack" in e for e in third["files"].values())
    codec.log_gain.data += 1  # not in the networks
    codec.g_s[0].bias.data += 1
    fourth = pack.export(codec, exact, tmp_path / "f/four", "f/four", share=tmp_path)
    assert "pack" not in fourth["files"]["synthesis.onnx"] and fourth["files"]["analysis.onnx"]["pack"] == "one"


def test_export_over_an_earlier_pack_leaves_no_stale_files(tmp_path):
    codec = make_codec("minnen2018", context="none", k=1)
    exact = make_integer(codec).exact()
    pack.export(codec, exact, tmp_path, "a/b")
    (tmp_path / "context.onnx").write_bytes(b"old")
    pack.export(codec, exact, tmp_path, "a/b")
    assert not (tmp_path / "context.onnx").exists()


@pytest.mark.parametrize("context", ["context3d", "context3d-serial"])
def test_3d_head_on_gathered_elements_equals_the_convolution(tmp_path, context):
    """docs/pack.md: the symbols that an element sees, by channels, rows, columns, zero outside the tile."""
    codec = make_codec("minnen2018", (8, 7), context, 1)
    integer = make_integer(codec).exact()
    manifest = pack.export(codec, integer, tmp_path, "a/volume")
    assert manifest["context"] == {"type": context, "kernel": 5} and manifest["channels"]["hyper_features"] == 7
    y, z = torch.randint(-300, 300, (1, 7, 8, 12)).float(), torch.randint(-9, 9, (1, 8, 2, 3)).float()
    hyper = torch.from_numpy(run(tmp_path, "hyper_synthesis.onnx", z=z))
    padded = torch.nn.functional.pad(y, (2, 2, 2, 2, 2, 2))
    taps = [
        (c, r, x)
        for c in range(3)
        for r in range(5)
        for x in range(5)
        if c < 2 or r < 2 or (r == 2 and x < 2 and context == "context3d-serial")
    ]
    rows = torch.stack([padded[0, c : c + 7, r : r + 8, x : x + 12].flatten() for c, r, x in taps], 1)
    got = run(tmp_path, "head.onnx", hyper=hyper.view(-1, 1), y=rows)
    with torch.no_grad():
        want = integer(z.double(), y.double())[0].view(2, -1).T
    assert np.array_equal(got, want.float().numpy())


@pytest.mark.parametrize("folder", pack_folders(), ids=lambda p: "/".join(p.parts[-2:]))
def test_packs_in_the_repository_hold_what_they_say(folder):
    m = json.loads((folder / "pack.json").read_text())
    check_manifest(folder, m)
    for name, entry in m["files"].items():
        content = (folder.parent / entry.get("pack", folder.name) / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])


@pytest.mark.parametrize(("distortion", "tune"), [("mse", "psnr"), ("ms-ssim", "ms-ssim"), ("mixed", "visual")])
def test_tune_follows_the_distortion(tmp_path, distortion, tune):
    codec = make_codec("minnen2018", context="none", k=1)
    codec.distortion = distortion
    checkpoint.save(tmp_path / "c.pt", codec)
    loaded, _ = checkpoint.load(tmp_path / "c.pt")
    assert pack.export(loaded, make_integer(loaded).exact(), tmp_path / "pack", "test/tune")["tune"] == tune
