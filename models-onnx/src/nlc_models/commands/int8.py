"""int8: a synthesis of 8-bit integers for a pack."""

from dataclasses import dataclass

from ..codec import images
from ..int8 import pack
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    pack: str = option(help="folder of a pack, family/entropy-model", positional=True)
    checkpoint: str = option("", "of tune-int8, its codec's beside it; without, the pack's own network is measured")
    eval: str = option("", "folder of pictures to measure the loss on")
    eval_step: int = option(6, "take every n-th of them")
    threads: int = option(0, hidden=True)


def run(options: Options) -> None:
    """Give the pack its network, measure it, or both."""
    if options.checkpoint:
        entry = pack.add(options.pack, options.checkpoint)
        where = f"that of {entry['pack']}" if "pack" in entry else f"{entry['bytes'] / 2**20:.1f} MiB"
        print(f"{options.pack}: {pack.FILE}, {where}")
    if options.eval:
        files = images.files(options.eval)[:: options.eval_step]
        pictures = [images.unit(images.crop(images.load(f))) for f in files]
        print("| level | float, dB | 8-bit, dB | loss, dB |\n|---|---|---|---|")
        for level, (full, eight) in enumerate(pack.losses(options.pack, pictures, options.threads), 1):
            print(f"| {level} | {full:.2f} | {eight:.2f} | {full - eight:.3f} |", flush=True)
