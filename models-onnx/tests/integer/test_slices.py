"""The exact form of the MLIC heads: close to the float one, causal, bounded, the same on every runtime setting."""

import numpy as np
import onnxruntime as ort
import pytest
import torch
from packfiles import check_manifest, run
from support import lively, make_codec, make_integer, tensor

from nlc_models.codec import latents
from nlc_models.codec.heads import odd_positions
from nlc_models.codec.likelihood import mixture_likelihood
from nlc_models.export import pack, self_test, slice_graphs
from nlc_models.export.manifest import TRANSFORMS
from nlc_models.integer import tables, tuning
from nlc_models.integer.exact import BUDGET
from nlc_models.integer.networks import EntropyNetworks
from nlc_models.integer.slice_forms import written_out


@pytest.fixture(
    scope="module", params=[("cheng2020", "mlic"), ("cheng2020", "mlic-plus"), ("swift", "mlic-plus")], ids="-".join
)
def codec(request):
    return make_codec(request.param[0], (8, 12), request.param[1], 3)


@pytest.fixture(scope="module")
def networks(codec):
    return make_integer(codec).exact()


def rounded(codec, i, level=5):
    with torch.no_grad():
        return latents.rounded(codec, codec.g_a(tensor(i) - 0.5), level)


def bits(params, y, k=3):
    return -torch.log2(mixture_likelihood(params, y, k)).sum().item()


def test_written_out_slices_compute_the_same(codec):
    z, y = rounded(codec, 1)
    with torch.no_grad():
        hyper = codec.h_s(z)
        torch.testing.assert_close(written_out(codec.head)(hyper, y), codec.head(hyper, y), rtol=1e-3, atol=1e-3)


def test_integers_cost_little(codec, networks):
    for i in range(3):
        z, y = rounded(codec, i)
        with torch.no_grad():
            assert bits(networks(z, y) / 16, y) < 1.03 * codec.bits(y, z)[0].item()


def test_all_values_are_integers_whatever_the_type(codec, networks):
    z, y = rounded(codec, 1)
    params = networks(z, y)
    assert torch.equal(params, params.round())
    double = networks.double()(z.double(), y.double())
    networks.float()
    assert torch.equal(params.double(), double)


def test_partial_sums_are_exact(networks):
    layers = list(networks.layers())
    assert len(layers) > 40 and all((m.bound() <= BUDGET).all() for _, m in layers)


def test_trainable_form_computes_the_exact_one(codec):
    trainable = make_integer(codec)
    z, y = rounded(codec, 2)
    torch.testing.assert_close(trainable(z, y), trainable.exact()(z, y), rtol=0, atol=0)


def test_survives_a_checkpoint(codec, networks):
    again = EntropyNetworks.from_dict(networks.to_dict())
    z, y = rounded(codec, 0)
    assert torch.equal(again(z, y), networks(z, y)) and again.head.widths == networks.head.widths


def test_every_symbol_sees_only_what_is_decoded_before_it(codec, networks):
    z, y = rounded(codec, 1)
    odd = odd_positions(y).bool()

    def split(p):
        return p.unflatten(1, (-1, codec.m))

    before, start = split(networks(z, y)), 0
    for width in networks.head.widths:
        now, after_now = slice(start, start + width), slice(start + width, None)
        changed = y.clone()
        changed[:, start:] += 9
        after = split(networks(z, changed))
        assert torch.equal(after[:, :, :start], before[:, :, :start])
        assert torch.equal(after[:, :, now][..., ~odd], before[:, :, now][..., ~odd])
        assert not torch.equal(after[:, :, now][..., odd], before[:, :, now][..., odd])
        changed = y.clone()
        changed[:, now] += 9 * odd
        changed[:, after_now] += 9
        assert torch.equal(split(networks(z, changed))[:, :, now], before[:, :, now])
        start += width


def test_steps_in_coding_order_are_the_whole(codec, networks):
    z, y = rounded(codec, 0)
    whole = networks(z, y)[0].unflatten(0, (-1, codec.m)).flatten(2)
    seen = torch.zeros(y[0].flatten(1).shape, dtype=torch.int)
    for rows, channels, params in networks.head.steps(networks.features(z), y):
        assert torch.equal(params, whole[:, channels, rows].permute(2, 0, 1))
        seen[channels, rows] += 1
    assert (seen == 1).all()


def test_stream_length_is_that_of_the_likelihood(codec, networks):
    z, y = rounded(codec, 2)
    length, _, z2, y2 = tables.stream_bits(networks, tables.PriorTables.of(codec.prior), z, y)
    assert length == pytest.approx(bits(networks(z2, y2) / 16, y2), rel=0.03)
    assert (y2 != y).float().mean() < 0.02
    again, _, _, y3 = tables.stream_bits(networks, tables.PriorTables.of(codec.prior), z2, y2)
    assert again == length and torch.equal(y2, y3)


def test_tuning_saves_bits(codec):
    for p in codec.parameters():
        p.requires_grad_(False)
    cached = [codec.g_a(tensor(i) - 0.5)[0] for i in range(4)]
    trainable = make_integer(codec)
    pairs = [rounded(codec, i) for i in range(4)]

    def total():
        return sum(bits(trainable(z, y) / 16, y) for z, y in pairs)

    before = total()
    tuning.tune(codec, trainable, cached, 30, lr=2e-3, batch=4, side=8)
    assert total() < before


LEVELS = [
    ort.GraphOptimizationLevel.ORT_DISABLE_ALL,
    ort.GraphOptimizationLevel.ORT_ENABLE_BASIC,
    ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
    ort.GraphOptimizationLevel.ORT_ENABLE_ALL,
]


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("level", LEVELS)
def test_onnx_runtime_any_setting_yields_the_integers_of_float64(codec, networks, level, threads):
    """Step by step as a decoder goes, on latents and on the largest inputs."""
    z, y = rounded(codec, 1)
    g = torch.Generator().manual_seed(2)
    wild = torch.randint(-300, 301, y.shape, generator=g).float()
    features = networks.features(z)
    extreme = (torch.randint(0, 2, features.shape, generator=g) * 2 - 1.0) * 1023
    pairs = ((features, y), (extreme, wild), (extreme, 300 * wild.sign()))
    for hyper, y in pairs:
        odd = odd_positions(y).bool()
        with torch.no_grad():
            want = networks.double().head(hyper.double(), y.double())[0].unflatten(0, (-1, codec.m))
        networks.float()
        for i, s in enumerate(networks.head.slices):
            for make, step, seen in (
                (slice_graphs.slice_anchors, ~odd, s.previous),
                (slice_graphs.slice_others, odd, s.previous + s.width),
            ):
                session = self_test.session(make(networks, s).SerializeToString(), threads, level)
                feeds = dict(hyper=hyper.numpy(), **({"y": y[:, :seen].numpy()} if seen else {}))
                got = torch.from_numpy(session.run(None, feeds)[0])[0].unflatten(0, (-1, s.width))
                assert torch.equal(got[..., step].double(), want[:, s.previous : s.previous + s.width][..., step]), (
                    i,
                    make.__name__,
                )


def test_pack_of_slices_holds_what_it_says(codec, networks, tmp_path):
    torch.manual_seed(1)
    codec.add_residual()
    lively(codec.residual)
    for p in codec.residual.parameters():
        p.data = p.data.half().float()
    m = pack.export(codec, networks, tmp_path, "a/slices")
    assert m["context"] == {"type": "slices", "kernel": 0, "slices": [3, 3, 6]} and m["max_tile"] == 768 * 768
    exact = {f"slice{i}-{step}.onnx" for i in range(3) for step in ("anchors", "others")} | {"hyper_synthesis.onnx"}
    assert set(m["self_test"]) == exact and set(m["files"]) == exact | set(TRANSFORMS) - {
        "gradient.onnx",
        "inspect.onnx",
        "preview.onnx",
        "analysis-int8.onnx",
        "synthesis-fast.onnx",
        "synthesis-int8.onnx",
    }
    check_manifest(tmp_path, m)
    z, y = rounded(codec, 1)
    with torch.no_grad():
        want = codec.residual(networks.hyper(z), y)
        assert 0.01 < (codec.residual(codec.h_s(z), y) - want).abs().max() + 0.01 < 0.1, (
            "integer features stand for the float ones"
        )
    got = run(tmp_path, "residual.onnx", hyper=networks.features(z), y=y)
    np.testing.assert_allclose(got, want.numpy(), atol=1e-4)
    assert 0 < np.abs(got).max() <= 0.5
    codec.residual = None
