"""analysis: a tuned analysis for a pack."""

from dataclasses import dataclass

from ..export import tuned
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    pack: str = option(help="folder of a pack, family/entropy-model", positional=True)
    checkpoint: str = option(help="of tune-analysis, its codec's beside it")


def run(options: Options) -> None:
    """Give the pack its analysis."""
    entry = tuned.add(options.pack, options.checkpoint)
    where = f"that of {entry['pack']}" if "pack" in entry else f"{entry['bytes'] / 2**20:.1f} MiB"
    print(f"{options.pack}: {tuned.FILE}, {where}")
