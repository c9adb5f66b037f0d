"""Checkpoints: a dictionary with the networks' configuration and their weights as float16."""

import os

import torch

from .networks import LAMBDAS, Codec


def configuration(codec):
    return dict(backbone=codec.backbone, widths=codec.widths, context=codec.context, k=codec.k, lambdas=codec.lambdas)


def build(checkpoint):
    """An untrained codec of a checkpoint's shape."""
    c = checkpoint
    return Codec(c["backbone"], tuple(c["widths"]), c["context"], c["k"], tuple(c.get("lambdas", LAMBDAS)))


def save(path, codec, state=None, **more):
    """Write the weights (state: another state dict of the same codec, e.g. its moving average) and further entries."""
    state = {k: v.half().cpu() if v.is_floating_point() else v.cpu() for k, v in (state or codec.state_dict()).items()}
    write(path, dict(state=state, **configuration(codec), **more))


def write(path, content):
    """Replace the file in one step, so that an interrupted run never leaves half a checkpoint."""
    torch.save(content, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def read(path):
    """The raw dictionary. Only tensors and plain Python values are accepted, never code."""
    return torch.load(path, map_location="cpu", weights_only=True)


def load(path):
    """-> (codec in evaluation mode with float32 weights, the raw dictionary)."""
    checkpoint = read(path)
    codec = build(checkpoint)
    codec.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in checkpoint["state"].items()})
    return codec.eval(), checkpoint


def take_over(codec, path):
    """Copy every weight that has the same name and shape; returns the names left out.

    Buffers stay: the mask of a context convolution belongs to the codec's own context, not to the one it learnt from.
    """
    own = dict(codec.named_parameters())
    state = {k: v for k, v in read(path)["state"].items() if k not in dict(codec.named_buffers())}
    skipped = [k for k, v in state.items() if k not in own or own[k].shape != v.shape]
    codec.load_state_dict({k: v for k, v in state.items() if k not in skipped}, strict=False)
    return skipped
