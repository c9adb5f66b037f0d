"""Counts of layers, parameters, multiply-accumulates and coding steps, and the pages that hold them."""

import shutil

import pytest
import torch
from support import REPOSITORY, make_codec

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint
from nlc_models.codec.networks import Codec
from nlc_models.evaluation import costs, describe

PAGES = sorted((REPOSITORY / "models-onnx" / "docs").glob("*.md"))


def count(codec):
    p = costs.parts(codec)
    kilo = {k: v.macs / costs.SIDE**2 / 1000 for k, v in p.items()}
    entropy = kilo["h_s"] + kilo["head"]
    return costs.parameters(codec) / 1e6, kilo["g_a"] + kilo["h_a"] + entropy, kilo["g_s"] + entropy


# Counts of the published architectures that these networks follow, with the entropy part in both directions
# (CompressAI's cheng2020-attn with N = M = 192 and mbt2018 with N = M = 192; single Gaussian).
@pytest.mark.parametrize(
    ("backbone", "millions", "encoder", "decoder"), [("cheng2020", 29.63, 439, 629), ("minnen2018", 14.1, 107, 104)]
)
def test_counts_at_the_papers_widths_are_the_published_ones(backbone, millions, encoder, decoder):
    found = count(Codec(backbone, (192, 192), "serial", 1))
    assert found == pytest.approx((millions, encoder, decoder), rel=0.006)


def test_counts_of_swift_are_those_by_hand():
    n, wide, m, hyper = 64, 128, 192, 96
    quarter, eighth, latent = (
        2 * 9 * c * c / s**2 for c, s in ((n, 4), (wide, 8), (m, 16))
    )  # a residual block of each
    kilo = {k: v.macs / costs.SIDE**2 / 1000 for k, v in costs.parts(Codec("swift", (n, m), "serial", 1)).items()}
    analysis = 3 * 64 * n / 16 + 3 * quarter + 9 * n * wide / 64 + 2 * eighth + 9 * wide * m / 256 + latent
    synthesis = latent + 4 * m * wide / 256 + eighth + 4 * wide * n / 64 + 2 * quarter + 9 * n * 48 / 16
    assert kilo["g_a"] == pytest.approx(analysis / 1000) and kilo["g_s"] == pytest.approx(synthesis / 1000)
    h_s = 9 * 4 * hyper * hyper * (1 / 64**2 + 1 / 32**2) + 9 * hyper * m / 256
    head = (12 * m * m + 3 * (2 * m) ** 2) / 256  # masked taps, and three layers of 2M channels
    assert kilo["h_s"] == pytest.approx(h_s / 1000) and kilo["head"] == pytest.approx(head / 1000)
    assert kilo["g_a"] < 30 and kilo["g_s"] < 20 and kilo["h_s"] + kilo["head"] < 5  # what it is for


@pytest.mark.parametrize(
    ("backbone", "context", "k"),
    [
        ("cheng2020", "checkerboard", 3),
        ("minnen2018", "none", 1),
        ("nlaic", "context3d", 1),
        ("cheng2020", "mlic", 3),
        ("minnen2018", "mlic-plus", 1),
        ("swift", "serial", 1),
    ],
)
def test_layers_add_up_to_their_network(backbone, context, k):
    codec = Codec(backbone, (8, 12), context, k)
    codec.add_residual()
    for name, part in costs.parts(codec).items():
        assert sum(r.parameters for r in part.layers) == part.parameters == costs.parameters(getattr(codec, name))
        assert sum(r.macs for r in part.layers) == pytest.approx(part.macs)
        assert part.macs > 0


def test_masked_taps_are_not_counted():
    rows = {
        c: {r.name: r for r in costs.parts(Codec("minnen2018", (8, 12), c, 1))["head"].layers}
        for c in ("serial", "checkerboard")
    }
    positions = (costs.SIDE // 16) ** 2
    for row in (r["head.ctx"] for r in rows.values()):
        assert (
            row.macs == pytest.approx(12 * 12 * 24 * positions)
            and row.shape == (24, 16, 16)
            and "12 of 25" in row.operator
        )


def test_attention_is_counted():
    part = costs.parts(Codec("nlaic", (8, 12), "context3d", 1))["g_a"]
    # at /4: 64 x 64 queries of 6 channels on 8 x 8 keys; at /16: 16 x 16 on 8 x 8; each twice (scores and values)
    assert part.attention == 2 * 6 * (64 * 64 * 8 * 8 + 16 * 16 * 8 * 8)


def test_attention_of_mlic_plus_is_counted():
    codec = Codec("cheng2020", (8, 12), "mlic-plus", 3)
    positions, slices = (costs.SIDE // 16) ** 2, codec.head.slices
    inter = sum(
        positions**2 * (4 + s.inter.value[-1].out_channels) for s in slices[1:]
    )  # 12 / 12 channels of queries, at least 4
    intra = sum((positions // 2) ** 2 * (4 + s.intra.value[-1].out_channels) for s in slices[1:])
    local = sum(positions // 2 * 12 * (4 + s.local.value[-1].out_channels) for s in slices)
    assert costs.parts(codec)["head"].attention == inter + intra + local and costs.coding_steps(codec) == 6


def test_layers_shapes_are_those_of_the_real_network(codec):
    rows = costs.parts(codec)["g_a"].layers
    with torch.no_grad():
        y = codec.g_a(torch.zeros(1, 3, costs.SIDE, costs.SIDE))
    assert (
        rows[-1].shape == tuple(y.shape[1:])
        and describe.place(rows[-1].shape) == "12 @ /16"
        and describe.place(rows[0].shape) == "8 @ /2"
    )


def test_describe_checkpoint_is_its_networks(tmp_path, capsys):
    checkpoint.save(tmp_path / "c.pt", make_codec(), training={})
    assert main(["describe", str(tmp_path / "c.pt")]) == 0
    of_checkpoint = capsys.readouterr().out
    assert (
        main(["describe", "--backbone", "cheng2020", "--widths", "8", "12", "--context", "checkerboard", "--k", "3"])
        == 0
    )
    assert capsys.readouterr().out == of_checkpoint


def test_update_rewrites_between_the_markers(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- describe --backbone minnen2018 --widths 8 12 --k 1 -->\nold\n<!-- end of describe -->\nafter\n"
    )
    assert main(["describe", "--update", str(page)]) == 0
    text = page.read_text()
    assert (
        text.startswith("before\n<!--")
        and text.endswith("-->\nafter\n")
        and "old" not in text
        and "| `g_a.0` | conv5x5 /2, GDN |" in text
    )
    assert main(["describe", "--update", str(page)]) == 0
    assert page.read_text() == text and "up to date" in capsys.readouterr().out
    page.write_text("no marker")
    assert main(["describe", "--update", str(page)]) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_pages_are_up_to_date(page, tmp_path, capsys):
    copy = shutil.copy(page, tmp_path)
    assert main(["describe", "--update", str(copy)]) == 0
    assert "up to date" in capsys.readouterr().out, (
        f"run: python -m nlc_models describe --update {page.relative_to(REPOSITORY)}"
    )
