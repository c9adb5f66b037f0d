"""From a recipe to packs: what is stale is made again, and nothing else."""

import json
import time

import pytest
import torch
from support import REPOSITORY, make_codec

from nlc_models.__main__ import main
from nlc_models.codec import checkpoint
from nlc_models.export import export_all
from nlc_models.int8 import layers, storage
from nlc_models.training import analysis

RECIPE = """
licence = "ours"

[[pack]]
name = "test/checkerboard"
checkpoint = "base.pt"
quantize = "--steps 0 --per-level 1"
description = "words"

[[pack]]
name = "test/none"
checkpoint = "none.pt"
base = "base.pt"
refit = "--context none --minutes 0.02 --side 8 --batch 2"
quantize = "--steps 0 --per-level 1"
"""


@pytest.fixture
def place(tmp_path, tiles):
    (tmp_path / "packs.toml").write_text(RECIPE)
    (tmp_path / "c").mkdir()
    checkpoint.save(tmp_path / "c/base.pt", make_codec())
    return tmp_path


def run(place, tiles, capsys, *more):
    code = main(
        [
            "--threads",
            "1",
            "export-all",
            "--recipe",
            str(place / "packs.toml"),
            "--checkpoints",
            str(place / "c"),
            "--data",
            str(tiles),
            "--work",
            str(place / "w"),
            "--out",
            str(place / "packs"),
            *more,
        ]
    )
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def manifest(place, name):
    return json.loads((place / "packs" / name / "pack.json").read_text())


@pytest.mark.filterwarnings("ignore")
def test_changed_backbone_refits_and_exports_everything_that_depends_on_it(place, tiles, capsys):
    code, out, _ = run(place, tiles, capsys, "--dry-run")
    assert code == 0 and "train-entropy (none.pt is missing)" in out and not (place / "packs").exists()

    assert run(place, tiles, capsys)[0] == 0
    first = manifest(place, "test/none")
    assert first["licence"] == "ours" and manifest(place, "test/checkerboard")["description"] == "words"
    assert first["files"]["analysis.onnx"]["pack"] == "checkerboard"

    code, out, _ = run(place, tiles, capsys)
    assert out.splitlines() == ["test/checkerboard: up to date", "test/none: up to date"]

    codec, _ = checkpoint.load(place / "c/base.pt")
    with torch.no_grad():
        codec.g_a[0].a.weight.mul_(1.5)
    checkpoint.save(place / "c/base.pt", codec)
    time.sleep(0.01)  # a pack is compared by its file's time
    assert "train-entropy (base.pt has changed)" in run(place, tiles, capsys, "--dry-run")[1]
    assert run(place, tiles, capsys)[0] == 0
    second = manifest(place, "test/none")
    assert second["files"]["analysis.onnx"]["sha256"] != first["files"]["analysis.onnx"]["sha256"]
    entropy = checkpoint.read(place / "c/none.pt")
    assert entropy["base_digest"] == checkpoint.backbone_digest(codec)


@pytest.mark.filterwarnings("ignore")
def test_pack_gets_its_tuned_analysis_once(place, tiles, capsys):
    assert run(place, tiles, capsys, "--only", "*/checkerboard")[0] == 0
    before = manifest(place, "test/checkerboard")
    options = analysis.Options(
        name=str(place / "c/tuned"), base=str(place / "c/base.pt"), data=str(tiles), side=64, batch=1, threads=1
    )
    analysis.AnalysisTrainer(options, stop_after=1).run()
    (place / "packs.toml").write_text(RECIPE.replace('description = "words"', 'tuned = "tuned.pt"'))
    out = run(place, tiles, capsys, "--only", "*/checkerboard", "--dry-run")[1]
    assert "analysis (no tuned analysis)" in out
    assert run(place, tiles, capsys, "--only", "*/checkerboard")[0] == 0
    after = manifest(place, "test/checkerboard")
    assert after["files"]["analysis.onnx"] != before["files"]["analysis.onnx"]
    assert after["digest"] == before["digest"]
    out = run(place, tiles, capsys, "--only", "*/checkerboard")[1]
    assert out.splitlines() == ["test/checkerboard: up to date"]


@pytest.mark.filterwarnings("ignore")
def test_pack_gets_its_8_bit_synthesis_once(place, tiles, capsys):
    assert run(place, tiles, capsys, "--only", "*/checkerboard")[0] == 0
    codec, _ = checkpoint.load(place / "c/base.pt")
    net = layers.quantised(codec.g_s)
    layers.calibrate(net, [torch.randn(1, 12, 4, 4)])
    storage.save(
        place / "c/int8.pt", net, "base.pt", checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS), dict(stages=[])
    )
    (place / "packs.toml").write_text(RECIPE.replace('description = "words"', 'int8 = "int8.pt"'))
    assert "int8 (no synthesis-int8.onnx)" in run(place, tiles, capsys, "--only", "*/checkerboard", "--dry-run")[1]
    assert run(place, tiles, capsys, "--only", "*/checkerboard")[0] == 0
    assert "synthesis-int8.onnx" in manifest(place, "test/checkerboard")["files"]
    out = run(place, tiles, capsys, "--only", "*/checkerboard")[1]
    assert out.splitlines() == ["test/checkerboard: up to date"]


@pytest.mark.filterwarnings("ignore")
def test_only_the_packs_that_are_asked_for(place, tiles, capsys):
    assert run(place, tiles, capsys, "--only", "*/checkerboard")[0] == 0
    assert not (place / "packs/test/none").exists()
    code, _, err = run(place, tiles, capsys, "--only", "other/*")
    assert code == 1 and "--only other/*: no such pack" in err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("licence = 'x'", "names no pack"),
        ("[[pack]]\nname = 'a/b'", "pack 'a/b' lacks checkpoint"),
        ("[[pack]]\nname = 'a/b'\ncheckpoint = 'c.pt'\nminutes = 3", "unknown entries: minutes"),
        (
            "[[pack]]\nname = 'a/b'\ncheckpoint = 'c.pt'\n[[pack]]\nname = 'a/b'\ncheckpoint = 'd.pt'",
            "two packs are named 'a/b'",
        ),
        ("[[pack", "packs.toml"),
    ],
)
def test_recipe_that_makes_no_sense_is_refused(tmp_path, text, message):
    (tmp_path / "packs.toml").write_text(text)
    with pytest.raises(ValueError, match=message):
        export_all.read(tmp_path / "packs.toml")


def test_entropy_model_without_a_way_to_fit_it_is_an_error(tmp_path):
    checkpoint.save(tmp_path / "base.pt", make_codec())
    exporter = export_all.Exporter(tmp_path, tmp_path, tmp_path, "tiles")
    with pytest.raises(ValueError, match="does not say how to fit it"):
        exporter.refit(export_all.Pack("a/b", "e.pt", base="base.pt"))


def test_residual_is_trained_on_the_integer_networks(tmp_path):
    checkpoint.save(tmp_path / "base.pt", make_codec())
    exporter = export_all.Exporter(tmp_path, tmp_path / "w", tmp_path, "tiles")
    steps = exporter.fit(export_all.Pack("a/b", "base.pt", quantize="--steps 3", residual="--minutes 4"))
    assert [s.arguments[:2] for s in steps] == [
        ("quantize", str(tmp_path / "base.pt")),
        ("train-residual", str(tmp_path / "w/base-int.pt")),
    ]
    assert steps[0].arguments[-2:] == ("--steps", "3") and steps[1].arguments[-2:] == ("--minutes", "4")


def test_recipe_of_this_repository_names_what_is_there():
    project = REPOSITORY / "models-onnx"
    _, packs = export_all.read(project / "packs.toml")
    shipped = {
        str(p.parent.relative_to(project / "src/main/resources/META-INF/nlc/packs"))
        for p in project.glob("src/main/resources/META-INF/nlc/packs/*/*/pack.json")
    }
    assert {p.name for p in packs} == shipped
    assert all((project / "checkpoints" / c).exists() for p in packs for c in (p.checkpoint, p.base) if c)


def test_export_options_that_change_make_the_pack_stale(tmp_path):
    exporter = export_all.Exporter(tmp_path, tmp_path, tmp_path / "packs", "tiles")
    plain, wider = (export_all.Pack("a/b", "base.pt", export=options) for options in ("", "--extend 0.24"))
    exporter.integer(plain).write_bytes(b"")
    (tmp_path / "packs/a/b").mkdir(parents=True)
    (tmp_path / "packs/a/b/pack.json").write_text("{}")
    assert exporter.export(plain) is None
    assert exporter.export(wider).arguments[-2:] == ("--extend", "0.24")
    exporter.exported(wider).write_text(wider.export)
    assert exporter.export(wider) is None and exporter.export(plain) is not None
