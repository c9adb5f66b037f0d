"""The command line: one module a command, imported only when that command is called.

Each module has Options, a dataclass whose fields are the command's arguments (nlc_models.options), and run(options).
May import everything.
"""

import argparse
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "train": "Train a codec for a number of minutes; --resume continues an interrupted run.",
    "train-entropy": "Train an entropy model on the frozen backbone of a checkpoint, on cached latents.",
    "random-mask": (
        "Train a context under random masks on a frozen backbone, and tell what any set of neighbours saves."
    ),
    "train-residual": "Add latent residual prediction to a checkpoint, trained through its frozen synthesis.",
    "quantize": "Add integer entropy networks to a checkpoint and refit its prior of z.",
    "evaluate": "Rate, PSNR and MS-SSIM per level over a folder of pictures.",
    "estimate": "Entropy of one picture's latents, to compare with the size of a real file.",
    "compare-contexts": "Rates of several entropy models on the very same latents.",
    "describe": "Layers, parameters, multiply-accumulates and coding steps of networks, in Markdown.",
    "clean-pictures": "Clean pictures of one size from pictures of any kind, for a report on another set than Kodak.",
    "report": "Rate-distortion report: packs, conventional codecs and published curves as tables and pictures.",
    "ablate": "What each part of NLAIC is worth: small codecs, each without one part, trained for equal minutes. "
    "Goes on where it was cut off.",
    "recipes": "Training recipes compared on a small codec, equal minutes each. Goes on where it was cut off.",
    "attention": "What NLAIC's attention looks at beside where its bits go: figures and rank correlations.",
    "high-rates": "Bits of NLC and of conventional codecs at high PSNR, and of files with networks alone below that.",
    "max-error": "Bytes of NLC and of conventional codecs without loss, and where samples may be off by a little.",
    "speed": "Time of every stage of the Java codec beside its limit and beside other codecs: docs/performance.md.",
    "seams": "What tiles with halos cost against a picture in one piece.",
    "sheet": "Contact sheets: parts of pictures as packs, JPEG and WebP keep them at equal rates.",
    "metrics": "How far the metrics of the Java command line are from those of this package, on decoded pictures.",
    "export": "Write a model pack: ONNX networks and pack.json.",
    "import-compressai": "Write a model pack from a state dict of CompressAI: one of five architectures, one rate.",
    "decode": "An .nlc file to PNG, by a second decoder that was written from docs/format.md alone.",
    "preview": (
        "Give packs a network that shows a picture at half its size before the synthesis is done; their digests stay."
    ),
    "gradient": "Give packs the derivative of what a latent costs, for encoders that search; their digests stay.",
    "tune-analysis": "Tune the analysis of a checkpoint for the decoder that there is, which stays what it is.",
    "tune-int8": "Make and tune a synthesis of 8-bit integers for a checkpoint, on its own latents.",
    "tune-int8-analysis": "Make and tune an analysis of 8-bit integers for a checkpoint, towards its own latents.",
    "analysis": "Give a pack an analysis of tune-analysis; its digest stays.",
    "int8": "Give a pack a synthesis of 8-bit integers, and say what it costs; its digest stays.",
    "export-all": (
        "Make the packs of a recipe from their checkpoints: fit entropy models whose backbone has changed, quantise, "
        "export what is not up to date."
    ),
}


def parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of a command line; of the commands only the one that is called gets its arguments, for which its
    module is imported.
    """
    from . import arguments as fields

    top = argparse.ArgumentParser(prog="python -m nlc_models", description="Networks of the NLC image codec.")
    top.add_argument(
        "--threads", type=int, default=0, help="CPU threads (default: all); on a busy machine one is often faster"
    )
    commands = top.add_subparsers(required=True, metavar="command")
    called = next((a for a in arguments if a in COMMANDS), None)
    for name, text in COMMANDS.items():
        p = commands.add_parser(name, help=text, description=text)
        if name == called:
            module = import_module(f"{__name__}.{name.replace('-', '_')}")
            fields.add(p, module.Options)
            p.set_defaults(module=module)
    return top


def call(arguments: Sequence[str]) -> None:
    """Run a command.

    ValueError and OSError are mistakes of who called it; SystemExit: the arguments are not understood.
    """
    from .arguments import build

    args = parser(arguments).parse_args(arguments)
    start(args.threads)
    args.module.run(build(args.module.Options, args))


def start(threads: int) -> None:
    """Settings of the process for every command."""
    import torch

    from ..training import memory

    memory.keep()
    if threads:
        torch.set_num_threads(threads)
