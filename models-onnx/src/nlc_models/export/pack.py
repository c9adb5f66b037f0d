"""Model packs: ONNX networks with a manifest (docs/pack.md)."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort

from ..codec.networks import CONTEXTS_SLICES
from ..integer.exact import ACTIVATION_MAX, SYMBOL_CLIP
from ..integer.tables import PriorTables
from . import graph

FORMAT = 1
CONTEXT_TYPES = {
    "none": "none",
    "checkerboard": "checkerboard",
    "serial": "serial",
    "3d": "context3d",
    "3d-serial": "context3d-serial",
    "mlic": "slices",
    "mlic-plus": "slices",
}
TUNES = {"mse": "psnr", "ms-ssim": "ms-ssim", "mixed": "visual"}  # by the distortion that a codec was trained for
TRANSFORMS = (
    "analysis.onnx",
    "hyper_analysis.onnx",
    "inspect.onnx",
    "preview.onnx",
    "residual.onnx",
    "synthesis.onnx",
)  # everything else is exact
# Pixels, by backbone or context: the attention of a larger tile takes more than 64 MiB a matrix.
MAX_TILE = {"nlaic": 1 << 19, "mlic": 1 << 20, "mlic-plus": 1 << 20}
HALO = {"analysis": 32, "synthesis": 32}  # measured: within 0.001 dB of an untiled picture, as 64 is


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_values(shapes, limits, seed=1):
    """Inputs of a self-test, {name: array}: one linear congruential generator runs over all inputs in the order of their names."""
    state, inputs = seed, {}
    for name in sorted(shapes):
        values = np.empty(int(np.prod(shapes[name])), np.float32)
        for i in range(values.size):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            values[i] = (state >> 33) % (2 * limits[name] + 1) - limits[name]
        inputs[name] = values.reshape(shapes[name])
    return inputs


def integer_digest(array):
    """SHA-256 of a tensor's values as big-endian 32-bit integers."""
    return sha256(np.asarray(array).astype(">i4").tobytes())


def session(model, threads=1, level=ort.GraphOptimizationLevel.ORT_ENABLE_ALL):
    options = ort.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.graph_optimization_level = level
    options.log_severity_level = 3
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def self_test(model, shapes, limits, seed=1):
    """Manifest entry of one exact network: how to make its inputs and the digest of its output."""
    output = session(model).run(None, test_values(shapes, limits, seed))[0]
    return {
        "seed": seed,
        "inputs": {n: {"shape": list(shapes[n]), "max": limits[n]} for n in sorted(shapes)},
        "sha256": integer_digest(output),
    }


def pack_digest(files, context, mixture, prior):
    """files: {name: sha256 hex}. Identifies everything that decoded latents depend on."""
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
    return [[number(v) for v in row] for row in table.tolist()]


def elsewhere(packs, family, entropy_model, digests):
    """{file: entropy model} for the transforms that another pack of the family, below the folder packs, holds byte by byte."""
    found = {}
    for path in sorted(Path(packs).glob(f"{family}/*/pack.json")):
        other = json.loads(path.read_text())
        for name, entry in other["files"].items():
            if (
                other["entropy_model"] != entropy_model
                and name in TRANSFORMS
                and "pack" not in entry
                and digests.get(name) == entry["sha256"] == sha256((path.parent / name).read_bytes())
            ):
                found.setdefault(name, other["entropy_model"])
    return found


def export(codec, entropy, out, name, *, description="", licence="", training=None, estimate=None, share=None):
    """Write a pack to the folder out.

    codec: a trained Codec; entropy: its exact EntropyNetworks; name: family/entropy-model; share: a folder of packs
    (family/entropy-model, where out belongs as well): transforms that a pack of the family holds already are not written again but
    named. Returns the manifest.
    """
    family, _, entropy_model = name.partition("/")
    if not family or not entropy_model or len(name.encode()) > 64:
        raise ValueError(f"a pack is named family/entropy-model in at most 64 bytes, not {name!r}")
    if entropy.context_type not in CONTEXT_TYPES:
        raise ValueError(f"packs have no {entropy.context_type} context")
    models = {
        "analysis.onnx": graph.analysis(codec),
        "synthesis.onnx": graph.synthesis(codec),
        "hyper_analysis.onnx": graph.hyper_analysis(codec),
        "hyper_synthesis.onnx": graph.hyper_synthesis(entropy),
    }
    inspected = graph.inspect(codec)
    if inspected is not None:
        models["inspect.onnx"] = inspected[0]
    n, m, f = codec.hyper_channels, codec.m, graph.output_channels(entropy.hyper_synthesis)
    tests = {"hyper_synthesis.onnx": ({"z": [1, n, 2, 3]}, {"z": SYMBOL_CLIP})}
    channels = {"latent": m, "hyper": n, "hyper_features": f}
    context = {"type": CONTEXT_TYPES[entropy.context_type], "kernel": 0}
    if entropy.context is not None:
        context["kernel"] = entropy.context[0].weight.shape[-1]
    if entropy.context_type in CONTEXTS_SLICES:
        context["slices"] = entropy.head.widths
        for i, s in enumerate(entropy.head.slices):
            for step, model in (
                ("anchors", graph.slice_anchors(entropy, s)),
                ("others", graph.slice_others(entropy, s)),
            ):
                file = f"slice{i}-{step}.onnx"
                models[file] = model
                shapes = {v.name: [1, v.type.tensor_type.shape.dim[1].dim_value, 4, 6] for v in model.graph.input}
                tests[file] = (shapes, {"hyper": ACTIVATION_MAX, "y": SYMBOL_CLIP})
    else:
        models["head.onnx"] = graph.head(entropy)
        tests["head.onnx"] = ({"hyper": [1, f, 1, 5]}, {"hyper": ACTIVATION_MAX})
    if codec.residual is not None:
        models["residual.onnx"] = graph.residual(codec, entropy)
    if entropy.context_type in graph.ROW_CONTEXTS:
        channels["context_features"] = 0  # the context lies within the head
        shapes = {i.name: [5, i.type.tensor_type.shape.dim[1].dim_value] for i in models["head.onnx"].graph.input}
        tests["head.onnx"] = (shapes, {"hyper": graph.output_limit(entropy.hyper_synthesis), "y": SYMBOL_CLIP})
    elif entropy.context is not None:
        models["context.onnx"] = graph.context(entropy)
        c = channels["context_features"] = graph.output_channels(entropy.context)
        tests["context.onnx"] = ({"y": [1, m, 5, 6]}, {"y": SYMBOL_CLIP})
        tests["head.onnx"] = (
            {"hyper": [1, f, 1, 5], "context": [1, c, 1, 5]},
            {"hyper": ACTIVATION_MAX, "context": ACTIVATION_MAX},
        )
    data = {k: v.SerializeToString() for k, v in sorted(models.items())}
    digests = {k: sha256(v) for k, v in data.items()}
    prior = PriorTables.of(codec.prior)
    limits = [MAX_TILE[k] for k in (codec.backbone, entropy.context_type) if k in MAX_TILE]
    shared = elsewhere(share, family, entropy_model, digests) if share else {}
    manifest = {
        "format": FORMAT,
        "name": name,
        "family": family,
        "entropy_model": entropy_model,
        "description": description,
        "licence": licence,
        "tune": TUNES[codec.distortion],
        "widths": list(codec.widths),
        "channels": channels,
        "strides": {"latent": 16, "hyper": 64},
        "halo": HALO,
        "context": context,
        "mixture": codec.k,
        "symbol_clip": SYMBOL_CLIP,
        **({"max_tile": min(limits)} if limits else {}),
        "levels": codec.levels,
        "lambdas": list(codec.lambdas),
        "log_gain": numbers(codec.log_gain.detach()),
        "log_inverse_gain": numbers(codec.log_inverse_gain.detach()),
        "prior": {"lo": prior.lo, "frequencies": prior.frequencies},
        "files": {
            k: {"bytes": len(v), "sha256": digests[k], **({"pack": shared[k]} if k in shared else {})}
            for k, v in data.items()
        },
        **({"inspect": {"outputs": inspected[1]}} if inspected is not None else {}),
        "self_test": {k: self_test(data[k], *tests[k]) for k in sorted(tests)},
        "digest": pack_digest(digests, context, codec.k, prior),
        "training": training or {},
        "estimate": estimate or {},
    }
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    if (out / "pack.json").exists():  # an earlier pack, whose files may have other names
        for old in out.glob("*.onnx"):
            old.unlink()
    for k, v in data.items():
        if k not in shared:
            (out / k).write_bytes(v)
    (out / "pack.json").write_text(manifest_text(manifest))
    return manifest


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
