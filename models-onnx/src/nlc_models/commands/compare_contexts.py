"""compare-contexts: several entropy models on the same latents."""

import json
from dataclasses import dataclass

from ..codec import images
from ..evaluation import comparison
from ..options import option
from .progress import Progress

Levels = list[float] | None  # within Options float is an option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    checkpoint: list[str] = option(
        help="entropy models on one backbone; the first one is what the others are measured against", positional=True
    )
    base: str = option("", "the checkpoint that an entropy checkpoint builds on, if it does not lie beside it")
    kodak: str = option(help="folder of test pictures")
    float: bool = option(False, "likelihoods of the float networks, not the exact code length of the integer ones")
    levels: Levels = option(None, "default: all whole levels", nargs="*")
    every: int = option(1, "take every n-th picture")
    json: bool = option(False)
    markdown: bool = option(False, "a Markdown table")


def run(options: Options) -> None:
    """Print rates per level and what each model saves, as a table or as JSON."""
    progress = Progress()
    models = comparison.load(options.checkpoint, options.base, options.float)
    files = images.files(options.kodak)[:: options.every]
    rates = comparison.measure(models, files, options.levels, progress)
    progress.done()
    if options.json:
        print(json.dumps(comparison.json_of(rates, len(files), options.float)))
    else:
        print(comparison.table(rates, options.markdown))
