"""export-all: the packs of a recipe, as far as they are not up to date."""

from dataclasses import dataclass

from ..export import export_all
from ..options import option
from . import call


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    recipe: str = option("models-onnx/packs.toml", "TOML file (see nlc_models/export/export_all.py)")
    checkpoints: str = option("models-onnx/checkpoints", metavar="DIR")
    data: str = option(help="folder of training tiles")
    out: str = option("models-onnx/src/main/resources/META-INF/nlc/packs", metavar="PACKS")
    work: str = option("work", "keeps cached latents and integer checkpoints", metavar="DIR")
    only: list[str] = option([], "these packs (shell wildcards); default: all", metavar="NAME")
    refit: bool = option(False, "fit entropy models even if their backbone has not changed")
    dry_run: bool = option(False, "say what would be done")
    threads: int = option(0, hidden=True)


def run(options: Options) -> None:
    """Bring the packs up to date, one after the other, or say what that would take."""
    o = options

    def command(words: list[str]) -> None:
        call(["--threads", str(o.threads), *words])

    licence, packs = export_all.read(o.recipe)
    exporter = export_all.Exporter(o.checkpoints, o.work, o.out, o.data, licence, o.refit)
    for pack in export_all.chosen(packs, o.only):
        if o.dry_run:
            steps = exporter.plan(pack)
            print(f"{pack.name}: " + ("; ".join(f"{s.arguments[0]} ({s.why})" for s in steps) or "up to date"))
        else:
            exporter.run(pack, command)
