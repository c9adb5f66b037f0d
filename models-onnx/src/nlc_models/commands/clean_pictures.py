"""clean-pictures: clean pictures of one size from pictures of any kind."""

from dataclasses import dataclass
from pathlib import Path

from ..evaluation import clean
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    folder: str = option(help="folder of pictures", positional=True)
    out: str = option(help="folder for the clean ones")


def run(options: Options) -> None:
    """Write them, and say which are left out."""
    files = sorted(p for p in Path(options.folder).iterdir() if p.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp"))
    if not files:
        raise ValueError(f"{options.folder} holds no pictures")
    for name, why in clean.make(files, options.out):
        print(f"{name}: left out: {why}" if why else name)
