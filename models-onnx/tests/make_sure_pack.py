"""Makes the pack test/tiny-sure of the plugin's tests again, half of whose symbols are deterministic, as at the low
rates of real packs: test/tiny-none with another head and prior. Its golden file needs it as it is.

    python models-onnx/tests/make_sure_pack.py
"""

import json
from types import SimpleNamespace

import numpy as np
from support import RESOURCES

from nlc_models.export.graph import Graph
from nlc_models.export.manifest import manifest_text, pack_digest, sha256
from nlc_models.export.self_test import self_test

FOLDER = RESOURCES / "packs/test"
FINEST, COARSEST = -48, 40
"""Of log2 sigma in 1/16: with the finest one, a mean that is an integer is certain."""


def head(features, channels):
    """A head that computes nothing: hyper features as means, in whole latents, and as sigmas, mostly at the ends."""
    g = Graph("head")
    hyper = g.input("hyper", [1, features, 1, "positions"])
    halves = [
        g.node("Slice", hyper, *(g.constant(np.array([v])) for v in (first, first + channels, 1)))
        for first in (0, channels)
    ]
    coarse = g.node("Floor", g.node("Mul", halves[0], g.scalar(1 / 128)))
    means = g.node("Mul", coarse, g.scalar(16))
    scales = g.node("Max", g.node("Min", halves[1], g.scalar(COARSEST)), g.scalar(FINEST))
    return g.model(g.node("Concat", means, scales, axis=1), "params", [1, 2 * channels, 1, "positions"])


def main():
    m = json.loads((FOLDER / "tiny-none/pack.json").read_text())
    features, channels = m["channels"]["hyper_features"], m["channels"]["latent"]
    content = head(features, channels).SerializeToString()
    m["name"], m["entropy_model"] = "test/tiny-sure", "tiny-sure"
    m["description"] = "Half of the symbols are certain, for tests: models-onnx/tests/make_sure_pack.py"
    m["files"]["hyper_synthesis.onnx"]["pack"] = "tiny-none"
    m["files"]["head.onnx"] = {"bytes": len(content), "sha256": sha256(content)}
    m["self_test"]["head.onnx"] = self_test(content, {"hyper": (1, features, 1, 5)}, {"hyper": 1023})
    for channel in range(0, m["channels"]["hyper"], 2):
        m["prior"]["lo"][channel] = channel - 1
        m["prior"]["frequencies"][channel] = [7, 65536 - 7 - 5 - 3, 5, 3]
    files = {name: entry["sha256"] for name, entry in m["files"].items()}
    m["digest"] = pack_digest(files, m["context"], m["mixture"], SimpleNamespace(**m["prior"]))
    (FOLDER / "tiny-sure").mkdir(exist_ok=True)
    (FOLDER / "tiny-sure/head.onnx").write_bytes(content)
    (FOLDER / "tiny-sure/pack.json").write_text(manifest_text(m))


if __name__ == "__main__":
    main()
