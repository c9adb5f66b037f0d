"""8-bit transforms of a pack, with the test vectors that say whether a processor computes what they mean.

analysis-int8.onnx and synthesis-int8.onnx are as wide as those of floats; synthesis-fast.onnx is narrower at half the
size.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..codec import backprojection, checkpoint
from ..export import self_test, transforms
from ..export.manifest import manifest_text, number, sha256
from ..export.preview import Latents
from . import storage
from .graph import AnalysisGraph, SynthesisGraph
from .narrow import width_of

ANALYSIS, WIDE, NARROW = "analysis-int8.onnx", "synthesis-int8.onnx", "synthesis-fast.onnx"
SIDE = 4  # latents along a side of test pictures
LARGEST = {"x": 1, "y": 2}  # magnitudes of what is given
BLOCK = {"x": 8, "y": 4}  # samples along a side of the blocks whose means a test compares, by what is made


@dataclass
class Eight:
    """An 8-bit network: its name in packs, that of the one whose place it takes, the digest of its codec's synthesis of
    floats, its model.
    """

    file: str
    place_of: str
    digest: str
    model: bytes
    channels: int

    def vector(self, seed=1):
        """Manifest entry: pseudo-random input, and the means of the blocks of what comes out. Gains are ones."""
        analysis = self.file == ANALYSIS
        given, gain, made = ("x", "gain", "y") if analysis else ("y", "inverse_gain", "x")
        shape = [1, 3, 16 * SIDE, 16 * SIDE] if analysis else [1, self.channels, SIDE, SIDE]
        tensors = self_test.inputs({given: shape}, {given: LARGEST[given]}, seed)
        ones = np.ones((1, self.channels, 1, 1), np.float32)
        more = {} if analysis else {"edges": np.zeros(4, np.float32)}
        out = self_test.session(self.model).run(None, tensors | more | {gain: ones})[0]
        means = [number(round(float(v), 5)) for v in block_means(out, BLOCK[made])]
        return {"seed": seed, "inputs": {given: {"shape": shape, "max": LARGEST[given]}}, "means": means}


def load(path):
    """Checkpoint of an 8-bit transform, its codec's beside it -> Eight.

    ValueError if the codec has other transforms now.
    """
    stored = storage.read(path)
    codec, _ = checkpoint.load(Path(path).parent / str(stored.get("base")))
    if stored.get("base_digest") != checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS):
        raise ValueError(f"{path} was tuned for other weights than {stored.get('base')} has")
    if stored["transform"] == storage.ANALYSIS:
        place_of, file = "analysis.onnx", ANALYSIS
        net = storage.analysis(codec.g_a, path)
    else:
        place_of = "synthesis.onnx"
        net = storage.network(codec.g_s, path)
        file = WIDE if width_of(net) == width_of(codec.g_s) else NARROW
    digest = sha256(transforms.synthesis(codec).SerializeToString())
    storage.load_into(net, path)
    graph = (AnalysisGraph if file == ANALYSIS else SynthesisGraph)(codec.m, net.eval())
    return Eight(file, place_of, digest, graph.build().SerializeToString(), codec.m)


def block_means(x, block=BLOCK["x"]):
    """1 x C x H x W -> means of blocks, plane by plane in row-major order."""
    _, channels, height, width = x.shape
    return x.reshape(channels, height // block, block, width // block, block).mean((2, 4)).flatten()


def relative(folder, eight):
    """(entropy model, manifest) of another pack of the codec that has the 8-bit network for its own."""
    for path in sorted(folder.parent.glob("*/pack.json")):
        manifest = json.loads(path.read_text())
        files = manifest["files"]
        own = eight.file in files and "pack" not in files[eight.file]
        if path.parent != folder and own and files["synthesis.onnx"]["sha256"] == eight.digest:
            return path.parent.name, manifest
    return None


def add(folder, path):
    """Give the pack in a folder the 8-bit transform of a checkpoint, or name that of a pack of its family; returns
    (its name, the entry of the manifest).

    ValueError if the checkpoint belongs to another codec, which its synthesis of floats tells.
    """
    folder = Path(folder).resolve()
    manifest = json.loads((folder / "pack.json").read_text())
    eight = load(path)
    file, place_of = eight.file, eight.place_of
    if manifest["files"]["synthesis.onnx"]["sha256"] != eight.digest:
        raise ValueError(f"{folder} has another synthesis than {path}'s codec")
    other = relative(folder, eight)
    (folder / file).unlink(missing_ok=True)
    entry = {"bytes": len(eight.model), "sha256": sha256(eight.model)}
    if other and other[1]["files"][file]["sha256"] == entry["sha256"]:
        entry["pack"], test = other[0], other[1]["self_test"][file]
    else:
        (folder / file).write_bytes(eight.model)
        test = eight.vector()
    manifest["files"] = dict(sorted((manifest["files"] | {file: entry}).items()))
    if file not in (memory := manifest.get("memory", {})) and place_of in memory:
        # Syntheses take a little less; an analysis more: bytes and floats of its first layers are there at once.
        memory[file] = memory[place_of] * (6 if file == ANALYSIS else 5) // 5
    manifest["self_test"] = dict(sorted((manifest["self_test"] | {file: test}).items()))
    (folder / "pack.json").write_text(manifest_text(manifest))
    return file, entry


def projected(latents, analysed, level, synthesis):
    """The latent that an encoder rounds at a level (an integer), before gain: 1 x M x h x w.

    latents: of the pack; analysed: what its analysis gives, likewise; synthesis: the session of the float one.
    """
    manifest = latents.manifest
    log_lambda = torch.tensor([manifest["lambdas"][level]]).log()
    lengths = backprojection.steps(manifest["lambdas"], log_lambda, manifest.get("tune", "psnr") == "psnr")[:, 0]
    gain, inverse = (g[level].reshape(1, -1, 1, 1) for g in latents.gains)
    y = analysed
    for step in lengths[lengths > 0].tolist():
        x = synthesis.run(None, {"y": y.numpy() * gain, "inverse_gain": inverse})[0]
        y = y + step * (analysed - latents.analysed(torch.from_numpy(x).clamp(0, 1)))
    return y


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
            moved = projected(latents, y, level, sessions[0])
            given = {"y": latents.at(moved, level).numpy(), "inverse_gain": ones}
            for i, session in enumerate(sessions):
                more = {"edges": np.zeros(4, np.float32)} if i else {}
                made = (torch.from_numpy(session.run(None, given | more)[0]).clamp(0, 1) * 255).round() / 255
                found[level, i] -= 10 * (made - x).square().mean().log10().item() / len(pictures)
    return files, [tuple(row) for row in found]
