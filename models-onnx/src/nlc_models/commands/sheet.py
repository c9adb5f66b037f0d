"""sheet: contact sheets for eyes to judge."""

from dataclasses import dataclass

from ..evaluation import sheets
from ..evaluation.measurements import Nlc
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    recipe: str = option(help="which parts of which pictures", metavar="TOML")
    pictures: str = option(help="folder of those pictures")
    out: str = option(help="folder of the sheets")
    packs: str = option(metavar="A,B,...")
    rates: tuple[float, ...] = option((0.15, 0.3, 0.6), metavar="BPP")


def run(options: Options) -> None:
    """Write the sheets and print their paths."""
    o, progress = options, Progress()
    nlc = Nlc(o.jar, o.models)
    made = sheets.write(nlc, o.recipe, o.pictures, o.out, o.rates, o.packs.split(","), progress)
    progress.done()
    print("\n".join(map(str, made)))
