"""recipes: training recipes compared."""

from pathlib import Path

from ..studies.recipes import Study
from .shared import StudyOptions as Options

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Run what is missing of the study and print its table."""
    o = options
    Study(o.out, o.data, o.eval, o.minutes, o.threads, o.eval_step).run()
    print((Path(o.out) / "table.md").read_text(), end="")
