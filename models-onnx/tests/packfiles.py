"""What tests ask of the files of a pack, recomputed from the files alone."""

import hashlib

import numpy as np
import onnxruntime as ort
import torch
from support import REPOSITORY

from nlc_models.export.manifest import TRANSFORMS


def pack_folders():
    """The packs of this repository, those of the plugin's tests included."""
    found = {p.parent for at in ("*", "*/*") for p in REPOSITORY.glob(f"{at}/src/*/resources/**/pack.json")}
    return sorted(found)


def run(folder, name, **inputs):
    session = ort.InferenceSession(str(folder / name), providers=["CPUExecutionProvider"])
    return session.run(None, {k: v.numpy() for k, v in inputs.items()})[0]


def recomputed_digest(m):
    lines = [f"{n} {m['files'][n]['sha256']}" for n in sorted(m["files"]) if n not in TRANSFORMS]
    kernel = ",".join(map(str, m["context"]["slices"])) if m["context"]["type"] == "slices" else m["context"]["kernel"]
    lines.append(f"context {m['context']['type']} {kernel} mixture {m['mixture']} clip {m['symbol_clip']}")
    lines += [" ".join(map(str, [lo, *f])) for lo, f in zip(m["prior"]["lo"], m["prior"]["frequencies"])]
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


SATURATED = 0.05  # means are off by no more on processors that add products of bytes in 16 bits


def self_test_inputs(entry):
    state, feeds = entry["seed"], {}
    for key in sorted(entry["inputs"]):
        spec, values = entry["inputs"][key], []
        for _ in range(int(np.prod(spec["shape"]))):
            state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
            values.append((state >> 33) % (2 * spec["max"] + 1) - spec["max"])
        feeds[key] = torch.tensor(values, dtype=torch.float32).view(spec["shape"])
    return feeds


def recomputed_self_test(folder, name, entry):
    out = run(folder, name, **self_test_inputs(entry))
    return hashlib.sha256(b"".join(int(v).to_bytes(4, "big", signed=True) for v in out.ravel())).hexdigest()


def check_manifest(folder, m):
    assert m["digest"] == recomputed_digest(m)
    for name, entry in m["self_test"].items():
        owner = folder.parent / m["files"][name].get("pack", folder.name)
        if "means" in entry:
            feeds = self_test_inputs(entry)
            gain, side = ("gain", 4) if "x" in feeds else ("inverse_gain", 8)
            rest = {gain: torch.ones(1, m["channels"]["latent"], 1, 1)}
            if gain == "inverse_gain":
                rest["edges"] = torch.zeros(4)
            out = run(owner, name, **feeds, **rest)
            _, planes, height, width = out.shape
            means = out.reshape(planes, height // side, side, width // side, side).mean((2, 4)).ravel()
            assert np.abs(means - np.array(entry["means"])).max() < SATURATED, name
            continue
        assert recomputed_self_test(owner, name, entry) == entry["sha256"], name
