"""seams: what tiles with halos cost."""

from dataclasses import dataclass
from pathlib import Path

from ..codec import checkpoint, images
from ..evaluation import seams
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    checkpoint: str = option(positional=True)
    pictures: list[str] = option(positional=True)
    tile: tuple[int, ...] = option((512, 1024), "pixels, multiples of 64", nargs=2, metavar=("H", "W"))
    halo: int = option(32, "pixels, a multiple of 16")
    levels: tuple[float, ...] = option((1, 4, 7))


def run(options: Options) -> None:
    """Print a table of PSNR in one piece and in tiles."""
    codec, _ = checkpoint.load(options.checkpoint)
    found = {}
    for path in options.pictures:
        x = images.unit(images.crop(images.load(path)))
        found[Path(path).stem] = seams.measure(codec, x, options.tile, options.halo, options.levels)
    print(seams.table(found))
