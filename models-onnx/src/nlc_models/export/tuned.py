"""A tuned analysis for a pack that is there: what decodes its files, and so the pack's digest, stay."""

import json
from pathlib import Path

from ..codec import checkpoint
from . import transforms
from .manifest import manifest_text, sha256
from .pack import elsewhere

FILE = "analysis.onnx"


def add(folder, path):
    """Give the pack in a folder the analysis of a checkpoint of tune-analysis, its codec's beside it, or name that of
    a pack of its family; returns the entry of the manifest.

    ValueError if the checkpoint belongs to another synthesis than the pack's.
    """
    folder = Path(folder).resolve()
    manifest = json.loads((folder / "pack.json").read_text())
    codec, _ = checkpoint.load(Path(path).parent / str(checkpoint.read(path).get("base")))
    if manifest["files"]["synthesis.onnx"]["sha256"] != sha256(transforms.synthesis(codec).SerializeToString()):
        raise ValueError(f"{folder} has another synthesis than {path} was tuned for")
    stored = checkpoint.take_analysis(codec, path)
    model = transforms.analysis(codec).SerializeToString()
    entry = {"bytes": len(model), "sha256": sha256(model)}
    (folder / FILE).unlink(missing_ok=True)
    shared = elsewhere(folder.parents[1], manifest["family"], manifest["entropy_model"], {FILE: entry["sha256"]})
    if shared:
        entry["pack"] = shared[FILE]
    else:
        (folder / FILE).write_bytes(model)
    manifest["files"][FILE] = entry
    manifest["training"] = manifest["training"] | {"analysis": stored["training"]}
    (folder / "pack.json").write_text(manifest_text(manifest))
    return entry
