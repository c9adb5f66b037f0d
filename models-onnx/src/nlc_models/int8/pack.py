"""8-bit syntheses of a pack, with the test vectors that say whether a processor computes what they mean.

synthesis-int8.onnx is as wide as that of floats; synthesis-fast.onnx is narrower at half the size.
"""

import json
from pathlib import Path

import numpy as np
import torch

from ..codec import checkpoint
from ..export import self_test, transforms
from ..export.manifest import manifest_text, number, sha256
from ..export.preview import Latents
from . import storage
from .graph import Int8Graph
from .narrow import width_of

WIDE, NARROW = "synthesis-int8.onnx", "synthesis-fast.onnx"
TEST = 4, 2  # latents along a side of the test picture, largest magnitude of them
BLOCK = 8  # pixels along a side of the blocks whose means a test compares


def load(path):
    """Checkpoint of an 8-bit synthesis, its codec's beside it -> (codec, 8-bit synthesis, digest of the float one).

    ValueError if the codec has other transforms now.
    """
    stored = checkpoint.read(path)
    codec, _ = checkpoint.load(Path(path).parent / str(stored.get("base")))
    if stored.get("base_digest") != checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS):
        raise ValueError(f"{path} was tuned for other weights than {stored.get('base')} has")
    g_s = transforms.synthesis(codec).SerializeToString()
    net = storage.network(codec.g_s, path)
    storage.load_into(net, path)
    return codec, net.eval(), sha256(g_s)


def block_means(x):
    """1 x 3 x H x W -> means of blocks of 8 x 8, plane by plane in row-major order."""
    h, w = (s // BLOCK for s in x.shape[2:])
    return x.reshape(3, h, BLOCK, w, BLOCK).mean((2, 4)).flatten()


def vector(model, channels, seed=1):
    """Manifest entry: pseudo-random latents, and the means of the picture's blocks. Inverse gains are ones."""
    side, limit = TEST
    shape = [1, channels, side, side]
    y = self_test.inputs({"y": shape}, {"y": limit}, seed)
    ones = np.ones((1, channels, 1, 1), np.float32)
    x = self_test.session(model).run(None, y | {"inverse_gain": ones})[0]
    means = [number(round(float(v), 5)) for v in block_means(x)]
    return {"seed": seed, "inputs": {"y": {"shape": shape, "max": limit}}, "means": means}


def file_of(codec, net):
    """The name that an 8-bit synthesis has in packs."""
    return WIDE if width_of(net) == width_of(codec.g_s) else NARROW


def relative(folder, synthesis, file):
    """(entropy model, manifest) of another pack of the family with this synthesis and an 8-bit one of its own."""
    for path in sorted(folder.parent.glob("*/pack.json")):
        manifest = json.loads(path.read_text())
        files = manifest["files"]
        own = file in files and "pack" not in files[file]
        if path.parent != folder and own and files["synthesis.onnx"]["sha256"] == synthesis:
            return path.parent.name, manifest
    return None


def add(folder, path):
    """Give the pack in a folder the 8-bit synthesis of a checkpoint, or name that of a pack of its family; returns
    (its name, the entry of the manifest).

    ValueError if the checkpoint belongs to another synthesis.
    """
    folder = Path(folder).resolve()
    manifest = json.loads((folder / "pack.json").read_text())
    codec, net, synthesis = load(path)
    if manifest["files"]["synthesis.onnx"]["sha256"] != synthesis:
        raise ValueError(f"{folder} has another synthesis than {path} was tuned for")
    model = Int8Graph(codec.m, net).build().SerializeToString()
    file = file_of(codec, net)
    other = relative(folder, synthesis, file)
    (folder / file).unlink(missing_ok=True)
    entry = {"bytes": len(model), "sha256": sha256(model)}
    if other and other[1]["files"][file]["sha256"] == entry["sha256"]:
        entry["pack"], test = other[0], other[1]["self_test"][file]
    else:
        (folder / file).write_bytes(model)
        test = vector(model, codec.m)
    manifest["files"] = dict(sorted((manifest["files"] | {file: entry}).items()))
    if file not in (memory := manifest.get("memory", {})) and "synthesis.onnx" in memory:
        memory[file] = memory["synthesis.onnx"]  # it takes a little less
    manifest["self_test"] = dict(sorted((manifest["self_test"] | {file: test}).items()))
    (folder / "pack.json").write_text(manifest_text(manifest))
    return file, entry


@torch.no_grad()
def losses(folder, pictures, threads=0):
    """What a pack's 8-bit syntheses lose against the float one: PSNR in dB of 8-bit pictures, means over pictures
    (1 x 3 x H x W in [0,1]): (their names, the float one's first; [one number for each] by level).
    """
    latents = Latents(folder, threads)
    sessions = []
    files = ["synthesis.onnx", *(f for f in (WIDE, NARROW) if f in latents.manifest["files"])]
    for file in files:
        place = latents.manifest["files"][file].get("pack", latents.folder.name)
        sessions.append(self_test.session((latents.folder.parent / place / file).read_bytes(), threads))
    ones = np.ones((1, latents.channels, 1, 1), np.float32)
    found = np.zeros((latents.manifest["levels"], len(sessions)))
    for x in pictures:
        y = latents.analysed(x)
        for level in range(len(found)):
            given = {"y": latents.at(y, level).numpy(), "inverse_gain": ones}
            for i, session in enumerate(sessions):
                made = (torch.from_numpy(session.run(None, given)[0]).clamp(0, 1) * 255).round() / 255
                found[level, i] -= 10 * (made - x).square().mean().log10().item() / len(pictures)
    return files, [tuple(row) for row in found]
