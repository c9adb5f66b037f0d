"""attention: what NLAIC's attention looks at."""

from dataclasses import dataclass
from pathlib import Path

from ..codec import checkpoint
from ..options import option
from ..studies import attention
from .progress import Progress


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    checkpoint: str = option(positional=True)
    pictures: list[str] = option(positional=True)
    out: str = option(help="folder of the figures")
    level: float | None = option(None, "whose bits are shown; default: the middle one")


def run(options: Options) -> None:
    """Write the figures and print their paths."""
    progress = Progress()
    codec, _ = checkpoint.load(options.checkpoint)
    level = codec.levels // 2 if options.level is None else options.level
    made = attention.write(codec, [Path(p) for p in options.pictures], options.out, level, progress)
    progress.done()
    print("\n".join(map(str, made)))
