"""Checkpoints: a dictionary with the networks' configuration and their weights as float16.

An entropy checkpoint holds only the entropy model (h_s, head, perhaps the prior of z, and h_a too if its z is one of
its own), and under 'base' and 'base_digest' the file name of the checkpoint that holds the rest and the digest of
those weights; load() puts the two together.
"""

import hashlib
import os
from pathlib import Path

import torch

from .context import ContextModel
from .layers import ChannelAffine
from .networks import LAMBDAS, Codec


def configuration(codec):
    """What a checkpoint's dictionary says of a codec's shape, as plain values; the inverse of build()."""
    return dict(
        backbone=codec.backbone,
        widths=codec.widths,
        context=codec.context.value,
        k=codec.k,
        lambdas=codec.lambdas,
        distortion=codec.distortion,
        residual=codec.residual is not None,
    )


def build(checkpoint):
    """An untrained codec of a checkpoint's shape."""
    c = checkpoint
    codec = Codec(
        c["backbone"],
        tuple(c["widths"]),
        c["context"],
        c["k"],
        tuple(c.get("lambdas", LAMBDAS)),
        c.get("distortion", "mse"),
    )
    if c.get("residual"):
        codec.add_residual()
    return codec


def save(path, codec, state=None, **more):
    """Write the weights (state: another state dict of the same codec, e.g. its moving average) and further entries.

    What a fixed mask hides of a context convolution is written as zeros, which a packed repository does not pay for.
    """
    state = {k: v.half().cpu() if v.is_floating_point() else v.cpu() for k, v in (state or codec.state_dict()).items()}
    if codec.context is not ContextModel.RANDOM and "head.mask" in state:
        state["head.ctx.weight"] = state["head.ctx.weight"] * state["head.mask"].half()
    write(path, dict(state=state, **configuration(codec), **more))


TRANSFORMS = ("g_a.", "g_s.", "log_gain", "log_inverse_gain")
BACKBONE = (*TRANSFORMS, "h_a.")
ENTROPY = ("h_s.", "head.", "prior.", "residual.")


def backbone_digest(codec, parts=BACKBONE):
    """SHA-256 hex of the weights that entropy models share (or of those whose names start with parts), as float16."""
    return state_digest(codec.state_dict(), parts)


def state_digest(state, parts=BACKBONE):
    """backbone_digest of the codec with these weights."""
    digest = hashlib.sha256()
    for name, value in sorted(state.items()):
        if name.startswith(parts):
            digest.update(name.encode() + value.half().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def save_entropy(path, codec, base, base_digest, state=None, own_z=False, **more):
    """Write only the entropy model of codec.

    base: file name of the checkpoint that holds the rest; state: as in save(); own_z: whether h_a belongs to the
    entropy model.
    """
    held = (*ENTROPY, "h_a.") if own_z else ENTROPY
    state = state or {k: v for k, v in codec.state_dict().items() if k.startswith(held)}
    save(path, codec, state, base=base, base_digest=base_digest, **(dict(own_z=True) if own_z else {}), **more)


def write(path, content):
    """Replace the file in one step, so that an interrupted run never leaves half a checkpoint."""
    torch.save(content, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def read(path):
    """The raw dictionary. Only tensors and plain Python values are accepted, never code."""
    return torch.load(path, map_location="cpu", weights_only=True)


def stages(stored):
    """What a checkpoint's dictionary remembers of the runs that its weights come from, the latest last."""
    return (stored.get("training") or {}).get("stages", [])


def load(path, base=""):
    """-> (codec in evaluation mode with float32 weights, the raw dictionary).

    base: where the rest of an entropy checkpoint lies, if not beside it under the name that it remembers.
    """
    checkpoint = read(path)
    state, digest = checkpoint["state"], ""
    if "base" in checkpoint:
        file = Path(base) if base else Path(path).parent / checkpoint["base"]
        if not file.exists():
            raise FileNotFoundError(
                f"{path} is an entropy model on {file.name}, which is not at {file}: name it with --base"
            )
        # what it holds replaces the base's; the base's own head and h_s stay behind
        kept = {k: v for k, v in read(file)["state"].items() if k.startswith((*BACKBONE, "prior."))}
        state, digest = {**kept, **state}, state_digest(kept)
    codec = build(checkpoint)
    codec.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    if "base" in checkpoint and digest != checkpoint["base_digest"]:
        raise ValueError(f"{path} was trained on other weights than those in {file}")
    return codec.eval(), checkpoint


def take_analysis(codec, path):
    """Give a codec, in place, the analysis that tune-analysis made of its own; returns the raw dictionary.

    ValueError if the file holds no analysis, or one for other transforms.
    """
    stored = read(path)
    if "analysis" not in stored:
        raise ValueError(f"{path} holds no tuned analysis")
    if stored["base_digest"] != backbone_digest(codec, TRANSFORMS):
        raise ValueError(f"{path} was tuned for other weights than {stored['base']} has")
    codec.g_a.append(ChannelAffine(torch.ones(codec.m), torch.zeros(codec.m)))
    codec.g_a.load_state_dict({k: v.float() for k, v in stored["state"].items()})
    return stored


def take_over(codec, path):
    """Copy every weight that has the same name and shape; returns the names left out.

    Buffers stay: the mask of a context convolution belongs to the codec's own context, not to the one it learnt from.
    """
    own = dict(codec.named_parameters())
    state = {k: v for k, v in read(path)["state"].items() if k not in dict(codec.named_buffers())}
    skipped = [k for k, v in state.items() if k not in own or own[k].shape != v.shape]
    codec.load_state_dict({k: v for k, v in state.items() if k not in skipped}, strict=False)
    return skipped


@torch.no_grad()
def widen(wide, narrow):
    """Copy the weights of a codec with fewer channels into the first channels of another one, in place; what joins
    them starts small.

    Gains of new latent channels are the geometric means of the old ones' at each level. ValueError if the codecs
    differ in more than widths, or in latent channels under an entropy model that keeps means and scales of all of
    them in one layer (all but the 3D ones).
    """
    own, given = (dict(c.named_parameters()) for c in (wide, narrow))
    if (
        own.keys() != given.keys()
        or any(
            o.dim() != g.dim() or any(a < b for a, b in zip(o.shape, g.shape))
            for o, g in zip(own.values(), given.values())
        )
        or wide.k != narrow.k
        or (wide.m != narrow.m and not wide.context.volume)
    ):
        raise ValueError(
            f"cannot widen {narrow.backbone} {narrow.widths} with context {narrow.context} to {wide.backbone} "
            f"{wide.widths} with context {wide.context}"
        )
    for name, w in own.items():
        n = given[name]
        if w.shape != n.shape:
            if name.startswith("log_"):
                w.copy_(n.mean(1, keepdim=True).expand_as(w))
            elif w.dim() > 1:
                w *= 0.1
        w[tuple(slice(0, s) for s in n.shape)] = n
