"""The report on rate and distortion: curves, tools, bench results, tables, pictures."""

import io
import json
import math
import stat

import numpy as np
import pytest
from PIL import Image
from support import REPOSITORY, picture

from nlc_models.__main__ import main
from nlc_models.evaluation import confidence, external, measurements, rd, rd_plot, report

# as io.nlc.metrics.BdRateTest, where scipy is the judge
A = np.array([0.111, 0.234, 0.465, 0.941]), np.array([27.99, 30.47, 33.33, 36.94])
B = np.array([0.110, 0.232, 0.472, 0.946]), np.array([28.86, 31.46, 34.49, 37.97])
C = np.array([0.177, 0.274, 0.419, 0.623, 0.859]), np.array([29.72, 31.39, 33.25, 35.25, 36.99])
D = np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.8]), np.array([30, 31, 31.1, 33.5, 33.6, 36.0])


def points(codec, factor=1.0, metric="n/a", source="paper", n=5):
    """A curve that needs factor times the bits of factor 1."""
    return [
        rd.Point(
            codec,
            metric,
            str(i),
            factor * 0.1 * 2**i,
            28 + 2.5 * i,
            round(0.9 + 0.02 * i, 2),
            0.1,
            0.2,
            source,
            30.0 + 10 * i,
        )
        for i in range(n)
    ]


def bench(pack="a/b", pictures=2, jpeg=True, factor=0.5):
    row = [
        dict(
            quality=i / 4,
            bpp=factor * 0.1 * 2**i,
            psnr=28 + 2.5 * i,
            msSsim=0.9 + 0.02 * i,
            ssimulacra2=30 + 10 * i,
            encodeSeconds=0.3,
            decodeSeconds=0.4,
        )
        for i in range(5)
    ]
    return dict(
        pack=pack,
        digest="0123456789abcdef" * 4,
        pictures=pictures,
        nlc=row,
        jpeg=[dict(r, bpp=2 * r["bpp"]) for r in row] if jpeg else [],
        runs=[
            dict(r, codec=codec, file=f"{i}.png", bpp=scale * r["bpp"] * (0.8 + 0.4 * i))
            for codec, scale in (("nlc", 1), *([("jpeg", 2)] if jpeg else []))
            for r in row
            for i in range(pictures)
        ],
    )


class FakeNlc:
    """Two packs that are installed; asked keeps what was measured."""

    def __init__(self):
        self.asked = []

    def packs(self):
        return {n: bench(n)["digest"] for n in ("a/b", "a/c")}

    def bench(self, folder, pack, jpeg):
        self.asked.append((pack, jpeg))
        return bench(pack, jpeg=jpeg, factor=0.5 if pack == "a/b" else 0.4)


@pytest.fixture
def kodak(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for i in range(2):
        Image.fromarray(picture(i, 176, 192)).save(folder / f"{i}.png")
    return folder


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def fake_tools(folder):
    """cwebp and dwebp that copy, heif-enc that fails."""
    scripts = {
        "cwebp": 'if [ "$1" = -version ]; then echo 9.8.7; else /bin/cp "$6" "$8"; fi',
        "dwebp": '/bin/cp "$2" "$4"',
        "heif-enc": "echo no room >&2; exit 3",
        "heif-convert": "exit 0",
    }
    for name, text in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(stat.S_IRWXU)


# ---- curves


def test_bd_rate_agrees_with_java():
    for anchor, other, expected in (
        (A, B, -21.788169417152957),
        (A, C, -8.563177919156207),
        (B, C, 16.293699055123902),
        (A, D, -6.453097245342243),
    ):
        assert rd.bd_rate(anchor, other) == pytest.approx(expected, abs=1e-8)


def test_bd_rate_scaled_rates_differ_by_the_scale():
    assert rd.bd_rate(C, (C[0] / 2, C[1])) == pytest.approx(-50)
    assert rd.bd_rate((C[0][::-1], C[1][::-1]), (C[0] * 1.25, C[1])) == pytest.approx(25)


def test_bd_rate_little_in_common_is_none():
    high = np.array([1.0, 2, 3]), np.array([36.0, 38, 46])  # shares 0.94 of its 10 dB with A
    assert math.isnan(rd.bd_rate(A, high, 1 / 3)) and not math.isnan(rd.bd_rate(A, high))
    assert math.isnan(rd.bd_rate(A, (np.array([1.0, 2]), np.array([40.0, 41]))))
    assert math.isnan(rd.bd_rate(A, (np.array([1.0]), np.array([30.0]))))
    with pytest.raises(ValueError, match="same quality"):
        rd.bd_rate(A, (np.array([1.0, 2]), np.array([30.0, 30])))


def test_bench_points_of_an_effort_are_a_curve_of_their_own():
    plain, tried = (
        measurements.bench_points(b, "2 pictures x", "here")
        for b in (bench(jpeg=False), dict(bench(jpeg=False), effort=2))
    )
    assert {p.codec for p in plain} == {"nlc a/b"} and {p.codec for p in tried} == {"nlc a/b, effort 2"}
    assert plain[0].ssimulacra2 == 30


def test_bench_points_say_what_synthesised_them_unless_it_was_floats():
    names = [
        {p.codec for p in measurements.bench_points(dict(bench(jpeg=False), **more), "2 pictures x", "there")}
        for more in (
            dict(synthesis="float"),
            dict(synthesis="8-bit"),
            dict(synthesis="fast", effort=2),
            dict(synthesis="8-bit", adaptive=True),
        )
    ]
    assert names == [{"nlc a/b"}, {"nlc a/b, 8-bit"}, {"nlc a/b, effort 2, fast"}, {"nlc a/b, adaptive, 8-bit"}]


def test_a_pack_that_was_measured_with_bytes_is_not_measured_again():
    class Installed:
        def packs(self):
            return {"a/b": "1" * 64, "c/d": "2" * 64}

    source = "measured: 2 pictures x; nlc bench, here; digest " + "1" * 16
    old = points("nlc a/b, 8-bit", metric="mse", source=source)
    assert measurements.wanted_packs(None, Installed(), old) == ["c/d"]
    effort = points("nlc a/b, effort 2", metric="mse", source=source)
    assert measurements.wanted_packs(None, Installed(), effort) == ["a/b", "c/d"]


def test_csv_is_read_as_it_was_written(tmp_path):
    written = [*points("x"), rd.Point("y, z", "mse", "high", 0.5, 30, math.nan, math.nan, math.nan, "paper")]
    rd.write(tmp_path / "rd.csv", written)
    read = rd.read(tmp_path / "rd.csv")
    assert (
        read[:-1] == written[:-1]
        and read[-1].codec == "y, z"
        and math.isnan(read[-1].ms_ssim)
        and math.isnan(read[-1].ssimulacra2)
    )
    assert [p.name for p in tmp_path.iterdir()] == ["rd.csv"]


def test_csv_of_published_curves_needs_no_ssimulacra2(tmp_path):
    (tmp_path / "a.csv").write_text(",".join(rd.COLUMNS) + "\nx,mse,1,0.5,30,0.9,,,s\n")
    (point,) = rd.read(tmp_path / "a.csv")
    assert point.ms_ssim == 0.9 and math.isnan(point.ssimulacra2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("codec,quality\n", "no column metric-optimised"),
        (",".join(rd.COLUMNS) + "\nx,mse,1,high,30,,,,s\n", "line 2"),
    ],
)
def test_csv_mistakes_are_told(tmp_path, text, message):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        rd.read(tmp_path / "a.csv")


def test_merge_replaces_codecs_where_they_stood():
    old = points("x") + points("y") + points("y", metric="mse")
    merged = rd.merge(old, points("y", 2, n=3) + points("z"))
    assert [(p.codec, p.metric) for p in merged] == [("x", "n/a")] * 5 + [("y", "n/a")] * 3 + [("y", "mse")] * 5 + [
        ("z", "n/a")
    ] * 5
    assert merged[5].bpp == 0.2 and rd.merge([], old) == old and rd.merge(old, []) == old


def test_falls_names_the_settings():
    row = points("x")
    assert rd.falls(row, "psnr") == []
    row[2].psnr = 20
    row[4].bpp = 0.01
    assert rd.falls(row, "psnr") == [("1", "2"), ("3", "4")] and rd.falls(row, "ms-ssim") == [("3", "4")]


# ---- tools


def test_quality_of_pictures():
    a = picture(1, 176, 193)
    noisy = np.clip(a + np.random.default_rng(0).normal(0, 20, a.shape), 0, 255).astype(np.uint8)
    assert external.quality(a, a) == (math.inf, pytest.approx(1, abs=1e-6), pytest.approx(100))
    psnr, similarity, score = external.quality(a, noisy)
    assert 0.5 < similarity < 0.99 and 20 < psnr < 25 and score < 70


@pytest.mark.skipif(
    not (REPOSITORY / "imageio-nlc/target/nlc.jar").is_file(), reason="the Java command line is not built"
)
def test_quality_is_that_of_java(tmp_path):
    nlc = measurements.Nlc(REPOSITORY / "imageio-nlc/target/nlc.jar")
    for seed, (height, width) in enumerate([(176, 192), (211, 163)]):
        a = picture(seed, height, width)
        jpeg = io.BytesIO()
        Image.fromarray(a).save(jpeg, "JPEG", quality=20)
        b = np.asarray(Image.open(jpeg))
        Image.fromarray(a).save(tmp_path / "a.png")
        Image.fromarray(b).save(tmp_path / "b.png")
        java = nlc.json("compare", tmp_path / "a.png", tmp_path / "b.png")
        assert external.quality(a, b) == (
            pytest.approx(java["psnr"], abs=1e-9),
            pytest.approx(java["msSsim"], abs=5e-6),
            pytest.approx(java["ssimulacra2"], abs=1e-3),
        )


def test_rgb_puts_transparency_on_white(tmp_path):
    Image.new("RGBA", (2, 1), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert (external.rgb(tmp_path / "a.png") == 255).all()


def test_measure_counts_the_bits_of_files(kodak, path):
    fake_tools(path)
    tool = external.TOOLS[0]
    assert not tool.missing() and external.version(tool) == "9.8.7"
    assert external.TOOLS[1].missing() == ["opj_compress", "opj_decompress"]
    rows, runs = external.measure(tool, measurements.pictures(kodak), "here")
    assert len(runs) == 2 * len(rows) and {r.picture for r in runs} == {"0.png", "1.png"}
    assert rows[0].bpp == pytest.approx(np.mean([r.bpp for r in runs if r.quality == rows[0].quality]))
    assert [p.quality for p in rows] == [str(q) for q in tool.qualities] and {p.psnr for p in rows} == {math.inf}
    assert rows[0].codec == "cwebp" and rows[0].bpp > 1 and rows[0].enc_s >= 0 and rows[0].source == "here"
    assert (
        measurements.tool_source(tool, "2 pictures x")
        == "measured: 2 pictures x; cwebp -quiet -m 6 -q Q, version 9.8.7; processor time"
    )


def test_measure_failing_tool_is_told(kodak, path):
    fake_tools(path)
    with pytest.raises(ValueError, match="heif-enc .*exit code 3: no room"):
        external.measure(next(t for t in external.TOOLS if t.key == "heif-enc"), measurements.pictures(kodak), "here")


# ---- what is measured


def test_update_measures_what_is_not_there(kodak, path, tmp_path, monkeypatch):
    monkeypatch.setattr(measurements, "machine", lambda: "a machine")  # whose load would change
    nlc, csv = FakeNlc(), tmp_path / "rd.csv"
    fake_tools(path)
    found, runs = measurements.update(csv, kodak, nlc, codecs="cwebp,jdk-jpeg")
    assert {r.codec for r in runs} == {"nlc a/b", "jdk-jpeg", "nlc a/c", "cwebp"}
    # numbers in the file are short
    assert [r.quality for r in confidence.read(tmp_path / "runs.csv")] == [r.quality for r in runs]
    assert {p.codec for p in found} == {
        "nlc a/b",
        "nlc a/c",
        "jdk-jpeg",
        "cwebp",
    }
    assert nlc.asked == [("a/b", True), ("a/c", False)]
    measurements.update(csv, kodak, nlc, codecs="")
    assert len(nlc.asked) == 2
    before = rd.read(csv)
    measurements.update(csv, kodak, nlc, packs="a/c", codecs="")
    assert nlc.asked[2:] == [("a/c", False)] and rd.read(csv) == before
    measurements.update(csv, kodak, nlc, packs="", codecs="jdk-jpeg")
    assert nlc.asked[3:] == [("a/b", True)]


def test_update_new_digest_is_measured_again(kodak, path, tmp_path):
    nlc, csv = FakeNlc(), tmp_path / "rd.csv"
    measurements.update(csv, kodak, nlc, codecs="")
    nlc.packs = lambda: {"a/b": "f" * 64, "a/c": bench()["digest"]}
    measurements.update(csv, kodak, nlc, codecs="")
    assert nlc.asked[2:] == [("a/b", False)]


def test_update_other_pictures_are_refused(kodak, path, tmp_path):
    measurements.update(tmp_path / "rd.csv", kodak, FakeNlc(), packs="a/b", codecs="")
    Image.fromarray(picture(9, 176, 192)).save(kodak / "0.png")
    with pytest.raises(ValueError, match="other pictures"):
        measurements.update(tmp_path / "rd.csv", kodak, FakeNlc(), packs="a/b", codecs="")


def test_update_anchors_keeps_what_is_drawn(kodak, path, tmp_path):
    rd.write(tmp_path / "anchors.csv", points("vtm") + points("nobody") + points("NIC-0.1", metric="mse"))
    csv = tmp_path / "rd.csv"
    for anchors in (str(tmp_path / "anchors.csv"), ""):
        rows, _ = measurements.update(csv, kodak, FakeNlc(), packs="", codecs="", anchors=anchors)
        assert {p.codec for p in rows} == {"vtm", "NIC-0.1"}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--codecs", "gif"], "--codecs gif"),
        (["--packs", "a/b", "--jar", "none.jar"], "--jar none.jar"),
        (["--anchors", "{o}/none.csv"], "none.csv"),
        (["--packs", "", "--codecs", "jdk-jpeg"], "--packs"),
        (["--packs", "", "--codecs", "", "--bench", "{o}/three.json"], "3 pictures"),
        (["--packs", "", "--codecs", "", "--bench", "{o}/broken.json"], "--bench"),
    ],
)
def test_command_mistakes_are_told(kodak, path, tmp_path, capsys, more, message):
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "three.json").write_text(json.dumps(bench(pictures=3)))
    assert (
        main(["report", "--kodak", str(kodak), "--out", str(tmp_path / "o"), *(m.format(o=tmp_path) for m in more)])
        == 1
    )
    assert message in capsys.readouterr().err
    assert main(["report", "--kodak", str(tmp_path / "none"), "--out", str(tmp_path / "o")]) == 1
    assert "--kodak" in capsys.readouterr().err


# ---- what is written


def everything():
    ours = [
        p
        for n, f in (("a/b", 1), ("a/c", 0.8))
        for p in measurements.bench_points(bench(n, jpeg=n == "a/b", factor=f), "2 pictures x", "1 processor")
    ]
    return report.grouped(ours + points("vtm", 0.5) + points("webp", 2) + points("NIC-0.1", 0.7, "mse"))


def test_page_says_what_was_measured(path):
    text = report.page(everything(), {"psnr": "psnr.png"})
    assert "| pack | JPEG (JDK, optimised) | WebP ¹ | VVC (VTM) ¹ |" in text
    assert "| `a/b` | −50.0 % | −50.0 % | +100.0 % |" in text and "| `a/c` | −60.0 % | −60.0 % | +60.0 % |" in text
    assert "the 2 Kodak pictures" in text and "![PSNR over bits per pixel](psnr.png)" in text
    assert "* AVIF: avifenc and avifdec not found." in text and "Bits, PSNR, MS-SSIM and SSIMULACRA 2 rise" in text
    assert (
        "| `a/b` | 5 | 0.10 – 1.60 | 28.0 – 38.0 | 0.900 – 0.980 | 30.0 – 70.0 | 0.30 | 0.40 | nlc bench, 1 "
        "processor; digest 0123456789abcdef |" in text
    )


def test_page_curves_apart_are_not_compared(path):
    groups = everything()
    for p in groups[("vtm", "n/a")]:
        p.psnr += 9
    groups[("nlc a/b", "mse")][3].psnr = 20
    text = report.page(groups, {})
    assert "n/a" in text.split("## Bits at equal PSNR")[1].split("##")[0]
    assert (
        "* `a/b`: bits or PSNR do not rise from quality 0.5 to 0.75." in text and "matplotlib is not installed" in text
    )


def test_references_measured_ones_take_the_place_of_published():
    groups = everything() | report.grouped(points("cwebp", source="measured: 2 pictures x; cwebp"))
    assert [(label, own) for label, _, own in report.references(groups)] == [
        ("JPEG (JDK, optimised)", True),
        ("WebP", True),
        ("VVC (VTM)", False),
    ]


def test_command_without_matplotlib_writes_the_rest(kodak, path, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(rd_plot, "available", lambda: False)
    (tmp_path / "b.json").write_text(json.dumps(bench()))
    out = tmp_path / "out"
    assert (
        main(
            [
                "report",
                "--kodak",
                str(kodak),
                "--out",
                str(out),
                "--packs",
                "",
                "--codecs",
                "",
                "--bench",
                str(tmp_path / "b.json"),
            ]
        )
        == 0
    )
    assert sorted(p.name for p in out.iterdir()) == ["README.md", "rd.csv", "runs.csv"]
    assert "matplotlib" in capsys.readouterr().err


def test_draw_makes_pictures_of_the_size(tmp_path):
    pytest.importorskip("matplotlib")
    curves = report.curves(everything())
    assert [(c.label, c.group) for c in curves] == [
        ("a/b", "pack"),
        ("a/c", "pack"),
        ("JPEG (JDK, optimised)", "conventional"),
        ("WebP, published", "conventional"),
        ("VVC (VTM), published", "conventional"),
        ("NIC 0.1", "learned"),
    ]
    for measure in ("psnr", "ms-ssim"):
        rd_plot.draw(curves, measure, tmp_path / "a.png", "Title")
        with Image.open(tmp_path / "a.png") as image:
            assert image.size == (rd_plot.WIDTH, rd_plot.HEIGHT) and image.convert("L").getextrema()[1] == 255
    with pytest.raises(ValueError, match="no curve"):
        rd_plot.draw([], "psnr", tmp_path / "a.png", "Title")


def test_families_of_packs_are_told_apart_by_colour():
    curves = [rd_plot.Curve(f"family{i}/serial", "pack", []) for i in range(20)]
    assert len({s["color"] for s in rd_plot.styles(curves)}) == 20


def test_smooth_goes_through_its_points():
    rates, quality = rd_plot.smooth(*C)
    assert np.interp(C[0], rates, quality) == pytest.approx(C[1], abs=0.01) and (np.diff(quality) > 0).all()


def test_page_says_which_packs_were_decoded_by_bytes():
    own = points("nlc a/b", metric="mse", source="measured: 2 pictures x; nlc bench")
    assert "decoded by their synthesis of 8-bit integers" not in report.page(report.grouped(own), {})
    eight = points("nlc a/b, 8-bit", metric="mse", source="measured: 2 pictures x; nlc bench")
    assert "Packs with “8-bit” in their name were decoded" in report.page(report.grouped([*own, *eight]), {})
