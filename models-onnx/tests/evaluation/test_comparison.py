"""Entropy models compared on identical latents."""

import copy
import json

import pytest
from support import lively, make_codec, make_integer

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint, images
from nlc_models.codec.networks import Codec
from nlc_models.evaluation import comparison, evaluation


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """base.pt (none), entropy checkpoints of other contexts on it, and stranger.pt on another backbone."""
    folder = tmp_path_factory.mktemp("compare")
    base = make_codec("minnen2018", context="none", k=1)
    checkpoint.save(folder / "base.pt", base, integer=make_integer(base).exact().to_dict())
    base, _ = checkpoint.load(folder / "base.pt")
    for context in ("serial", "checkerboard", "context3d", "mlic"):
        codec = Codec("minnen2018", (8, 12), context, 1)
        shared = {k: v for k, v in base.state_dict().items() if not k.startswith(("h_s.", "head."))}
        codec.load_state_dict({**codec.state_dict(), **shared})
        lively(codec.h_s)
        lively(codec.head, 3)
        checkpoint.save_entropy(
            folder / f"{context}.pt",
            codec.eval(),
            "base.pt",
            checkpoint.backbone_digest(base),
            integer=make_integer(codec).exact().to_dict(),
        )
    stranger = copy.deepcopy(base)
    lively(stranger.g_a)
    checkpoint.save(folder / "stranger.pt", stranger)
    return folder


def test_measure_integer_is_the_exact_code_length_of_each(folder, tiles):
    files = images.files(tiles)[:2]
    models = comparison.load([folder / f"{n}.pt" for n in ("base", "serial", "checkerboard", "context3d", "mlic")])
    rates = comparison.measure(models, files, [0, 5])
    assert [(r.name, r.steps) for r in rates] == [
        ("none", 1),
        ("serial", 141),
        ("checkerboard", 2),
        ("context3d", 65),
        ("mlic", 6),
    ]
    for model, r in zip(models, rates):
        own, _ = evaluation.evaluate(model.codec, files, [0, 5], model.integer, False)
        assert r.bpp == pytest.approx([o.integer_bpp for o in own]) and len(set(r.bpp)) == 2
    assert rates[0].savings(rates[0]) == [0, 0]
    assert rates[2].savings(rates[0])[1] == pytest.approx(100 * (1 - rates[2].bpp[1] / rates[0].bpp[1]))


def test_measure_float_is_the_likelihood(folder, tiles):
    files = images.files(tiles)[:1]
    models = comparison.load([folder / "base.pt", folder / "serial.pt"], floating=True)
    own, _ = evaluation.evaluate(models[1].codec, files, [3], distortion=False)
    assert comparison.measure(models, files, [3])[1].bpp == pytest.approx([own[0].bpp])


def test_load_equal_contexts_are_told_apart_by_file(folder):
    (folder / "again.pt").write_bytes((folder / "serial.pt").read_bytes())
    models = comparison.load([folder / f"{n}.pt" for n in ("base", "serial", "again")])
    assert [m.name for m in models] == ["none", "serial (serial)", "serial (again)"]


def test_table_marks_losses_and_savings():
    rows = [evaluation.Row(i, 0.5, 0.1, b) for i, b in enumerate((0.4, 0.8))]
    other = [evaluation.Row(i, 0.5, 0.1, b) for i, b in enumerate((0.3, 0.84))]
    rates = [comparison.Rates("none", 1, rows, True), comparison.Rates("context3d-serial", 1234, other, True)]
    lines = comparison.table(rates, markdown=True).splitlines()
    assert lines == [
        "| level | none bpp | context3d-serial bpp (saving) |",
        "| --- | --: | --: |",
        "| 0 | 0.4000 | 0.3000 (+25.00 %) |",
        "| 1 | 0.8000 | 0.8400 (-5.00 %) |",
        "| mean saving |  | +10.00 % |",
        "| coding steps | 1 | 1,234 |",
    ]
    assert len({len(line) for line in comparison.table(rates).splitlines()}) == 1


def test_command_json_and_markdown(folder, tiles, capsys):
    arguments = [
        "compare-contexts",
        *(str(folder / f"{n}.pt") for n in ("base", "checkerboard")),
        "--kodak",
        str(tiles),
        "--every",
        "3",
    ]
    assert main([*arguments, "--levels", "2", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (
        result["pictures"] == 2
        and result["rate"] == "integer"
        and [m["name"] for m in result["models"]] == ["none", "checkerboard"]
    )
    assert result["models"][0]["levels"][0]["saving_percent"] == 0 and result["models"][1]["coding_steps"] == 2
    assert main([*arguments, "--levels", "2", "--markdown"]) == 0
    assert f"| 2 | {result['models'][0]['levels'][0]['bpp']:.4f} |" in capsys.readouterr().out
    assert main([*arguments, "--float"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 8 + 2


@pytest.mark.parametrize(
    ("names", "message"),
    [(("base", "stranger"), "different backbones"), (("stranger",), "quantize"), (("base", "missing"), "missing")],
)
def test_command_mistakes_are_told(folder, tiles, capsys, names, message):
    assert main(["compare-contexts", *(str(folder / f"{n}.pt") for n in names), "--kodak", str(tiles)]) == 1
    assert message in capsys.readouterr().err
