"""From checkpoints to all packs of a recipe: what a backbone's change has made stale is fitted, quantised and
exported again.

A recipe is a TOML file, models-onnx/packs.toml for the packs of this repository:

    licence = "..."                                # of every pack

    [[pack]]
    name = "cheng2020-128/checkerboard"            # family/entropy-model; packs share transforms with those above them
    description = "..."
    checkpoint = "cheng2020-128-checkerboard.pt"   # in --checkpoints
    base = "cheng2020-128-192.pt"                  # the backbone, if checkpoint is an entropy model on it
    refit = "--context checkerboard --minutes 38"  # train-entropy's options, to follow a base that has changed
    quantize = "--tiles 150 --steps 150"           # options of quantize
    residual = "--minutes 4 --lr 1e-3"             # train-residual's options, for latent residual prediction
    export = "--extend 0.24"                       # further options of export
    tuned = "cheng2020-128-192-tuned.pt"           # of tune-analysis: in the place of the checkpoint's own analysis
    int8 = "cheng2020-128-192-int8.pt"             # of tune-int8: a synthesis of 8-bit integers
    fast = "cheng2020-128-192-fast.pt"             # the same, with fewer channels
    analysis = "cheng2020-128-192-analysis.pt"     # of tune-int8-analysis: an analysis of 8-bit integers

Words in braces stand for paths: {checkpoints}. Each step runs only if what it reads has changed since: an entropy
model is stale if its base has other weights than those it was fitted to, an integer checkpoint if the digest of its
checkpoint or its options differ from those noted beside it, a pack if it is older than that. A pack that was exported
anew gets a new preview (preview.py), or the one that its family has, and its transforms of 8-bit integers.
"""

import fnmatch
import hashlib
import json
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ..codec import checkpoint
from . import preview

EIGHT_BIT = {  # which nlc_models.int8 writes
    "analysis": "analysis-int8.onnx",
    "int8": "synthesis-int8.onnx",
    "fast": "synthesis-fast.onnx",
}
KEYS = {"name", "description", "checkpoint", "base", "refit", "quantize", "residual", "export", "tuned", *EIGHT_BIT}


@dataclass(frozen=True)
class Pack:
    """One entry of a recipe; texts, empty where the recipe says nothing."""

    name: str
    checkpoint: str
    description: str = ""
    base: str = ""
    refit: str = ""
    quantize: str = ""
    residual: str = ""
    export: str = ""
    tuned: str = ""
    int8: str = ""
    fast: str = ""
    analysis: str = ""


@dataclass(frozen=True)
class Step:
    """One command of this package, as its arguments, and why it has to run."""

    arguments: tuple
    why: str


def read(path):
    """Recipe file -> (licence, Packs in the order of the file). ValueError names what is wrong with an entry."""
    try:
        recipe = tomllib.loads(Path(path).read_text())
    except tomllib.TOMLDecodeError as e:
        raise ValueError(f"{path}: {e}") from e
    packs, seen = [], set()
    for entry in recipe.get("pack", []):
        name = entry.get("name", "")
        if missing := {"name", "checkpoint"} - entry.keys():
            raise ValueError(f"{path}: pack {name!r} lacks {', '.join(sorted(missing))}")
        if unknown := entry.keys() - KEYS:
            raise ValueError(f"{path}: pack {name!r} has unknown entries: {', '.join(sorted(unknown))}")
        if name in seen:
            raise ValueError(f"{path}: two packs are named {name!r}")
        seen.add(name)
        packs.append(Pack(**entry))
    if not packs:
        raise ValueError(f"{path} names no pack")
    return recipe.get("licence", ""), packs


def chosen(packs, patterns):
    """The packs whose names match one of the patterns (shell wildcards); all of them if there is no pattern."""
    for pattern in patterns:
        if not any(fnmatch.fnmatch(p.name, pattern) for p in packs):
            raise ValueError(f"--only {pattern}: no such pack; there are {', '.join(p.name for p in packs)}")
    return [p for p in packs if not patterns or any(fnmatch.fnmatch(p.name, pattern) for pattern in patterns)]


def stem(pack):
    """Name of a pack's checkpoint without its suffix."""
    return Path(pack.checkpoint).stem


def digest(path):
    """SHA-256 hex of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def arguments(command, path, named, more=""):
    """Words of a command on a path. named: {option: value}; more: further words as a shell has them."""
    options = [word for name, value in named.items() for word in (f"--{name}", str(value))]
    return (command, str(path), *options, *shlex.split(more))


class Exporter:
    """Says what a pack needs.

    checkpoints, work, packs: folders of float checkpoints, of intermediate files, of packs; data: tiles.
    """

    def __init__(self, checkpoints, work, packs, data, licence="", force_refit=False):
        self.checkpoints, self.work, self.packs, self.data = Path(checkpoints), Path(work), Path(packs), data
        self.licence, self.force_refit = licence, force_refit

    def refit(self, pack):
        """The Step that fits an entropy model to its base, or None if it fits already."""
        if not pack.base:
            return None
        path, base = self.checkpoints / pack.checkpoint, self.checkpoints / pack.base
        why = "asked for" if self.force_refit else ""
        if not path.exists():
            why = f"{path.name} is missing"
        elif checkpoint.read(path)["base_digest"] != checkpoint.backbone_digest(checkpoint.load(base)[0]):
            why = f"{base.name} has changed"
        if not why:
            return None
        if not pack.refit:
            raise ValueError(f"{pack.name}: {why}, and the recipe does not say how to fit it (refit)")
        more = pack.refit.replace("{checkpoints}", str(self.checkpoints))
        named = dict(base=base, data=self.data, cache=self.work / f"{base.stem}.features")
        return Step(arguments("train-entropy", path.with_suffix(""), named, more), why)

    def base(self, pack):
        """The option that names a pack's base, as a dictionary; empty if it has none."""
        return dict(base=self.checkpoints / pack.base) if pack.base else {}

    def integer(self, pack):
        """Where a pack's integer checkpoint is kept."""
        return self.work / f"{stem(pack)}-int.pt"

    def note(self, pack):
        """What an integer checkpoint was made from, and how."""
        parts = [digest(self.checkpoints / pack.checkpoint), pack.quantize, pack.residual]
        return json.dumps(parts + ([digest(self.checkpoints / pack.base)] if pack.base else []))

    def fit(self, pack):
        """Steps to the integer checkpoint; none if it is up to date."""
        note = self.integer(pack).with_suffix(".from")
        if self.integer(pack).exists() and note.exists() and note.read_text() == self.note(pack):
            return []
        source, own = self.checkpoints / pack.checkpoint, self.integer(pack)
        named = self.base(pack) | dict(calib=self.data, out=own)
        made = [Step(arguments("quantize", source, named, pack.quantize), "no integer networks of these weights")]
        if pack.residual:
            cache = self.work / f"{Path(pack.base or pack.checkpoint).stem}.features"
            named = self.base(pack) | dict(data=self.data, cache=cache)
            made.append(Step(arguments("train-residual", own, named, pack.residual), "latent residual prediction"))
        return made

    def exported(self, pack):
        """Notes the further options that a pack was last exported with."""
        return self.integer(pack).with_suffix(".exported")

    def export(self, pack):
        """The Step that exports a pack, or None if it is up to date."""
        manifest = self.packs / pack.name / "pack.json"
        note = self.exported(pack)
        same = note.read_text() == pack.export if note.exists() else not pack.export
        if same and manifest.exists() and manifest.stat().st_mtime >= self.integer(pack).stat().st_mtime:
            return None
        named = self.base(pack) | dict(name=pack.name, out=self.packs / pack.name, share=self.packs)
        named |= dict(description=pack.description, licence=self.licence)
        why = "new integer networks" if same else "other options of export"
        return Step(arguments("export", self.integer(pack), named, pack.export), why)

    def preview(self, pack):
        """The Step that gives a pack its preview; None if it has one, or its family's of today."""
        if not (self.packs / pack.name / "pack.json").exists():
            return None
        entry = self.entry(pack.name)
        if entry and (
            "pack" not in entry
            or entry["sha256"] == (self.entry(f"{pack.name.split('/')[0]}/{entry['pack']}") or {}).get("sha256")
        ):
            return None
        why = "its family has another preview" if entry else "no preview"
        return Step(arguments("preview", self.packs / pack.name, dict(data=self.data)), why)

    def tuned(self, pack):
        """The Step that gives a pack its tuned analysis; None if it has it."""
        manifest = self.packs / pack.name / "pack.json"
        if not pack.tuned or not manifest.exists():
            return None
        path = self.checkpoints / pack.tuned
        missing = "analysis" not in json.loads(manifest.read_text())["training"]
        if not missing and manifest.stat().st_mtime >= path.stat().st_mtime:
            return None
        why = "no tuned analysis" if missing else f"{path.name} has changed"
        return Step(arguments("analysis", self.packs / pack.name, dict(checkpoint=path)), why)

    def eight_bit(self, pack):
        """The Steps that give a pack the syntheses of 8-bit integers that it wants and has not."""
        manifest = self.packs / pack.name / "pack.json"
        steps = []
        for key, file in EIGHT_BIT.items():
            if not getattr(pack, key) or not manifest.exists():
                continue
            path = self.checkpoints / getattr(pack, key)
            missing = file not in json.loads(manifest.read_text())["files"]
            if missing or manifest.stat().st_mtime < path.stat().st_mtime:
                why = f"no {file}" if missing else f"{path.name} has changed"
                steps.append(Step(arguments("int8", self.packs / pack.name, dict(checkpoint=path)), why))
        return steps

    def entry(self, name):
        """What the manifest of an exported pack says of its preview, or None."""
        return json.loads((self.packs / name / "pack.json").read_text())["files"].get(preview.FILE)

    def run(self, pack, command, log=print):
        """Bring one pack up to date. command: runs a list of arguments, raises if that fails."""
        self.work.mkdir(parents=True, exist_ok=True)
        done = 0

        def do(step):
            nonlocal done
            if step:
                log(f"{pack.name}: {step.why}: {shlex.join(step.arguments)}")
                command(list(step.arguments))
                done += 1

        do(self.refit(pack))
        steps = self.fit(pack)
        for step in steps:
            do(step)
        if steps:
            self.integer(pack).with_suffix(".from").write_text(self.note(pack))
        step = self.export(pack)
        do(step)
        if step:
            self.exported(pack).write_text(pack.export)
        do(self.preview(pack))
        do(self.tuned(pack))
        for step in self.eight_bit(pack):
            do(step)
        if not done:
            log(f"{pack.name}: up to date")

    def plan(self, pack):
        """What run() would do, as far as that can be told before: [Step]."""
        first = self.refit(pack)
        if first:
            return [first, Step(("quantize", "...", "export", "..."), "follow")]
        steps = self.fit(pack)
        if steps:
            return [*steps, Step(("export", pack.name), "follows")]
        export = self.export(pack)
        if export:
            return [export, Step(("preview", pack.name), "follows")]
        return [step for step in (self.preview(pack), self.tuned(pack), *self.eight_bit(pack)) if step]
