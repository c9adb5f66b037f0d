"""preview: a quick look for packs."""

from dataclasses import dataclass

from ..export import preview
from ..options import option
from .progress import Progress


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    packs: list[str] = option(
        help="folder of a pack, family/entropy-model; those of a family share what the first one gets",
        metavar="PACK",
        positional=True,
    )
    data: str = option(help="folder of training tiles")
    tiles: int = option(64, "how many of them, evenly spaced")
    threads: int = option(0, hidden=True)


def run(options: Options) -> None:
    """Give each pack a preview and say where it is."""
    progress = Progress()
    for folder in options.packs:
        entry = preview.add(folder, options.data, options.tiles, options.threads, progress)
        progress.done()
        where = f"that of {entry['pack']}" if "pack" in entry else f"{entry['bytes'] / 2**10:.0f} KiB"
        print(f"{folder}: {preview.FILE}, {where}")
