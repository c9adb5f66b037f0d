"""inspect.onnx: the masks and non-local weights of the analysis, like PyTorch's, and only where there are some."""

import json

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
import torch.nn.functional as F
from support import lively, make_codec, make_integer, tensor

from nlc_models.codec.backbones import BACKBONES
from nlc_models.codec.layers import NLAM, NonLocal
from nlc_models.export import inspect_graph, pack
from nlc_models.export.manifest import pack_digest


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """(codec with every mask alive, its exact networks, folder of the packs, that of its own, manifest)"""
    codec = make_codec("nlaic", context="context3d", k=1)
    exact = make_integer(codec).exact()
    lively(codec.g_a, 3)
    with torch.no_grad():
        for p in codec.parameters():
            p.copy_(p.half().float())  # as a checkpoint stores them
    packs = tmp_path_factory.mktemp("packs")
    pack.export(codec, exact, packs / "f/one", "f/one", share=packs)
    return codec, exact, packs, packs / "f/one", json.loads((packs / "f/one/pack.json").read_text())


def session(folder):
    return ort.InferenceSession(str(folder / "inspect.onnx"), providers=["CPUExecutionProvider"])


def modules(codec, kind):
    return [m for m in codec.g_a.modules() if isinstance(m, kind)]


def inputs_of(codec, kind, x):
    """What each module of a kind in g_a is given, in their order."""
    seen = []
    hooks = [m.register_forward_hook(lambda m, args, out: seen.append((m, args[0]))) for m in modules(codec, kind)]
    with torch.no_grad():
        codec.g_a(x - 0.5)
    for h in hooks:
        h.remove()
    return seen


def mask(m, x):
    with torch.no_grad():
        return torch.sigmoid(m.mask(x)).mean(1, keepdim=True)


def received(m, x):
    """Weight of every pooled key, averaged over queries, position by position."""
    with torch.no_grad():
        q, k = m.theta(x)[0].flatten(1), F.max_pool2d(m.phi(x), m.pool, ceil_mode=True)
        weights = torch.softmax(torch.einsum("cq,ck->qk", q, k[0].flatten(1)) / q.shape[0] ** 0.5, 1)
        return weights.mean(0).view(1, 1, *k.shape[2:])


@pytest.mark.parametrize("size", [(64, 64), (128, 192), (96, 160)])
def test_outputs_like_py_torch(exported, size):
    codec, _, _, folder, manifest = exported
    x = tensor(8, *size)
    outputs = manifest["inspect"]["outputs"]
    s = session(folder)
    assert [i.name for i in s.get_inputs()] == ["x"]
    assert [o.name for o in s.get_outputs()] == [o["name"] for o in outputs]
    got = s.run(None, {"x": x.numpy()})
    want = [mask(m, f) for m, f in inputs_of(codec, NLAM, x)] + [
        received(m, f) for m, f in inputs_of(codec, NonLocal, x)
    ]
    assert len(got) == len(want) == 7
    for o, g, w in zip(outputs, got, want):
        assert g.shape == (1, 1, size[0] // o["stride"], size[1] // o["stride"]), o
        np.testing.assert_allclose(
            g, w.numpy(), atol=1e-3 / (w.numel() if o["kind"] == "nonlocal" else 1), err_msg=o["name"]
        )
        assert g.min() >= 0 and g.max() <= 1 and np.ptp(g) > 0.01 / g.size, o
        if o["kind"] == "nonlocal":
            assert g.sum() == pytest.approx(1, abs=1e-4)


def test_manifest_says_what_each_output_is(exported):
    _, _, _, _, manifest = exported
    outputs = manifest["inspect"]["outputs"]
    assert [(o["name"], o["kind"], o["stride"]) for o in outputs] == [
        ("mask0", "mask", 1),
        ("mask1", "mask", 2),
        ("mask2", "mask", 4),
        ("mask3", "mask", 8),
        ("mask4", "mask", 16),
        ("nonlocal0", "nonlocal", 32),
        ("nonlocal1", "nonlocal", 32),
    ]
    assert outputs[0]["place"] == "analysis, full size" and outputs[3]["place"] == "analysis, 1/8 size"
    assert outputs[6]["place"] == "analysis, 1/16 size, keys of mask4's non-local block"
    assert all(
        pack.HALO["analysis"] % o["stride"] == 0 for o in outputs
    )  # or a tile's positions would not be the picture's


def test_weights_are_half_and_none_come_after_the_last_mask(exported):
    codec, _, _, folder, _ = exported
    tensors = [
        t for t in onnx.load(folder / "inspect.onnx").graph.initializer if t.data_type == onnx.TensorProto.FLOAT16
    ]
    stored = sum(int(np.prod(t.dims)) for t in tensors)
    trunk = sum(p.numel() for p in modules(codec, NLAM)[-1].trunk.parameters())
    assert stored == sum(p.numel() for p in codec.g_a.parameters()) - trunk


def test_digest_and_self_tests_are_without_it(exported):
    _, _, _, _, manifest = exported
    assert "inspect.onnx" in manifest["files"] and "inspect.onnx" not in manifest["self_test"]
    before = {k: v["sha256"] for k, v in manifest["files"].items()}
    other = pack_digest({**before, "inspect.onnx": "0" * 64}, manifest["context"], 1, Prior(manifest))
    assert other == pack_digest(before, manifest["context"], 1, Prior(manifest)) == manifest["digest"]


class Prior:
    """The tables of a manifest."""

    def __init__(self, manifest):
        self.lo, self.frequencies = manifest["prior"]["lo"], manifest["prior"]["frequencies"]


def test_share_is_named_not_written(exported):
    codec, exact, packs, _, first = exported
    second = pack.export(codec, exact, packs / "f/two", "f/two", share=packs)
    assert second["files"]["inspect.onnx"] == {**first["files"]["inspect.onnx"], "pack": "one"}
    assert second["inspect"] == first["inspect"] and not (packs / "f/two/inspect.onnx").exists()


@pytest.mark.parametrize("backbone", sorted(set(BACKBONES) - {"nlaic"}))
def test_other_backbones_have_none(backbone, tmp_path):
    codec = make_codec(backbone, context="none", k=1)
    manifest = pack.export(codec, make_integer(codec).exact(), tmp_path, "a/b")
    assert inspect_graph.inspect(codec) is None and "inspect" not in manifest
    assert "inspect.onnx" not in manifest["files"] and not (tmp_path / "inspect.onnx").exists()
