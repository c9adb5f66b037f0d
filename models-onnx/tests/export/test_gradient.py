"""Derivatives of the cost of a latent, against those of PyTorch's autograd."""

import json
import math

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from support import make_codec, make_integer, tensor

from nlc_models.codec.likelihood import split_parameters, standard_normal_cdf
from nlc_models.export import gradient, pack
from nlc_models.export.graph import Graph
from nlc_models.export.manifest import sha256
from nlc_models.export.pullback import Pullback
from nlc_models.integer.exact import floor_ste

KINDS = [("cheng2020", 3), ("minnen2018", 1), ("swift", 1)]


class Given:
    """A pack with its gradient, and what the network is asked of it: soft symbols of a picture and the rest."""

    def __init__(self, backbone, k, folder):
        self.codec, self.k = make_codec(backbone, context="serial", k=k), k
        with torch.no_grad():
            for p in self.codec.parameters():
                p.copy_(p.half().float())  # as packs store them
        self.entropy = make_integer(self.codec).exact()
        self.folder = folder
        pack.export(self.codec, self.entropy, folder, "test/unit", description="d", licence="l")
        self.exported = (folder / gradient.FILE).read_bytes()
        manifest = json.loads((folder / "pack.json").read_text())
        (folder / gradient.FILE).unlink()
        del manifest["files"][gradient.FILE]
        self.before = manifest
        (folder / "pack.json").write_text(json.dumps(manifest))
        self.entry = gradient.add(folder)
        self.parts = {part: onnx.load(folder / f"{part}.onnx") for part in gradient.PARTS}
        self.x = tensor(3, 128, 192)
        r = torch.Generator().manual_seed(5)
        with torch.no_grad():
            y, z = self.codec.analysis(self.x, torch.tensor([2.5]))
            self.hyper = self.entropy.features(z.round())
        self.y = y + 0.3 * torch.randn(y.shape, generator=r)
        self.inverse = self.codec.gains(torch.tensor([2.5]))[1].detach()
        self.weight = 5000 * torch.rand(1, 1, 128, 192, generator=r)
        self.counts = (torch.rand(1, 1, *y.shape[2:], generator=r) < 0.7).float()

    def expected(self):
        """(slope, bits, weighted error) by autograd through the exact networks, where rounding is the identity."""
        y = self.y.clone().requires_grad_(True)
        off = self.codec.g_s(y * self.inverse) + 0.5 - self.x
        error = (self.weight * off.square()).sum()
        context = self.entropy.context_of(y)
        p = self.entropy.head(torch.cat([self.hyper, context], 1)) / 16
        p = split_parameters(p, self.codec.m, self.k)
        mean, sigma = p[:, 0], torch.exp2(floor_ste(p[:, 1] * 8).clamp(-24, 64) / 8)
        d = y[:, None] - mean
        mass = standard_normal_cdf((d + 0.5) / sigma) - standard_normal_cdf((d - 0.5) / sigma)
        if self.k > 1:
            mass = mass * torch.softmax(p[:, 2] * math.log(2), 1)
        bits = -torch.log2(mass.sum(1).clamp(min=gradient.LEAST))
        bits = (bits * self.counts).sum()
        (bits + error).backward()
        return y.grad.numpy(), bits.item(), error.item()

    def run(self, model):
        session = onnxruntime.InferenceSession(model.SerializeToString())
        names = dict(y=self.y, inverse_gain=self.inverse, x=self.x, hyper=self.hyper)
        names |= dict(weight=self.weight, counts=self.counts)
        return session.run(["slope", "cost"], {k: v.numpy() for k, v in names.items()})


@pytest.fixture(scope="module", params=KINDS, ids=lambda p: p[0])
def given(request, tmp_path_factory):
    return Given(*request.param, tmp_path_factory.mktemp("pack"))


def test_slope_is_that_of_autograd(given):
    slope, bits, error = given.expected()
    model = gradient.with_weights(onnx.load(given.folder / gradient.FILE), **given.parts)
    onnx.checker.check_model(model, full_check=True)
    found, cost = given.run(model)
    np.testing.assert_allclose(cost[0], [bits, error], rtol=1e-4)
    # sums of soft symbols are not exact, so a rounding of the head may go the other way here and there
    off = np.abs(found - slope) / np.abs(slope).max()
    assert np.mean(off > 1e-4) < 0.01 and np.linalg.norm(found - slope) < 0.02 * np.linalg.norm(slope)
    assert np.median(np.abs(slope)) > 1e-3 * np.abs(slope).max()  # so that the tolerance tells something


def test_file_has_no_weights_of_its_own(given):
    size = (given.folder / gradient.FILE).stat().st_size
    whole = gradient.with_weights(onnx.load(given.folder / gradient.FILE), **given.parts)
    assert size < 150_000
    assert {i.name.split("/")[0] for i in whole.graph.initializer} > set(gradient.PARTS)


def test_pack_stays_the_same_to_decoders(given):
    manifest = json.loads((given.folder / "pack.json").read_text())
    assert manifest["digest"] == given.before["digest"]
    data = (given.folder / gradient.FILE).read_bytes()
    assert manifest["files"].pop(gradient.FILE) == given.entry == {"bytes": len(data), "sha256": sha256(data)}
    assert manifest == given.before


def test_new_packs_have_it_from_the_start(given):
    assert given.exported == (given.folder / gradient.FILE).read_bytes()


def test_other_contexts_have_none(tmp_path):
    codec = make_codec("minnen2018", context="none", k=1)
    pack.export(codec, make_integer(codec).exact(), tmp_path, "test/unit", description="d", licence="l")
    assert not (tmp_path / gradient.FILE).exists()
    with pytest.raises(ValueError, match="serial context"):
        gradient.add(tmp_path)


def test_unknown_operator_is_named():
    g = Graph("softmax")
    y = g.node("Softmax", g.input("x", [1, 3]), axis=1)
    with pytest.raises(ValueError, match="the derivative of Softmax is not known"):
        Pullback(g, "x")({y: g.scalar(1)})
