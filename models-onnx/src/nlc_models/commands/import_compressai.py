"""import-compressai: a model pack from a state dict of CompressAI."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..codec import compressai, images
from ..codec.networks import DISTORTIONS
from ..evaluation import evaluation
from ..export import pack
from ..integer.fit import CalibrationOptions, fit
from ..options import option
from .progress import Progress

MEASURED = 4  # pictures


@dataclass(kw_only=True)
class Options(CalibrationOptions):
    """Arguments of the command."""

    checkpoint: str = option(help="state dict, or a training checkpoint with one under state_dict", positional=True)
    architecture: str = option(
        "auto", "which model it is; default: what its keys say", choices=("auto", *compressai.ARCHITECTURES)
    )
    calib: str = option(help="folder of pictures to calibrate and tune the integer networks on", metavar="PICTURES")
    name: str = option(help="family/entropy-model")
    out: str = option(help="folder of the pack")
    licence: str = option(help="of the weights, whose own it stays")
    description: str = option("", "default: architecture and widths")
    distortion: str = option("mse", "what the model was trained for", choices=DISTORTIONS)
    lmbda: float = option(0.013, "what its training weighed the distortion with; only the encoder's search asks for it")


def run(options: Options) -> None:
    """Write the pack; print its size, its digest and what the integer networks cost."""
    o, progress = options, Progress()
    pack.split_name(o.name)
    if not o.lmbda > 0:
        raise ValueError(f"--lmbda must be positive, not {o.lmbda:g}")
    codec = compressai.load(o.checkpoint, o.architecture, o.lmbda, o.distortion)
    n, m = codec.widths
    files = images.files(o.calib)
    networks = fit(codec, files, o, progress)
    mean = evaluation.evaluate(codec, files[:: max(1, len(files) // MEASURED)][:MEASURED], [0], networks)[0][0]
    progress.done()
    training = {
        "source": "CompressAI state dict",
        "architecture": codec.backbone,
        "checkpoint_sha256": hashlib.sha256(Path(o.checkpoint).read_bytes()).hexdigest(),
        "quantisation": o.settings(),
    }
    description = o.description or f"CompressAI {codec.backbone}, N = {n}, M = {m}, one rate"
    manifest = pack.export(
        codec, networks, o.out, o.name, description=description, licence=o.licence, training=training
    )
    size = sum(f["bytes"] for f in manifest["files"].values())
    print(
        f"{o.out}: {manifest['name']}, {codec.backbone} N {n} M {m}, {size / 2**20:.1f} MiB, {manifest['digest'][:32]}"
    )
    print(
        f"on calibration pictures {mean.integer_bpp:.4f} bpp ({mean.overhead:+.2f} % over the float model), "
        f"{mean.psnr:.2f} dB"
    )
