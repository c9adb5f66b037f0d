"""The performance report: what is counted, and what is made of JMH's results."""

import json
import re
import sys

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from nlc_models.evaluation import macs, speed, speed_report


def save(path, nodes, weights, inputs, outputs):
    """An ONNX file. inputs, outputs: {name: sides}."""
    values = [[helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in v.items()] for v in (inputs, outputs)]
    tensors = [numpy_helper.from_array(np.zeros(s, np.float32), n) for n, s in weights.items()]
    onnx.save(helper.make_model(helper.make_graph(nodes, "g", *values, tensors)), path)


def test_macs_of_convolutions_and_products(tmp_path):
    path = tmp_path / "net.onnx"
    save(
        path,
        [
            helper.make_node("Conv", ["x", "w"], ["a"], pads=[1] * 4, strides=[2, 2]),
            helper.make_node("ConvTranspose", ["a", "v"], ["b"], strides=[2, 2]),
            helper.make_node("Relu", ["b"], ["c"]),
        ],
        {"w": (8, 3, 3, 3), "v": (8, 5, 2, 2)},
        {"x": [1, 3, "height", "width"]},
        {"c": [1, 5, "h2", "w2"]},
    )
    assert macs.of_file(path, {"height": 16, "width": 8}) == 8 * 8 * 4 * 27 + 8 * 8 * 4 * 5 * 4

    save(path, [helper.make_node("MatMul", ["x", "w"], ["y"])], {"w": (6, 4)}, {"x": ["rows", 6]}, {"y": ["rows", 4]})
    assert macs.of_file(path, {"rows": 10}) == 10 * 6 * 4
    with pytest.raises(ValueError, match="side 'rows'"):
        macs.of_file(path, {})


def test_macs_of_a_network_that_cuts_its_values(tmp_path):
    path = tmp_path / "net.onnx"
    nodes = [
        helper.make_node("Slice", ["x", "edges", "end", "axis"], ["a"]),
        helper.make_node("Mul", ["w", "w"], ["v"]),
        helper.make_node("Conv", ["a", "v"], ["y"]),
    ]
    save(path, nodes, {"w": (8, 3, 1, 1)}, {"x": [1, 3, "height", "width"]}, {"y": [1, 8, "h", "w"]})
    model = onnx.load(path)
    model.ir_version, model.opset_import[0].version = 10, 17
    model.graph.initializer.extend(numpy_helper.from_array(np.int64([v]), n) for n, v in (("end", 16), ("axis", 2)))
    model.graph.input.append(helper.make_tensor_value_info("edges", TensorProto.INT64, [1]))
    onnx.save(model, path)
    given = {"x": np.zeros((1, 3, 16, 8), np.float32), "edges": np.int64([4])}
    assert macs.of_run(path, given) == 12 * 8 * 8 * 3


def result(method, cpu, clock, **params):
    """A benchmark as JMH writes it, of three iterations."""

    def metric(values):
        return {"rawData": [values], "scoreUnit": "ms/op"}

    return {
        "benchmark": f"io.nlc.Some.{method}",
        "params": params,
        "primaryMetric": metric(clock),
        "secondaryMetrics": {"cpu": metric(cpu)},
    }


RESULTS = [
    result("convolution", [10, 12, 500], [20, 20, 20], channels="16", width="100", height="10"),
    result("read", [100, 200, 150], [300, 300, 900], pack="f/p"),
    result("convolutionOfBytes", [3, 3, 4], [5, 5, 5], channels="16", width="100", height="10"),
    result("synthesis", [90, 90, 90], [90, 90, 90], pack="f/p"),
    result("synthesisOfFloats", [180, 180, 180], [90, 90, 90], pack="f/p"),
    result("entropyDecode", [30, 30, 30], [30, 30, 30], pack="f/p"),
    result("mixtureDecode", [1e-4, 1e-4, 2e-4], [1, 1, 1]),
]


def test_medians_are_what_counts():
    timings = speed.parse(json.loads(json.dumps(RESULTS)))
    assert timings.get("read", "f/p") == speed.Timing(150, 300)
    assert timings.get("write", "f/p") is None
    assert timings.peak() == pytest.approx(9 * 16 * 16 * 1000 / 0.012)


def test_other_units_are_refused():
    strange = result("read", [1], [1])
    strange["primaryMetric"]["scoreUnit"] = "ops/s"
    with pytest.raises(ValueError, match="ops/s"):
        speed.parse([strange])


def test_the_page_says_shares_and_limits():
    timings = speed.parse(RESULTS)
    count = int(timings.peak() * 0.09)  # 90 ms by floats, 22.5 by bytes
    least = {"f/p": {"synthesis": count, "synthesis_int8": count, "analysis": None}}
    rivals = [speed.Rival("WebP", "50", 0.5, 31.25, [0.2, 0.1, 0.3], [0.01])]
    page = speed_report.document([("date", "today")], timings, ["f/p"], least, rivals, ("x.png", 768, 512))
    assert "| read, `f/p` | 60 % | 20 % | 20 % |" in page
    assert re.search(r"`f/p`, synthesis \|.* 50 % \|", page)
    assert re.search(r"`f/p`, synthesis by 8-bit integers \|.* 25 % \|", page)
    assert "GOP/s by 8-bit integers" in page
    assert "| WebP | 50 | 0.500 | 31.25 | 0.2 | 0.01 |" in page
    assert "| mixture of three Gaussians, decoding | 100 | ns a symbol |" in page
    assert "date: today" in page
    assert "Beside other codecs" not in speed_report.document([], timings, ["f/p"], least, [], ("x.png", 1, 1))


def test_a_page_without_bytes_says_nothing_of_them():
    timings = speed.parse([r for r in RESULTS if "OfBytes" not in r["benchmark"]])
    least = {"f/p": {"synthesis_int8": 100}}
    page = speed_report.document([], timings, ["f/p"], least, [], ("x.png", 1, 1))
    assert timings.peak_of_bytes() is None
    assert "8-bit" not in page and "megapixels" not in page


def test_the_page_says_what_many_tiles_take():
    large = speed.Large(6000, 4000, "f/p", speed.Use(100, 50, 2000), speed.Use(80.25, 44, 1500.4))
    page = speed_report.document([], speed.parse(RESULTS), [], {}, [], ("x.png", 768, 512), large)
    assert "## 24 megapixels" in page and "6000 x 4000" in page
    assert re.search(r"decode +\| +80.2 \| +44 \| +1500 \|", page)


def test_a_large_picture_is_the_picture_again_and_again(tmp_path, monkeypatch):
    from PIL import Image

    path, seen = tmp_path / "p.png", []
    Image.fromarray(np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)).save(path)

    def measured(words):
        if "encode" in words:
            with Image.open(words[-2]) as image:
                seen.append(np.asarray(image).copy())
        return speed.Use(1, 2, 3)

    monkeypatch.setattr(speed, "measured", measured)
    large = speed.large(path, "nlc.jar", "models", "f/p", 0.000096)
    assert (large.width, large.height) == (12, 8) and large.decode == speed.Use(1, 2, 3)
    assert seen[0].shape == (8, 12, 3) and (seen[0][4:, 6:] == seen[0][:4, :6][::-1, ::-1]).all()


def test_what_a_command_takes_is_measured():
    use = speed.measured([sys.executable, "-c", "sum(range(10**6))"])
    assert use.cpu > 0 and use.clock > 0 and use.memory > 1
    with pytest.raises(ValueError, match="exit code 3"):
        speed.measured([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_rival_with_the_nearest_psnr_is_taken(tmp_path, monkeypatch):
    from PIL import Image

    picture = np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    path = tmp_path / "p.png"
    Image.fromarray(picture).save(path)
    monkeypatch.setattr(speed, "RIVALS", (speed.JXL,))
    monkeypatch.setattr(speed.external.Tool, "missing", lambda self: [])

    def run(tool, q, pixels):  # coarser at a lower setting
        return (q, (pixels // (100 - q) * (100 - q)).astype(np.uint8)), 1.0, 2.0

    monkeypatch.setattr(speed, "run_tool", run)
    wanted = speed.distance(picture, run(None, 60, picture)[0][1])
    [(tool, rival)] = speed.rivals(path, wanted + 0.01, lambda text: None)
    assert tool.qualities == (60,)
    assert (rival.setting, rival.bpp) == ("60", 8 * 60 / 64)
