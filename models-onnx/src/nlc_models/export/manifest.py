"""How pack.json is written: digests, numbers and a layout that stays readable (docs/pack.md)."""

import hashlib
import json

import numpy as np

from ..integer.exact import SYMBOL_CLIP

# Everything else in a pack is exact, and what decoded latents depend on.
TRANSFORMS = (
    "analysis-int8.onnx",
    "analysis.onnx",
    "gradient.onnx",
    "hyper_analysis.onnx",
    "inspect.onnx",
    "preview.onnx",
    "residual.onnx",
    "synthesis-fast.onnx",
    "synthesis-int8.onnx",
    "synthesis.onnx",
)


def sha256(data):
    """Hex digits of the bytes' digest."""
    return hashlib.sha256(data).hexdigest()


def integer_digest(array):
    """SHA-256 of a tensor's values as big-endian 32-bit integers."""
    return sha256(np.asarray(array).astype(">i4").tobytes())


def pack_digest(files, context, mixture, prior):
    """SHA-256 hex of everything that decoded latents depend on.

    files: {name: sha256 hex}; context: the manifest's entry; mixture: Gaussians; prior: PriorTables.
    """
    text = "".join(f"{n} {files[n]}\n" for n in sorted(files) if n not in TRANSFORMS)
    kernel = ",".join(map(str, context["slices"])) if "slices" in context else context["kernel"]
    text += f"context {context['type']} {kernel} mixture {mixture} clip {SYMBOL_CLIP}\n"
    for lo, f in zip(prior.lo, prior.frequencies):
        text += f"{lo} {' '.join(map(str, f))}\n"
    return sha256(text.encode())


def number(v):
    """Shortest text that reads back as the same float32."""
    text = np.format_float_positional(np.float32(v), unique=True, trim="-")
    return float(text) if "." in text else int(text)


def numbers(table):
    """A 2D tensor as lists of such numbers."""
    return [[number(v) for v in row] for row in table.tolist()]


def manifest_text(manifest, width=140):
    """JSON that stays readable: one line an entry or table row, unless the entry is short."""

    def text(v, indent):
        line = json.dumps(v, ensure_ascii=False)
        compact = json.dumps(v, separators=(",", ":"), ensure_ascii=False)
        rows = isinstance(v, list) and v and isinstance(v[0], (list, dict))
        if indent + len(line) <= width or not (rows or isinstance(v, dict)):
            return line if indent + len(line) <= width else compact
        inner = " " * (indent + 2)
        items = (
            [f"{json.dumps(k)}: {text(x, indent + 2)}" for k, x in v.items()]
            if isinstance(v, dict)
            else [text(x, indent + 2) for x in v]
        )
        open_, close = "{}" if isinstance(v, dict) else "[]"
        return open_ + "\n" + inner + f",\n{inner}".join(items) + "\n" + " " * indent + close

    return text(manifest, 0) + "\n"
