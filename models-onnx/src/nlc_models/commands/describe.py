"""describe: what networks consist of."""

from dataclasses import dataclass
from typing import Any

from ..codec import checkpoint
from ..codec.context import ContextModel
from ..codec.networks import Codec
from ..evaluation import describe
from ..options import option
from ..training.trainer import NetworkOptions
from . import parser
from .arguments import build
from .shared import CheckpointOptions


@dataclass(kw_only=True)
class Options(NetworkOptions, CheckpointOptions):
    """Arguments of the command."""

    checkpoint: str = option("", "describe this one; else the networks that the options name", positional=True)
    context: list[ContextModel] = option([ContextModel.CHECKERBOARD], "one or more entropy models on the backbone")
    residual: list[ContextModel] = option([], "those of them with latent residual prediction")
    update: list[str] = option(
        [],
        "rewrite Markdown pages between markers '<!-- describe OPTIONS -->' and '<!-- end of describe -->' instead",
        metavar="PAGE",
    )


def described(options: Any) -> str:
    """Markdown of the networks that the options name."""
    if options.checkpoint:
        return describe.markdown([checkpoint.load(options.checkpoint, options.base)[0]])
    codecs = [Codec(options.backbone, options.widths, context, options.k) for context in options.context]
    for codec in codecs:
        if codec.context in options.residual:
            codec.add_residual()
    return describe.markdown(codecs)


def marked(words: list[str]) -> str:
    """Markdown of the networks that a marker's words name, which are the command's arguments."""
    arguments = ["describe", *words]
    return described(build(Options, parser(arguments).parse_args(arguments)))


def run(options: Options) -> None:
    """Print the Markdown, or bring pages up to date."""
    for page in options.update:
        changed = describe.update(page, marked)
        print(f"{page}: {'rewritten' if changed else 'up to date'}")
    if not options.update:
        print(described(options))
