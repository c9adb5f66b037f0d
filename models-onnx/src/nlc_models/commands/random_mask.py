"""random-mask: what any set of neighbours saves."""

from pathlib import Path

from ..codec import checkpoint
from ..studies.random_mask import Options, supernet, write
from .progress import Progress

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Train the supernet, or read the one that is named, and measure it."""
    out, progress = Path(options.out), Progress()
    out.mkdir(parents=True, exist_ok=True)
    if options.supernet:
        codec, _ = checkpoint.load(options.supernet, options.base)
    else:
        codec = supernet(options)
    text = write(codec, options, progress)
    progress.done()
    print(text, end="")
