"""The random-mask supernet: masks, their measurement, its table and figure."""

import csv

import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from support import make_codec

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint, images
from nlc_models.codec.heads import random_masks
from nlc_models.evaluation import evaluation
from nlc_models.studies import masks, random_mask, random_mask_figure


@pytest.fixture(scope="module")
def supernet():
    return make_codec("minnen2018", context="random", k=1)


def test_patterns_are_those_of_table1():
    assert {k: int(v.sum()) for k, v in masks.PATTERNS.items()} == {
        "none": 0,
        "serial 3x3": 4,
        "serial 5x5": 12,
        "checkerboard 3x3": 4,
        "checkerboard 5x5": 12,
        "all 8 neighbours": 8,
    }
    assert masks.PATTERNS["checkerboard 3x3"].nonzero().tolist() == [[1, 2], [2, 1], [2, 3], [3, 2]]
    assert masks.PATTERNS["serial 3x3"].nonzero().tolist() == [[1, 1], [1, 2], [1, 3], [2, 1]]
    assert len(masks.masks()) == 6 + 24 and all(m[2, 2] == 0 for m in masks.masks().values())
    assert masks.single(-2, 1).nonzero().tolist() == [[0, 3]]


def test_patterns_agree_with_the_contexts():
    for context in ("serial", "checkerboard"):
        assert torch.equal(masks.PATTERNS[f"{context} 5x5"], make_codec("minnen2018", context=context, k=1).head.mask)


def test_random_masks_half_visible_centre_never_some_empty():
    torch.manual_seed(1)
    masks = random_masks(4000)
    empty = masks.sum((1, 2)) == 0
    assert empty.float().mean().item() == pytest.approx(1 / 8, abs=0.02)
    assert masks[:, 2, 2].sum() == 0
    share = masks[~empty].mean(0)
    share[2, 2] = 0.5
    assert share == pytest.approx(torch.full((5, 5), 0.5).numpy(), abs=0.04)


def test_head_one_mask_an_item_is_the_masked_convolution(supernet):
    head, masks = supernet.head, random_masks(3)
    y = torch.randn(3, 12, 5, 7).round()
    expected = torch.cat(
        [F.conv2d(y[i : i + 1], head.ctx.weight * masks[i], head.ctx.bias, padding=2) for i in range(3)]
    )
    assert torch.allclose(head.randomly_masked(y, masks), expected, atol=1e-5)
    head.train()
    hyper = torch.randn(3, 24, 5, 7)
    assert not torch.equal(head(hyper, y), head(hyper, y))
    head.eval()
    assert torch.equal(head(hyper, y), head(hyper, y))


def test_measure_of_the_serial_mask_is_the_codecs_own_rate(supernet, tiles):
    files = images.files(tiles)[:2]
    rates = {r.name: r for r in random_mask.measure(supernet, files, 3)}
    own = [
        next(evaluation.measure(supernet, images.unit(images.crop(images.load(f))), [3], distortion=False))
        for f in files
    ]
    assert rates["serial 5x5"].bpp == pytest.approx(sum(r.bpp for r in own) / 2, rel=1e-5)
    assert rates["serial 5x5"].bpp_z == pytest.approx(sum(r.bpp_z for r in own) / 2, rel=1e-5)
    assert rates["none"].saving == 0 and len({round(r.bpp, 6) for r in rates.values()}) > 20
    assert torch.equal(supernet.head.mask, masks.PATTERNS["serial 5x5"])


def test_measure_of_another_context_is_an_error(codec, tiles):
    with pytest.raises(ValueError, match="random"):
        random_mask.measure(codec, images.files(tiles)[:1], 3)


def test_figure_larger_savings_are_darker():
    offsets = [n for n in masks.masks() if n not in masks.PATTERNS]
    rates = [
        masks.Rate(3, n, masks.single(*map(int, n.split(","))), 0.4 - 0.001 * i, 0.01, 0.4)
        for i, n in enumerate(offsets)
    ]
    rates[0].bpp = 0.41  # a loss
    picture = random_mask_figure.figure(rates, "title", "subtitle")
    cells = [
        picture.convert("L").getpixel((116 + 132 * j + 8, 150 + 132 * i + 8))
        for i in range(5)
        for j in range(5)
        if (i, j) != (2, 2)
    ]
    assert cells == sorted(cells, reverse=True) and cells[0] > 240 and cells[-1] < 80


@pytest.mark.parametrize(
    ("top", "expected"),
    [(0.012, [0, 0.005, 0.01, 0.015]), (1.24, [0, 0.5, 1, 1.5]), (5.0, [0, 1, 2, 3, 4, 5]), (7.3, [0, 2, 4, 6, 8])],
)
def test_ticks_are_round_and_cover(top, expected):
    assert random_mask_figure.ticks(top) == pytest.approx(expected)


def test_command_trains_and_reports(tmp_path, tiles, capsys):
    checkpoint.save(tmp_path / "base.pt", make_codec("minnen2018", context="none", k=1), training={"stages": []})
    # crops of 8 latents: the tiles are small
    arguments = [
        "random-mask",
        "--base",
        str(tmp_path / "base.pt"),
        "--eval",
        str(tiles),
        "--every",
        "3",
        "--out",
        str(tmp_path / "out"),
        "--levels",
        "3",
        "4.5",
    ]
    assert main([*arguments, "--data", str(tiles), "--minutes", "0.005", "--batch", "2", "--side", "8"]) == 0
    text = capsys.readouterr().out
    assert "level 3," in text and "level 4.5," in text and text.count("| checkerboard 3x3 | 4 |") == 2
    assert (tmp_path / "out" / "table.md").read_text() in text
    with open(tmp_path / "out" / "masks.csv") as f:
        rows = list(csv.DictReader(f))
    assert len(rows) == 60 and rows[1]["visible"] == "...../.xxx./.x.../...../....."
    with Image.open(tmp_path / "out" / "single-level4.5.png") as picture:
        assert picture.size[0] > 800
    trained = checkpoint.read(tmp_path / "out" / "random-mask.pt")
    assert trained["context"] == "random" and trained["k"] == 1 and trained["base"] == "base.pt"
    assert main([*arguments, "--supernet", str(tmp_path / "out" / "random-mask.pt")]) == 0
    assert capsys.readouterr().out in text
    assert main(arguments) == 1 and "--data" in capsys.readouterr().err
