"""int8: syntheses of 8-bit integers for a pack."""

from dataclasses import dataclass

from ..codec import images
from ..int8 import pack
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    pack: str = option(help="folder of a pack, family/entropy-model", positional=True)
    checkpoint: str = option("", "of tune-int8, its codec's beside it; without, the pack's own networks are measured")
    eval: str = option("", "folder of pictures to measure the loss on")
    eval_step: int = option(6, "take every n-th of them")
    threads: int = option(0, hidden=True)


def run(options: Options) -> None:
    """Give the pack its network, measure it, or both."""
    if options.checkpoint:
        file, entry = pack.add(options.pack, options.checkpoint)
        where = f"that of {entry['pack']}" if "pack" in entry else f"{entry['bytes'] / 2**20:.1f} MiB"
        print(f"{options.pack}: {file}, {where}")
    if options.eval:
        files = images.files(options.eval)[:: options.eval_step]
        pictures = [images.unit(images.crop(images.load(f))) for f in files]
        files, levels = pack.losses(options.pack, pictures, options.threads)
        print("| level |", " | ".join(f"{file}, dB | loss" for file in files[1:]), "|")
        print("|---" * (2 * len(files) - 1) + "|")
        for level, (full, *others) in enumerate(levels):
            print(f"| {level} |", " | ".join(f"{other:.2f} | {full - other:.3f}" for other in others), "|")
