"""report: rate-distortion curves as tables and pictures."""

import sys
from dataclasses import dataclass
from pathlib import Path

from ..evaluation import measurements, report
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    kodak: str = option(help="folder of test pictures")
    title: str = option("Kodak", "what the pictures are called")
    out: str = option(help="folder of the report; what its rd.csv holds is not measured again unless it is named")
    packs: str | None = option(
        None,
        "packs to measure, '' for none; default: those installed that rd.csv does not hold as they are now",
        metavar="A,B,...",
    )
    codecs: str | None = option(
        None,
        f"of {', '.join(measurements.LABELS)}: measure these, '' for none; default: those that rd.csv does not hold",
        metavar="A,B,...",
    )
    bench: list[str] = option(
        [], "output of 'nlc bench --json' on the same pictures, in the place of a run here", metavar="JSON"
    )
    anchors: str = option(
        "", "published curves, in the columns of rd.csv; default: those that rd.csv holds", metavar="CSV"
    )


def run(options: Options) -> None:
    """Measure what is wanted and write the report."""
    out, progress = Path(options.out), Progress()
    out.mkdir(parents=True, exist_ok=True)
    points, runs = measurements.update(
        out / "rd.csv",
        options.kodak,
        measurements.Nlc(options.jar, options.models),
        options.packs,
        options.codecs,
        options.bench,
        options.anchors,
        progress,
    )
    pictures = report.write(out, points, runs, options.title)
    progress.done()
    for name in ("rd.csv", "README.md", *pictures.values()):
        print(out / name)
    if not pictures:
        print("no pictures: pip install 'models-onnx[report]' brings matplotlib", file=sys.stderr)
