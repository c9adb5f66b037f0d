"""Packs from CompressAI's state dicts, against float models with its published names and shapes."""

import json

import numpy as np
import pytest
import torch
from packfiles import check_manifest, run
from reference_compressai import Reference
from support import tensor

from nlc_models.__main__ import main
from nlc_models.codec import compressai, images
from nlc_models.integer.fit import CalibrationOptions, fit
from nlc_models.integer.tables import PriorTables, stream_bits

SIZES = {
    "bmshj2018-hyperprior": (8, 12),
    "mbt2018-mean": (8, 12),
    "mbt2018": (8, 12),
    "cheng2020-anchor": (12, 12),
    "cheng2020-attn": (12, 12),
}
SERIAL = ("mbt2018", "cheng2020-anchor", "cheng2020-attn")


class Imported:
    """One architecture: the reference, its codec and integer networks, its pack, a picture and its latents."""

    def __init__(self, architecture, folder, tiles):
        self.architecture, self.folder = architecture, folder / "pack"
        self.reference = Reference(architecture, *SIZES[architecture])
        state = {f"module.{k}": v for k, v in self.reference.state_dict().items()}
        torch.save({"epoch": 3, "state_dict": state}, folder / "c.pth")
        words = ["import-compressai", folder / "c.pth", "--calib", tiles, "--name", "mine/own", "--out", self.folder]
        words += ["--licence", "none", "--steps", "0", "--per-level", "3"]
        assert main([str(w) for w in words]) == 0
        self.manifest = json.loads((self.folder / "pack.json").read_text())
        self.codec = compressai.load(folder / "c.pth")
        self.networks = fit(self.codec, images.files(tiles), CalibrationOptions(steps=0, per_level=3))
        self.x = tensor(9, 128, 192)
        r = self.reference
        with torch.no_grad():
            self.y = r.g_a(self.x)
            self.z = r.h_a(r.hyper_input(self.y))
            self.z_hat, self.bits_z = r.entropy_bottleneck(self.z)
            self.sigma, self.mean = r.parameters_of(self.z_hat, self.y.round())
            self.bits_y = r.bits(self.sigma, self.mean, self.y.round())
        self.symbols = (self.z_hat - r.entropy_bottleneck.medians()).round().detach()


@pytest.fixture(scope="module", params=SIZES)
def imported(request, tmp_path_factory, tiles):
    return Imported(request.param, tmp_path_factory.mktemp(request.param), tiles)


def close(got, want, part):
    """Within a part of what it spreads over."""
    want = want.detach().numpy()
    np.testing.assert_allclose(got, want, rtol=0, atol=part * np.abs(want).max())


def test_transforms_of_the_pack_like_the_reference(imported):
    """Weights are float16 in a pack."""
    i, one = imported, torch.ones(1, imported.codec.m, 1, 1)
    medians = i.reference.entropy_bottleneck.medians()
    close(run(i.folder, "analysis.onnx", x=i.x, gain=one), i.y, 3e-3)
    close(run(i.folder, "hyper_analysis.onnx", y=i.y), i.z - medians, 3e-3)
    with torch.no_grad():
        picture_ = i.reference.g_s(i.y.round())
    close(run(i.folder, "synthesis.onnx", y=i.y.round(), inverse_gain=one), picture_, 3e-3)


def test_float_codec_is_the_reference(imported):
    i = imported
    with torch.no_grad():
        y, z = i.codec.analysis(i.x, torch.zeros(1))
        mean, log = i.codec.head(i.codec.h_s(i.symbols), i.y.round()).chunk(2, 1)
        decoded = i.codec.synthesis(i.y.round(), torch.zeros(1))
        want = i.reference.g_s(i.y.round())
    close(y, i.y, 1e-5)
    close(z, i.z - i.reference.entropy_bottleneck.medians(), 1e-5)
    np.testing.assert_allclose(mean, i.mean.detach(), atol=1e-5)
    np.testing.assert_allclose(log, i.sigma.detach().clamp(min=0.11).log2(), atol=1e-5)
    close(decoded, want, 1e-5)


def test_exact_networks_reproduce_their_vectors(imported):
    i = imported
    check_manifest(i.folder, i.manifest)
    assert set(i.manifest["self_test"]) == {"hyper_synthesis.onnx", "head.onnx"}
    for _, layer in i.networks.layers():
        assert layer.bound().max() < 2**24


def parameters_of_pack(i):
    """(means, log2 sigmas) of the picture in the pack's own way, M x h x w each."""
    y = i.y.round()
    m, h, w = y.shape[1:]
    hyper = torch.from_numpy(run(i.folder, "hyper_synthesis.onnx", z=i.symbols))
    if i.architecture in SERIAL:
        padded = torch.nn.functional.pad(y, (2, 2, 2, 2))
        taps = [padded[0, :, r : r + h, c : c + w].flatten(1).T for r in range(5) for c in range(5)][:12]
        got = run(i.folder, "head.onnx", hyper=hyper[0].flatten(1).T.contiguous(), y=torch.cat(taps, 1)).T
    else:
        got = run(i.folder, "head.onnx", hyper=hyper.flatten(2)[:, :, None])[0, :, 0]
    return got.reshape(2, m, h, w)


def test_parameters_of_the_pack_are_close_to_the_reference(imported):
    """Their unit is 1/16; on average they are within 0.4 of it, and 99 % within 1.3."""
    i = imported
    mean, log = parameters_of_pack(i) / 16
    error = np.stack([mean - i.mean[0].detach().numpy(), log - i.sigma[0].detach().clamp(min=0.11).log2().numpy()])
    assert np.abs(error).mean() < 0.025
    assert np.quantile(np.abs(error), 0.99) < 0.08
    if i.architecture == "bmshj2018-hyperprior":
        assert not mean.any()


def test_bits_of_a_picture_are_those_of_the_reference(imported):
    i = imported
    prior = PriorTables.of(i.codec.prior)
    assert prior.lo == i.manifest["prior"]["lo"] and prior.frequencies == i.manifest["prior"]["frequencies"]
    bits_y, bits_z, *_ = stream_bits(i.networks, prior, i.symbols, i.y.round())
    assert bits_z == pytest.approx(i.bits_z, rel=0.01)
    assert bits_y == pytest.approx(i.bits_y, rel=0.03)
    with torch.no_grad():
        float_y, float_z = i.codec.bits(i.y.round(), i.symbols)
    assert float_z.item() == pytest.approx(i.bits_z, rel=1e-4)
    assert float_y.item() == pytest.approx(i.bits_y, rel=0.01)


def test_torch_and_onnx_runtime_agree_bit_for_bit(imported):
    i, rng = imported, np.random.default_rng(2)
    for values in (rng.integers(-40, 41, i.symbols.shape), rng.choice([-255, 255], i.symbols.shape)):
        z = torch.from_numpy(values.astype(np.float32))
        with torch.no_grad():
            want = i.networks.features(z.double())
        assert np.array_equal(run(i.folder, "hyper_synthesis.onnx", z=z), want.numpy())
    with torch.no_grad():
        want = i.networks(i.symbols.double(), i.y.round().double())[0]
    assert np.array_equal(parameters_of_pack(i).reshape(want.shape), want.numpy())


def test_manifest_says_where_it_is_from(imported):
    m = imported.manifest
    assert (m["name"], m["licence"], m["levels"], m["mixture"]) == ("mine/own", "none", 2, 1)
    assert m["training"]["architecture"] == imported.architecture and imported.architecture in m["description"]
    assert m["widths"] == list(SIZES[imported.architecture]) and not np.any(m["log_gain"] + m["log_inverse_gain"])
    serial = imported.architecture in SERIAL
    assert m["context"] == ({"type": "serial", "kernel": 5} if serial else {"type": "none", "kernel": 0})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--name", "mine"], "family/entropy-model"),
        (["--lmbda", "0"], "--lmbda"),
        (["--architecture", "mbt2018"], "mbt2018: "),
        (["--steps", "1"], "256 x 256"),
    ],
)
def test_mistakes_are_one_line(tmp_path, tiles, capsys, change, message):
    torch.save(Reference("mbt2018-mean", 4, 6).state_dict(), tmp_path / "c.pth")
    words = ["import-compressai", str(tmp_path / "c.pth"), "--calib", str(tiles), "--out", str(tmp_path / "pack")]
    words += ["--name", "a/b", "--licence", "l", "--steps", "0", "--per-level", "1", *change]
    assert main(words) == 1
    assert message in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "pack").exists()
