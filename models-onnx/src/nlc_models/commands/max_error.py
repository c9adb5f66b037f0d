"""max-error: NLC and others without loss, and where samples may be off by a little."""

from dataclasses import dataclass
from pathlib import Path

from ..evaluation import max_error, measurements
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    pictures: str = option(help="folder of opaque 8-bit pictures")
    out: str = option(help="folder of the files of nlc, which are not made again if they are there")
    errors: tuple[int, ...] = option((0, 1, 2, 4), "largest errors of a sample of 255")
    codecs: list[str] = option(list(max_error.CODERS), "beside NLC", metavar="CODEC")
    only: list[str] = option([], "names of pictures without suffix; default: all", metavar="NAME")


def run(options: Options) -> None:
    """Print a table in Markdown."""
    nlc, progress = measurements.Nlc(options.jar, options.models), Progress()
    files = measurements.pictures(options.pictures)
    some = [f for f in files if not options.only or f.stem in options.only]
    if not some:
        raise ValueError(f"--only: {options.pictures} holds none of {', '.join(options.only)}")
    if unknown := set(options.codecs) - set(max_error.CODERS):
        raise ValueError(f"--codecs: {', '.join(sorted(unknown))} is none of {', '.join(max_error.CODERS)}")
    found = max_error.totals(nlc, some, options.errors, options.codecs, Path(options.out), progress)
    progress.done()
    print(f"{len(some)} pictures.\n")
    print(max_error.table(found, options.errors))
