"""speed: docs/performance.md, measured."""

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ..evaluation import speed, speed_report
from ..options import option
from .progress import Progress
from .shared import JavaOptions


@dataclass(kw_only=True)
class Options(JavaOptions):
    """Arguments of the command."""

    bench: str = option("imageio-nlc/bench/target", "where 'mvn -Pbench package' has put the benchmarks")
    picture: str = option("samples/pictures/landscape.png", "of one tile")
    packs: list[str] = option(
        ["cheng2020-128/serial", "swift/serial", "minnen2018-128/serial", "nlaic-128/context3d"],
        "to measure",
        metavar="PACK",
    )
    rounds: int = option(5, "of each codec's command line; 0 compares nothing")
    large: int = option(25, "megapixels of a picture of many tiles, for the first pack; 0 for none")
    results: str = option("", "JSON that JMH wrote before, instead of a run")
    keep: str = option("", "where to keep what JMH writes")
    jmh: str = option("", "further arguments of JMH, in one text, such as '-i 3'")
    out: str = option("docs/performance.md", "what is written")


def run(options: Options) -> None:
    """Measure, and write the page."""
    progress = Progress()
    with Image.open(options.picture) as image:
        width, height = image.size
    progress("benchmarks")
    results = (
        json.loads(Path(options.results).read_text())
        if options.results
        else speed.jmh(options.bench, options.picture, options.packs, options.jmh.split())
    )
    if options.keep:
        Path(options.keep).write_text(json.dumps(results))
    macs = {p: speed.network_macs(options.models, p, width, height) for p in options.packs}
    rivals = (
        speed.compare(options.picture, options.jar, options.models, options.packs, options.rounds, progress)
        if options.rounds
        else []
    )
    large = None
    if options.large:
        progress(f"{options.large} megapixels")
        large = speed.large(options.picture, options.jar, options.models, options.packs[0], options.large)
    progress.done()
    name = Path(options.picture).name
    page = speed_report.document(
        speed.machine(), speed.parse(results), options.packs, macs, rivals, (name, width, height), large
    )
    Path(options.out).write_text(page)
    print(f"{options.out} is written")
