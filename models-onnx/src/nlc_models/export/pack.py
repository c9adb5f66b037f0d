"""Model packs: ONNX networks with a manifest (docs/pack.md)."""

import json
from dataclasses import dataclass
from pathlib import Path

from ..codec.context import ContextType
from ..integer.exact import ACTIVATION_MAX, SYMBOL_CLIP
from ..integer.tables import PriorTables
from . import entropy_graphs, gradient, inspect_graph, slice_graphs, transforms
from .manifest import TRANSFORMS, manifest_text, numbers, pack_digest, sha256
from .self_test import self_test

FORMAT = 1
TUNES = {"mse": "psnr", "ms-ssim": "ms-ssim", "mixed": "visual"}  # by the distortion that a codec was trained for
ENCODED_TILE = 768 * 768  # pixels: encoders write no larger tiles
NLAIC_TILE = 1 << 19  # pixels: the attention of nlaic's transforms takes more than 64 MiB a matrix above that
HALO = {"analysis": 32, "synthesis": 32}  # measured: within 0.001 dB of an untiled picture, as 64 is
SWIFT_HALO = {"analysis": 32, "synthesis": 16}  # so, too (docs/swift.md), and a tenth less to synthesise


@dataclass
class EntropyFiles:
    """The exact part of a pack.

    models: {file: ONNX model}; tests: {file: (shapes of its inputs, their limits)}; context: the manifest's entry;
    features: channels of the context features, None where there are none.
    """

    models: dict
    tests: dict
    context: dict
    features: int | None = None


def entropy_files(entropy):
    """EntropyFiles of exact EntropyNetworks."""
    type_ = entropy.context_type
    kernel = entropy.context[0].weight.shape[-1] if type_.has_kernel else 0
    files = EntropyFiles({}, {}, {"type": type_.value, "kernel": kernel})
    if type_ is ContextType.SLICES:
        add_slices(files, entropy)
    elif type_.within_head:
        add_row_head(files, entropy)
    else:
        add_head(files, entropy)
    assert set(files.models) == set(type_.files(len(files.context.get("slices", ()))))
    hyper_channels = entropy_graphs.input_channels(entropy.hyper_synthesis)
    files.models["hyper_synthesis.onnx"] = entropy_graphs.hyper_synthesis(entropy)
    files.tests["hyper_synthesis.onnx"] = ({"z": [1, hyper_channels, 2, 3]}, {"z": SYMBOL_CLIP})
    return files


def channels_of(value):
    """Channels of an ONNX model's input."""
    return value.type.tensor_type.shape.dim[1].dim_value


def add_slices(files, entropy):
    """Two networks a slice."""
    files.context["slices"] = entropy.head.widths
    for i, s in enumerate(entropy.head.slices):
        steps = {"anchors": slice_graphs.slice_anchors(entropy, s), "others": slice_graphs.slice_others(entropy, s)}
        for step, model in steps.items():
            file = f"slice{i}-{step}.onnx"
            shapes = {v.name: [1, channels_of(v), 4, 6] for v in model.graph.input}
            files.models[file] = model
            files.tests[file] = (shapes, {"hyper": ACTIVATION_MAX, "y": SYMBOL_CLIP})


def add_row_head(files, entropy):
    """A head that contains its context."""
    head = entropy_graphs.row_head(entropy)
    limits = {"hyper": entropy_graphs.output_limit(entropy.hyper_synthesis), "y": SYMBOL_CLIP}
    files.models["head.onnx"] = head
    files.tests["head.onnx"] = ({v.name: [5, channels_of(v)] for v in head.graph.input}, limits)
    files.features = 0


def add_head(files, entropy):
    """A point-wise head, and the context network of the checkerboard."""
    shapes = {"hyper": [1, entropy_graphs.output_channels(entropy.hyper_synthesis), 1, 5]}
    if entropy.context is not None:
        files.models["context.onnx"] = entropy_graphs.context(entropy)
        files.tests["context.onnx"] = ({"y": [1, entropy.channels, 5, 6]}, {"y": SYMBOL_CLIP})
        files.features = entropy_graphs.output_channels(entropy.context)
        shapes["context"] = [1, files.features, 1, 5]
    files.models["head.onnx"] = entropy_graphs.pointwise_head(entropy)
    limits = {"hyper": entropy_graphs.output_limit(entropy.hyper_synthesis), "context": ACTIVATION_MAX}
    files.tests["head.onnx"] = (shapes, {k: limits[k] for k in shapes})


def max_tile(codec, type_):
    """The manifest's limit of a tile in pixels."""
    limits = [NLAIC_TILE if codec.backbone == "nlaic" else None, type_.max_tile, ENCODED_TILE]
    return min(limit for limit in limits if limit)


def elsewhere(packs, family, entropy_model, digests):
    """{file: entropy model} for the transforms that another pack of the family, below the folder packs, holds byte by
    byte.
    """
    found: dict[str, str] = {}
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


def split_name(name):
    """family/entropy-model -> (family, entropy model). ValueError for another name."""
    family, _, entropy_model = name.partition("/")
    if not family or not entropy_model or len(name.encode()) > 64:
        raise ValueError(f"a pack is named family/entropy-model in at most 64 bytes, not {name!r}")
    return family, entropy_model


def export(codec, entropy, out, name, *, description="", licence="", training=None, estimate=None, share=None):
    """Write a pack to the folder out.

    codec: a trained Codec; entropy: its exact EntropyNetworks; name: family/entropy-model; share: a folder of packs
    (family/entropy-model, where out belongs as well): transforms that a pack of the family holds already are not
    written again but named. Returns the manifest. ValueError for another kind of name.
    """
    family, entropy_model = split_name(name)
    exact = entropy_files(entropy)
    models = {
        "analysis.onnx": transforms.analysis(codec),
        "synthesis.onnx": transforms.synthesis(codec),
        "hyper_analysis.onnx": transforms.hyper_analysis(codec),
        **exact.models,
    }
    inspected = inspect_graph.inspect(codec)
    if inspected is not None:
        models["inspect.onnx"] = inspected[0]
    if codec.residual is not None:
        models["residual.onnx"] = transforms.residual(codec, entropy)
    if codec.distortion == "mse":  # what others weigh against bits is no sum over a tile's pixels
        slopes = gradient.of(models, codec, exact.context)
        models |= {gradient.FILE: slopes} if slopes else {}
    data = {k: v.SerializeToString() for k, v in sorted(models.items())}
    digests = {k: sha256(v) for k, v in data.items()}
    shared = elsewhere(share, family, entropy_model, digests) if share else {}
    prior = PriorTables.of(codec.prior)
    channels = {"latent": codec.m, "hyper": codec.hyper_channels}
    channels["hyper_features"] = entropy_graphs.output_channels(entropy.hyper_synthesis)
    if exact.features is not None:
        channels["context_features"] = exact.features
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
        "halo": SWIFT_HALO if codec.backbone == "swift" else HALO,
        "context": exact.context,
        "mixture": codec.k,
        "symbol_clip": SYMBOL_CLIP,
        "max_tile": max_tile(codec, entropy.context_type),
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
        "self_test": {k: self_test(data[k], *exact.tests[k]) for k in sorted(exact.tests)},
        "digest": pack_digest(digests, exact.context, codec.k, prior),
        "training": training or {},
        "estimate": estimate or {},
    }
    write(Path(out), manifest, {k: v for k, v in data.items() if k not in shared})
    return manifest


def write(out, manifest, data):
    """Files of a pack in the place of an earlier pack's, whose files may have other names. data: {name: bytes}."""
    out.mkdir(parents=True, exist_ok=True)
    if (out / "pack.json").exists():
        for old in out.glob("*.onnx"):
            old.unlink()
    for name, content in data.items():
        (out / name).write_bytes(content)
    (out / "pack.json").write_text(manifest_text(manifest))
