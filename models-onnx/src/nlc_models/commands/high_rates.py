"""high-rates: NLC and conventional codecs where networks end."""

from dataclasses import dataclass

from ..evaluation import high_rates, measurements
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    kodak: str = option(help="folder of test pictures")
    out: str = option(help="folder of the files of nlc, which are not made again if they are there")
    targets: tuple[float, ...] = option((38, 40, 42, 45), "PSNR in dB")
    qualities: tuple[float, ...] = option((0.1, 0.3, 0.5, 0.7), "to compare with networks alone, 0 to 1")
    only: list[str] = option([], "names of pictures without suffix; default: all", metavar="NAME")


def run(options: Options) -> None:
    """Print two tables in Markdown."""
    nlc, progress = measurements.Nlc(options.jar, options.models), Progress()
    files = measurements.pictures(options.kodak)
    some = [f for f in files if not options.only or f.stem in options.only]
    if not some:
        raise ValueError(f"--only: {options.kodak} holds none of {', '.join(options.only)}")
    rates, spare = high_rates.ours(nlc, some, options.targets, options.out, progress)
    rates += high_rates.conventional(some, options.targets, progress)
    pairs = high_rates.pairs(nlc, files, options.qualities, options.out, progress)
    progress.done()
    print(f"{len(some)} pictures; those of nlc have at least {spare:.3f} dB more than asked for.\n")
    print(high_rates.table(rates, options.targets) + "\n")
    print(f"{len(files)} pictures.\n")
    print(high_rates.pair_table(pairs))
