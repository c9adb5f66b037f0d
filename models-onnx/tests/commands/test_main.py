"""The command line from a checkpoint to a pack."""

import json
import math

import pytest
import torch
from PIL import Image
from support import make_codec, picture

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint


@pytest.fixture(scope="module")
def quantized(tmp_path_factory, tiles):
    folder = tmp_path_factory.mktemp("main")
    checkpoint.save(folder / "c.pt", make_codec(), training={"stages": [{"steps": 1}]})
    # no tuning: these tiles are smaller than its crops of 256 pixels
    assert (
        main(
            [
                "quantize",
                str(folder / "c.pt"),
                "--calib",
                str(tiles),
                "--out",
                str(folder / "q.pt"),
                "--steps",
                "0",
                "--per-level",
                "1",
            ]
        )
        == 0
    )
    return folder


def test_quantize_keeps_the_provenance(quantized):
    raw = checkpoint.read(quantized / "q.pt")
    assert raw["training"] == {"stages": [{"steps": 1}]} and raw["integer"]["context_type"] == "checkerboard"


def test_pack_with_a_z_of_its_own_shares_the_transforms_alone(tmp_path, tiles):
    base = make_codec(context="serial")
    checkpoint.save(tmp_path / "base.pt", base)
    own = make_codec(context="none")
    with torch.no_grad():
        own.h_a[0].weight *= 1.5
    digest = checkpoint.backbone_digest(base)
    checkpoint.save_entropy(tmp_path / "own.pt", own, "base.pt", digest, own_z=True)
    packs, cache = tmp_path / "packs", tmp_path / "base.features"
    made = {}
    for name, file in (("serial", "base"), ("hyperprior", "own")):
        given, integer, pack = (str(tmp_path / f) for f in (f"{file}.pt", f"{file}-int.pt", f"packs/test/{name}"))
        calibration = ["--calib", str(tiles), "--cache", str(cache), "--steps", "0", "--per-level", "1"]
        assert main(["quantize", given, "--out", integer, *calibration]) == 0
        assert main(["export", integer, "--name", f"test/{name}", "--out", pack, "--share", str(packs)]) == 0
        made[name] = json.loads((packs / f"test/{name}/pack.json").read_text())["files"]
    assert len(checkpoint.read(cache)["files"]) == len(list(tiles.iterdir()))
    assert {k for k, v in made["hyperprior"].items() if "pack" in v} == {"analysis.onnx", "synthesis.onnx"}
    assert made["hyperprior"]["hyper_analysis.onnx"]["sha256"] != made["serial"]["hyper_analysis.onnx"]["sha256"]
    codec, _ = checkpoint.load(tmp_path / "own-int.pt")
    assert torch.equal(codec.h_a[0].weight, own.h_a[0].weight.half().float())


def test_evaluate_json_has_a_level_a_row(quantized, tiles, capsys):
    assert (
        main(
            [
                "evaluate",
                str(quantized / "q.pt"),
                "--kodak",
                str(tiles),
                "--integer",
                "--json",
                "--every",
                "3",
                "--levels",
                "0",
                "7",
            ]
        )
        == 0
    )
    result = json.loads(capsys.readouterr().out)
    assert result["pictures"] == 2 and [r["level"] for r in result["levels"]] == [0, 7]
    low, high = result["levels"]
    assert low["psnr"] < high["psnr"] and low["integer_bpp"] < high["integer_bpp"]
    assert 0 < low["ms_ssim"] < high["ms_ssim"] < 1
    assert low["overhead_percent"] == pytest.approx(100 * (low["integer_bpp"] / low["bpp"] - 1), abs=0.1)


def test_evaluate_text_is_a_table(quantized, tiles, capsys):
    assert main(["evaluate", str(quantized / "c.pt"), "--kodak", str(tiles), "--no-psnr", "--every", "6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9 and "PSNR" not in lines[0] and "MS-SSIM" not in lines[0] and "integer" not in lines[0]


def test_estimate_any_picture_adds_up(quantized, tmp_path, capsys):
    Image.fromarray(picture(3, 70, 130)).save(tmp_path / "p.png")
    assert main(["estimate", str(quantized / "q.pt"), str(tmp_path / "p.png"), "--quality", "0.5", "--json"]) == 0
    r = json.loads(capsys.readouterr().out)
    assert (r["width"], r["height"], r["level"]) == (130, 70, 3.5)
    assert r["bytes"] == pytest.approx(r["integer_bits"] / 8, abs=1)
    assert math.isclose(r["integer_bits"], r["float_bits"], rel_tol=0.1)


def test_export_from_the_quantized_checkpoint_writes_a_pack(quantized, tmp_path, capsys):
    assert (
        main(
            ["export", str(quantized / "q.pt"), "--name", "test/main", "--out", str(tmp_path), "--description", "words"]
        )
        == 0
    )
    m = json.loads((tmp_path / "pack.json").read_text())
    assert m["description"] == "words" and m["tune"] == "psnr" and m["training"]["stages"] == [{"steps": 1}]
    assert m["digest"][:32] in capsys.readouterr().out


def test_nlaic_from_checkpoint_to_two_packs_share_their_transforms(tiles, tmp_path, capsys):
    for context in ("context3d", "context3d-serial"):
        checkpoint.save(tmp_path / "c.pt", make_codec("nlaic", context=context, k=1))
        assert (
            main(
                [
                    "quantize",
                    str(tmp_path / "c.pt"),
                    "--calib",
                    str(tiles),
                    "--out",
                    str(tmp_path / "q.pt"),
                    "--steps",
                    "0",
                    "--per-level",
                    "1",
                ]
            )
            == 0
        )
        name = "nlaic/" + context
        packs = tmp_path / "packs"
        assert (
            main(["export", str(tmp_path / "q.pt"), "--name", name, "--out", str(packs / name), "--share", str(packs)])
            == 0
        )
    assert "transforms in context3d" in capsys.readouterr().out
    m = json.loads((tmp_path / "packs/nlaic/context3d-serial/pack.json").read_text())
    assert m["context"] == {"type": "context3d-serial", "kernel": 5} and m["max_tile"] == 1 << 19
    assert {f for f, e in m["files"].items() if e.get("pack") == "context3d"} == {
        "analysis.onnx",
        "hyper_analysis.onnx",
        "inspect.onnx",
        "synthesis.onnx",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "{c}", "--name", "a/b", "--out", "{o}"], "--calib"),
        (["estimate", "{c}", "{o}/missing.png", "--quality", "0.5"], "missing.png"),
        (["estimate", "{c}", "{o}/missing.png", "--quality", "2"], "--quality"),
        (["evaluate", "{c}", "--kodak", "{o}"], "no pictures"),
    ],
)
def test_mistakes_are_one_line_and_an_exit_code(quantized, tmp_path, capsys, arguments, message):
    assert main([a.format(c=quantized / "c.pt", o=tmp_path) for a in arguments]) == 1
    error = capsys.readouterr().err.strip()
    assert message in error and "\n" not in error
