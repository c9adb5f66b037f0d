"""ablate: what each part of NLAIC is worth."""

from dataclasses import dataclass
from pathlib import Path

from ..options import option
from ..studies.ablation import Study
from .shared import StudyOptions


@dataclass(kw_only=True)
class Options(StudyOptions):
    """Arguments of the command."""

    minutes: float = option(4, "of each training from the start; entropy models on a frozen backbone get half of it")


def run(options: Options) -> None:
    """Run what is missing of the study and print its tables."""
    o = options
    Study(o.out, o.data, o.eval, o.minutes, o.threads, o.eval_step).run()
    print((Path(o.out) / "table.md").read_text(), end="")
