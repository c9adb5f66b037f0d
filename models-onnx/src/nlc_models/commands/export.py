"""export: a model pack from a checkpoint."""

import json
from dataclasses import dataclass
from pathlib import Path

from ..codec import checkpoint
from ..export import pack
from ..integer.fit import CalibrationOptions, integer_networks
from ..options import option
from .progress import Progress


@dataclass(kw_only=True)
class Options(CalibrationOptions):
    """Arguments of the command."""

    checkpoint: str = option(help="from 'quantize', or from 'train' together with --calib", positional=True)
    base: str = option("", "the checkpoint that an entropy checkpoint builds on, if it does not lie beside it")
    name: str = option(help="family/entropy-model")
    out: str = option(help="folder of the pack")
    share: str = option(
        "",
        "folder of packs that --out lies in, as PACKS/family/entropy-model: transforms that another pack of the "
        "family holds "
        "byte by byte are named instead of written",
        metavar="PACKS",
    )
    extend: float = option(
        0, "move the gains of the highest level on by this share of the step below it", metavar="SHARE"
    )
    description: str = option("")
    licence: str = option("")
    training: str = option("", "JSON file that is merged into the manifest's 'training'")
    estimate: str = option("", "JSON file (of 'evaluate --json') for the manifest's 'estimate'")


def run(options: Options) -> None:
    """Write the pack and print its size and digest."""
    o, progress = options, Progress()
    codec, stored = checkpoint.load(o.checkpoint, o.base)
    networks = integer_networks(codec, stored, o, progress)
    progress.done()
    codec.extend(o.extend)
    provenance = dict(stored.get("training") or {}) | ({"extended": o.extend} if o.extend else {})
    if o.training:
        provenance.update(json.loads(Path(o.training).read_text()))
    estimate = json.loads(Path(o.estimate).read_text()) if o.estimate else {}
    estimate.pop("per_picture", None)
    manifest = pack.export(
        codec,
        networks,
        o.out,
        o.name,
        description=o.description,
        licence=o.licence,
        training=provenance,
        estimate=estimate,
        share=o.share or None,
    )
    files = manifest["files"].values()
    size, others = sum(f["bytes"] for f in files if "pack" not in f), sorted({f["pack"] for f in files if "pack" in f})
    text = f", transforms in {', '.join(others)}" if others else ""
    print(f"{o.out}: {manifest['name']}, {size / 2**20:.1f} MiB{text}, digest {manifest['digest'][:32]}")
