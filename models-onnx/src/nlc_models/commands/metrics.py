"""metrics: whether Java and Python measure alike."""

from dataclasses import dataclass

from ..evaluation import agreement, measurements
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    kodak: str = option(help="folder of test pictures")
    model: str = option("", "default: that of the command line", metavar="PACK")
    rates: tuple[float, ...] = option((0.15, 0.5, 1.0), metavar="BPP")


def run(options: Options) -> None:
    """Print the largest differences over all pictures and rates."""
    progress = Progress()
    files = measurements.pictures(options.kodak)
    nlc = measurements.Nlc(options.jar, options.models)
    differences = agreement.measure(nlc, files, options.rates, options.model, progress)
    progress.done()
    rates = ", ".join(f"{r:g}" for r in options.rates)
    print(f"{len(files)} pictures at {rates} bpp:\n\n{agreement.table(differences)}")
