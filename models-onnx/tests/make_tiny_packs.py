"""Makes the tiny packs of the plugin's tests again, but for test/tiny, whose golden files need it as it is.

    python models-onnx/tests/make_tiny_packs.py [NAME ...]

The codecs start from a Karhunen-Loeve transform of pictures made on the spot and are hardly trained; the same call
gives the same packs on the same versions of PyTorch.
"""

import sys
import tempfile
from pathlib import Path

import torch
from support import RESOURCES, lively, make_codec, tensor

from nlc_models.codec import checkpoint
from nlc_models.export import pack
from nlc_models.int8 import layers, narrow, storage
from nlc_models.int8 import pack as int8
from nlc_models.integer import quantize, tuning

FOLDER = RESOURCES / "packs/test"
PACKS = {
    "tiny-serial": dict(backbone="cheng2020", widths=(8, 16), context="serial", k=3),
    "tiny-3d": dict(backbone="nlaic", widths=(4, 8), context="context3d", k=1),
    "tiny-3d-serial": dict(
        backbone="nlaic", widths=(4, 8), context="context3d-serial", k=1
    ),  # shares the transforms of tiny-3d
    "tiny-slices": dict(backbone="cheng2020", widths=(8, 12), context="mlic-plus", k=3),
    "tiny-slices-local": dict(
        backbone="cheng2020", widths=(8, 12), context="mlic", k=1
    ),  # shares the transforms of tiny-slices
    "tiny-none": dict(backbone="cheng2020", widths=(8, 12), context="none", k=1),  # and so does this one
    "tiny-int8": dict(backbone="cheng2020", widths=(8, 12), context="none", k=1),  # and this one, but for what is new
}
SHARING = ("tiny-none", "tiny-int8", "tiny-3d-serial", "tiny-slices-local")


def make(name, steps=150):
    torch.manual_seed(1)
    codec = make_codec(**PACKS[name])
    if name == "tiny-slices":
        codec.add_residual()
        lively(codec.residual)
    for p in codec.parameters():
        p.requires_grad_(False).copy_(p.half().float())
    cached = [codec.g_a(tensor(i, 256, 256) - 0.5)[0] for i in range(8)]
    networks = quantize.quantise(codec, tuning.samples(codec, cached, 2))
    tuning.tune(codec, networks, cached, steps, lr=2e-3, batch=4, side=8, progress=print)
    pack.export(
        codec,
        networks.exact(),
        FOLDER / name,
        f"test/{name}",
        share=FOLDER.parent if name in SHARING else None,
        description=(
            f"Tiny network for tests, {codec.context} context, hardly trained: models-onnx/tests/make_tiny_packs.py"
        ),
    )
    if name == "tiny-int8":
        add_int8(codec, cached)


def add_int8(codec, cached):
    """8-bit transforms, of syntheses a wide and a narrow one, that are calibrated and not tuned."""
    transforms = checkpoint.backbone_digest(codec, checkpoint.TRANSFORMS)
    gain, inverse = codec.gains(torch.tensor([7.0]))
    inputs = [(y[None] * gain).round() * inverse for y in cached]
    with tempfile.TemporaryDirectory() as folder:
        base, own = (Path(folder) / n for n in ("base.pt", "int8.pt"))
        checkpoint.save(base, codec)
        analysis = layers.quantised_analysis(codec.g_a)
        layers.calibrate(analysis, [tensor(i, 256, 256) - 0.5 for i in range(8)])
        storage.save(own, analysis, base.name, transforms, {}, storage.ANALYSIS)
        int8.add(FOLDER / "tiny-int8", own)
        for g_s in (codec.g_s, narrow.pruned(codec.g_s, 4, inputs)):
            net = layers.quantised(g_s)
            layers.calibrate(net, inputs)
            storage.save(own, net, base.name, transforms, {})
            int8.add(FOLDER / "tiny-int8", own)


if __name__ == "__main__":
    for each in sys.argv[1:] or PACKS:
        make(each)
