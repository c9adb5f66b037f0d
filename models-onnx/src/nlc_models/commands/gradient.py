"""gradient: the derivative of what latents cost, for packs."""

from dataclasses import dataclass

from ..export import gradient
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    packs: list[str] = option(help="folder of a pack, family/entropy-model", metavar="PACK", positional=True)


def run(options: Options) -> None:
    """Give each pack a gradient and say how large it is."""
    for folder in options.packs:
        entry = gradient.add(folder)
        print(f"{folder}: {gradient.FILE}, {entry['bytes'] / 2**10:.0f} KiB")
